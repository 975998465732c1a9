"""What people put together out of all rooms: the pins of their dashboards."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models import Message
from organization.models import Unit
from scorecard.models import Kpi, Objective


class Pin(models.Model):
    """A thing that somebody keeps on their dashboard, in the place that they gave it.

    It names the thing and its unit and holds no figures: they are read, and asked of the gate,
    whenever the dashboard is. Private and movable: rows change in place, the record keeps what was
    pinned and removed.
    """

    KPI, COURSE, OBJECTIVE = "kpi", "course", "objective"
    MESSAGE, LATE, STEPS = "message", "late", "steps"
    KINDS: ClassVar = [
        (KPI, _("KPI")),
        (COURSE, _("chart")),
        (OBJECTIVE, _("objective")),
        (MESSAGE, _("message")),
        (LATE, _("late data")),
        (STEPS, _("next steps")),
    ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pins"
    )
    kind = models.CharField(_("what"), max_length=10, choices=KINDS)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="pins")
    kpi = models.ForeignKey(Kpi, null=True, on_delete=models.PROTECT, related_name="pins")
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.PROTECT, related_name="pins"
    )
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="pins")
    place = models.PositiveSmallIntegerField(_("place"))
    pinned_at = models.DateTimeField(_("pinned"))

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.CheckConstraint(
                name="pin_names_its_thing",
                condition=Q(kind__in=["kpi", "course"], unit__isnull=False, kpi__isnull=False)
                | Q(kind="objective", unit__isnull=False, objective__isnull=False)
                | Q(kind="message", message__isnull=False)
                | Q(kind="late", unit__isnull=False)
                | Q(kind="steps"),
            ),
        ]

    def __str__(self) -> str:
        things = (self.kind, self.kpi, self.objective, self.message_id)
        named = " ".join(str(each) for each in things if each)
        return f"{named} at {self.unit.code}" if self.unit else named
