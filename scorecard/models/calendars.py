"""The reporting calendar: when figures are due, holidays, time zones, extensions, reminders."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from scorecard.models.kpis import KpiVersion
from scorecard.querysets import (
    ExtensionQuerySet,
    HolidayQuerySet,
    ReminderQuerySet,
    UnitZoneQuerySet,
)

MOST_DAYS = 366


class CollectionRule(models.Model):
    """One revision of when figures of a frequency are due, from one of its periods on.

    The newest row of a frequency and first period counts. Without any row figures are due on the
    last day of their period, and nothing locks.
    """

    frequency = models.CharField(_("how often"), max_length=10, choices=KpiVersion.FREQUENCIES)
    # The ordinal of the first period, as the engine counts them.
    valid_from = models.IntegerField()
    opens_after = models.SmallIntegerField(_("opens, days after the end"), null=True)
    due_after = models.PositiveSmallIntegerField(_("due, working days after the end"))
    due_at = models.TimeField(_("due at"))
    grace = models.PositiveSmallIntegerField(_("grace, days"))
    locks_after = models.PositiveSmallIntegerField(_("locks, days after grace"), null=True)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collection_rules"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        indexes = [
            models.Index(fields=["frequency", "valid_from", "id"], name="collectionrule_by_period")
        ]
        constraints = [
            models.CheckConstraint(
                name="collectionrule_within_a_year",
                condition=Q(due_after__lte=MOST_DAYS, grace__lte=MOST_DAYS)
                & (Q(opens_after=None) | Q(opens_after__range=(-MOST_DAYS, MOST_DAYS)))
                & (Q(locks_after=None) | Q(locks_after__lte=MOST_DAYS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} from {self.valid_from}"


class Holiday(models.Model):
    """One revision of a day that is no working day; the newest row of a day counts."""

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=100)
    is_taken_back = models.BooleanField(_("taken back"), default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holidays"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[HolidayQuerySet] = HolidayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["day", "id"], name="holiday_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class UnitZone(models.Model):
    """One revision of by which clocks a unit, and all below it, has its figures due.

    The newest row of a unit counts; empty, or without a row, it is that of the unit above.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="zones")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unit_zones"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[UnitZoneQuerySet] = UnitZoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["unit", "id"], name="unitzone_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.time_zone}"


class Extension(models.Model):
    """More time for one unit: nothing that it reports with a month is late before `until`.

    The newest row of a unit and month counts.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="extensions")
    month = models.IntegerField()
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="extensions"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[ExtensionQuerySet] = ExtensionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["month", "unit", "id"], name="extension_by_month")]

    def __str__(self) -> str:
        return f"{self.unit} until {self.until:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """A unit was asked once more for the figures of a month; without author by the rule."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reminders")
    month = models.IntegerField()
    # The day in the organisation's zone: nobody is asked twice on one.
    day = models.DateField(_("day"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="reminders"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[ReminderQuerySet] = ReminderQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month", "day"], name="reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} on {self.day}"
