"""What people put together out of all rooms: dashboards, shared ones too, and large tables."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import Message
from jobs.models import Job
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


class LargeTable(models.Model):
    """A table that is too large to be given at once: written in steps for the one who asked for it.

    Private and passing: it is removed a day after it was asked for.
    """

    CSV, XLSX = "csv", "xlsx"
    KINDS: ClassVar = [(CSV, _("CSV")), (XLSX, _("Excel"))]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="large_tables"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="large_tables")
    kind = models.CharField(_("kind of file"), max_length=4, choices=KINDS)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="large_table")
    asked_at = models.DateTimeField(_("asked for"))
    after = models.BigIntegerField(_("the last KPI that is written"), default=0)
    content = models.BinaryField(_("the file, where it is a workbook"), null=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "kind"], name="large_table_once_for_each_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.unit.code}"


class LargeTablePart(models.Model):
    """The rows of one KPI in a large table, packed."""

    table = models.ForeignKey(LargeTable, on_delete=models.CASCADE, related_name="parts")
    content = models.BinaryField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"part of {self.table_id}"
