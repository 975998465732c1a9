"""When units are reminded of figures that they owe: the rule, and what it plans."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from scorecard.models.calendars import Reminder
from scorecard.models.kpis import KpiVersion
from scorecard.querysets import PlannedReminderQuerySet


class ReminderRule(models.Model):
    """One revision of when units are reminded; the newest row counts, without steps nobody is.

    `steps` are working days from the day on which figures are due, negative before it.
    """

    steps = models.JSONField(_("working days from the due day"))
    at = models.TimeField(_("at"))
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminder_rules"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    def __str__(self) -> str:
        return f"{self.steps} at {self.at:%H:%M}"


class PlannedReminder(models.Model):
    """A unit is to be reminded of a period, one step of the rule; then what came of it.

    Made of the rule and the calendar, and removed where these change before its time. The
    database lets none be made twice, whoever plans and however often.
    """

    WAITS, SENT, NOTHING, REMINDED, LOCKED = "waits", "sent", "nothing", "reminded", "locked"
    STATES = [
        (WAITS, _("planned")),
        (SENT, _("sent")),
        (NOTHING, _("nothing was missing")),
        (REMINDED, _("reminded on that day already")),
        (LOCKED, _("the month is locked")),
    ]

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="planned_reminders")
    frequency = models.CharField(max_length=10, choices=KpiVersion.FREQUENCIES)
    period = models.IntegerField()
    # The month with which the period is reported.
    month = models.IntegerField()
    step = models.SmallIntegerField(_("working days from the due day"))
    day = models.DateField(_("day, where the unit is"))
    # UTC, and beside it what the unit's clocks show then.
    not_before = models.DateTimeField(_("not before"))
    wall_time = models.CharField(_("on the unit's clocks"), max_length=20)
    time_zone = models.CharField(_("time zone"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=WAITS)
    finished_at = models.DateTimeField(_("finished"), null=True)
    reminder = models.ForeignKey(
        Reminder, null=True, on_delete=models.PROTECT, related_name="planned"
    )

    objects: ClassVar[PlannedReminderQuerySet] = PlannedReminderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["month", "unit"], name="plannedreminder_by_month"),
            models.Index(fields=["state", "not_before"], name="plannedreminder_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "frequency", "period", "step", "day"], name="plannedreminder_once"
            ),
            models.CheckConstraint(
                name="plannedreminder_sent_says_what",
                condition=Q(state="sent", reminder__isnull=False)
                | ~Q(state="sent") & Q(reminder=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.frequency} {self.period} step {self.step}: {self.state}"
