"""The organisation, its units over time, and who is what in them."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organization.querysets import DeputyQuerySet, MembershipQuerySet, UnitQuerySet
from organization.roles import Role

# The valid_from of what holds since ever.
ALWAYS = date(1, 1, 1)

THIRD, TWO_THIRDS = 100 / 3, 200 / 3


class Organization(models.Model):
    """One revision of the organisation's name, calendar and cut scores; the newest counts."""

    name = models.CharField(_("name"), max_length=200)
    fiscal_year_start_month = models.PositiveSmallIntegerField(_("fiscal year starts"), default=1)
    default_locale = models.CharField(_("language"), max_length=20, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    score_at_red_flag = models.FloatField(_("score at the red flag"), default=THIRD)
    score_at_goal = models.FloatField(_("score at the goal"), default=TWO_THIRDS)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="organization_month",
                condition=Q(fiscal_year_start_month__range=(1, 12)),
            ),
            models.CheckConstraint(
                name="organization_cut_scores",
                condition=Q(
                    score_at_red_flag__gt=0,
                    score_at_red_flag__lt=F("score_at_goal"),
                    score_at_goal__lte=100,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Comparison(models.Model):
    """One revision of what units learn of the figures of their sister units; the newest counts."""

    NONE, ANONYMOUS, NAMED = "none", "anonymous", "named"
    KINDS = [
        (NONE, _("Nothing")),
        (ANONYMOUS, _("Figures without names")),
        (NAMED, _("Figures with names")),
    ]

    kind = models.CharField(_("sister units see"), max_length=10, choices=KINDS)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comparisons"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="comparison_kind", condition=Q(kind__in=["none", "anonymous", "named"])
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Unit(models.Model):
    """A node of the organisation.

    `parent`, `path`, `opened_on` and `closed_on` are the present copy of the newest dated rows
    (Placement, UnitWindow), kept for lists and for the gate; the roll-up reads the dated rows.
    """

    code = models.CharField(_("code"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    position = models.IntegerField(_("position"), default=0)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.TextField(unique=True)
    opened_on = models.DateField(_("first open day"), null=True, blank=True)
    closed_on = models.DateField(_("last open day"), null=True, blank=True)

    objects: ClassVar[UnitQuerySet] = UnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="unit_opens_before_it_closes",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(opened_on__lte=F("closed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_within(self, first: date, last: date) -> bool:
        """Say whether the unit is open on any day from `first` to `last`."""
        return not (
            (self.opened_on and last < self.opened_on)
            or (self.closed_on and first > self.closed_on)
        )


class Placement(models.Model):
    """Under which parent a unit hangs from a day on (none: the top); newest revision counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="placements_below"
    )
    valid_from = models.DateField(default=ALWAYS)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "valid_from", "id"], name="placement_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="placement_not_below_itself", condition=~Q(unit=F("parent"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} under {self.parent} from {self.valid_from}"


class UnitWindow(models.Model):
    """From which to which day a unit is open; the newest revision counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="windows")
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit} open from {self.opened_on} to {self.closed_on}"


class Membership(models.Model):
    """What a person is in a unit and all below it, from and until which day."""

    ROLES = [
        (Role.EMPLOYEE.value, _("Employee")),
        (Role.CONTRIBUTOR.value, _("Contributor")),
        (Role.UNIT_MANAGER.value, _("Unit manager")),
        (Role.EXECUTIVE.value, _("Executive")),
        (Role.OSM_STAFF.value, _("Strategy office")),
        (Role.CONSULTANT.value, _("Consultant")),
        (Role.AUDITOR.value, _("Auditor")),
        (Role.ADMINISTRATOR.value, _("Administrator")),
    ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    valid_from = models.DateField(_("from"), default=ALWAYS)
    valid_until = models.DateField(_("until, inclusive"), null=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["person", "unit", "role", "id"], name="membership_by_person"),
            models.Index(fields=["unit", "role"], name="membership_by_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="membership_consultant_ends",
                condition=~Q(role="consultant") | Q(valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.unit}"


class Deputy(models.Model):
    """Who acts for whom, from and until which day; the newest revision of the two counts."""

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputies"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputyships"
    )
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until, inclusive"))
    recorded_at = models.DateTimeField()

    objects: ClassVar[DeputyQuerySet] = DeputyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["deputy", "principal", "id"], name="deputy_by_deputy"),
            models.Index(fields=["principal", "deputy", "id"], name="deputy_by_principal"),
        ]
        constraints = [
            models.CheckConstraint(name="deputy_is_another", condition=~Q(principal=F("deputy"))),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.principal}"


class Invitation(models.Model):
    """An invitation sent to a person by mail; only the newest one of a person opens the door."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations"
    )
    # Where the person was invited to: who invites must still be allowed to when the mail leaves.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    recorded_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("good until"))
    sent_at = models.DateTimeField(_("mail sent"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "id"], name="invitation_by_person")]

    def __str__(self) -> str:
        return f"{self.person} invited {self.recorded_at:%Y-%m-%d}"
