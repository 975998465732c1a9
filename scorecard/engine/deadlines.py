"""When figures are due: opening, due moment, grace and lock, by the clocks of a place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
# What is due "on a day" is due with its last moment.
END_OF_DAY = time.max


@dataclass(frozen=True, slots=True)
class Rule:
    """When figures of one frequency are due, counted from the last day of their period.

    Attributes
    ----------
    due_after, due_at
        Working days after the last day, 0 for that day itself whatever it is; the wall time.
    grace
        Days after the due moment until which nobody is called late.
    opens_after
        Days after the last day, negative before it; None from the first day of the period on.
    locks_after
        Days after the end of grace; None where nothing locks by itself.
    """

    due_after: int = 0
    due_at: time = END_OF_DAY
    grace: int = 0
    opens_after: int | None = None
    locks_after: int | None = None


@dataclass(frozen=True, slots=True)
class Moments:
    """What a rule makes of one period, in UTC; None where there is no such moment."""

    opens: datetime | None
    due: datetime
    late: datetime
    locks: datetime | None


def working_day(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """Return the working day that comes `count` working days after a day; 0 is the day itself.

    Saturdays, Sundays and `holidays` are no working days. Negative counts go back.

    Examples
    --------
    >>> working_day(date(2026, 10, 31), 3, {date(2026, 11, 2)}).isoformat()
    '2026-11-05'
    >>> working_day(date(2026, 11, 4), -3).isoformat()
    '2026-10-30'
    """
    one = timedelta(days=1 if count > 0 else -1)
    for _step in range(abs(count)):
        day += one
        while day.weekday() >= SATURDAY or day in holidays:
            day += one
    return day


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when the clocks of a zone show a time of a day, in UTC.

    In the night in which clocks change, a time that is skipped is the one after the gap, and of a
    time that comes twice it is the second: a deadline has not passed while clocks still show it.

    Examples
    --------
    >>> instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Oslo")).isoformat()
    '2026-10-25T01:30:00+00:00'
    """
    shown = datetime.combine(day, at, zone)
    return max(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def moments(last_day: date, rule: Rule, holidays: Collection[date], zone: ZoneInfo) -> Moments:
    """Return the moments of a period that ends with `last_day`, in UTC.

    Examples
    --------
    >>> found = moments(date(2026, 10, 31), Rule(3, time(17), grace=2), (), ZoneInfo("UTC"))
    >>> found.due.isoformat(), found.late.isoformat()
    ('2026-11-04T17:00:00+00:00', '2026-11-06T17:00:00+00:00')
    """
    due = working_day(last_day, rule.due_after, holidays)
    late = due + timedelta(days=rule.grace)
    return Moments(
        opens=_at(_after(last_day, rule.opens_after), time.min, zone),
        due=instant(due, rule.due_at, zone),
        late=instant(late, rule.due_at, zone),
        locks=_at(_after(late, rule.locks_after), rule.due_at, zone),
    )


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)


def _at(day: date | None, at: time, zone: ZoneInfo) -> datetime | None:
    return None if day is None else instant(day, at, zone)
