"""A reporting calendar for tests: due three working days after the end, at 17:00."""

from datetime import UTC, datetime, time

from scorecard.models import (
    CollectionRule,
    Extension,
    Holiday,
    MonthLock,
    PlannedReminder,
    Reminder,
    ReminderRule,
    Reopening,
    ReopeningAnswer,
    UnitZone,
)
from tests.factories import ordinal, recorded

DUE = datetime.fromisoformat("2026-11-04T17:00Z")


def make_rule(author, first="2026-01", *, frequency="monthly", **fields):
    defaults = {"due_after": 3, "due_at": time(17), "grace": 0, "reason": "Agreed."}
    return CollectionRule.objects.create(
        frequency=frequency,
        valid_from=ordinal(first),
        author=author,
        recorded_at=recorded(),
        **(defaults | fields),
    )


def make_holiday(author, day, name="Christmas"):
    return Holiday.objects.create(day=day, name=name, author=author, recorded_at=recorded())


def make_zone(unit, time_zone, author):
    return UnitZone.objects.create(
        unit=unit, time_zone=time_zone, author=author, recorded_at=recorded()
    )


def make_extension(unit, until, author, month="2026-10"):
    return Extension.objects.create(
        unit=unit,
        month=ordinal(month),
        until=datetime.fromisoformat(until),
        reason="The depot moved.",
        author=author,
        recorded_at=recorded(),
    )


def make_lock(author, month="2026-10"):
    return MonthLock.objects.create(
        month=ordinal(month), reason="The book is frozen.", author=author, recorded_at=recorded()
    )


def make_reopening(author, unit=None, *, until="2026-12-20T17:00Z", month="2026-10", by=None):
    """Ask for a reopening; with `by` somebody confirmed it."""
    row = Reopening.objects.create(
        month=ordinal(month),
        unit=unit,
        until=datetime.fromisoformat(until),
        reason="Two digits were swapped.",
        author=author,
        recorded_at=recorded(),
    )
    if by is not None:
        ReopeningAnswer.objects.create(
            reopening=row, is_confirmed=True, author=by, asked_by=author, recorded_at=recorded()
        )
    return row


def make_reminder(unit, author, day, month="2026-10"):
    return Reminder.objects.create(
        unit=unit, month=ordinal(month), day=day, author=author, recorded_at=recorded()
    )


def make_reminder_rule(author, *steps):
    return ReminderRule.objects.create(
        steps=list(steps), at=time(9), reason="Agreed.", author=author, recorded_at=recorded()
    )


def make_planned(unit, day, month="2026-10"):
    """Plan a reminder for a day, at nine."""
    return PlannedReminder.objects.create(
        unit=unit,
        frequency="monthly",
        period=ordinal(month),
        month=ordinal(month),
        step=0,
        day=day,
        not_before=datetime.combine(day, time(9), UTC),
        wall_time=f"{day} 09:00",
        time_zone="UTC",
    )
