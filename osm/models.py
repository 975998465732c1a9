"""What people put together out of all rooms: the pins of their dashboards, and shared ones."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import Message
from organization.models import Membership, Unit
from scorecard.models import Kpi, Objective


class Pinned(models.Model):
    """A thing on a dashboard, in its place.

    It names the thing and its unit and holds no figures: they are read, and asked of the gate,
    whenever the dashboard is.
    """

    KPI, COURSE, OBJECTIVE = "kpi", "course", "objective"
    MESSAGE, LATE, STEPS, PORTFOLIO = "message", "late", "steps", "portfolio"
    KINDS: ClassVar = [
        (KPI, _("KPI")),
        (COURSE, _("chart")),
        (OBJECTIVE, _("objective")),
        (MESSAGE, _("message")),
        (LATE, _("late data")),
        (STEPS, _("next steps")),
        (PORTFOLIO, _("initiatives")),
    ]

    kind = models.CharField(_("what"), max_length=10, choices=KINDS)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    kpi = models.ForeignKey(Kpi, null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    message = models.ForeignKey(
        Message, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        abstract = True
        ordering = ("place", "id")
        constraints = [
            models.CheckConstraint(
                name="%(class)s_names_its_thing",
                condition=Q(kind__in=["kpi", "course"], unit__isnull=False, kpi__isnull=False)
                | Q(kind="objective", unit__isnull=False, objective__isnull=False)
                | Q(kind="message", message__isnull=False)
                | Q(kind__in=["late", "portfolio"], unit__isnull=False)
                | Q(kind="steps"),
            ),
        ]

    def __str__(self) -> str:
        things = (self.kind, self.kpi, self.objective, self.message_id)
        named = " ".join(str(each) for each in things if each)
        return f"{named} at {self.unit.code}" if self.unit else named

    @property
    def thing(self) -> tuple[str, int | None, int | None, int | None, int | None]:
        """What it names: two with the same say the same."""
        return (self.kind, self.unit_id, self.kpi_id, self.objective_id, self.message_id)

    @property
    def anchor(self) -> str:
        """The name of its tile on the page."""
        return f"{type(self).__name__.lower()}-{self.pk}"


class Pin(Pinned):
    """A thing that somebody keeps on their own dashboard.

    Private and movable: rows change in place, the record keeps what was pinned and removed.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pins"
    )
    pinned_at = models.DateTimeField(_("pinned"))


class SharedDashboard(models.Model):
    """What the office shares with a role, from its unit down: one revision, the newest holds.

    With `at_own_unit` each reader sees the figures of the unit in which they have the role, not of
    the units that its pins name. Withdrawn, nothing is shared any more.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shared_dashboards")
    role = models.CharField(_("role"), max_length=20, choices=Membership.ROLES)
    at_own_unit = models.BooleanField(_("at each reader's own unit"))
    withdrawn = models.BooleanField(_("withdrawn"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"dashboard of {self.role} at {self.unit.code}"


class SharedPin(Pinned):
    """A thing on a shared dashboard, as it was on the office's own when it was shared."""

    shared = models.ForeignKey(SharedDashboard, on_delete=models.PROTECT, related_name="pins")
