"""When units are to be reminded of what they owe, by the rule and the calendar in force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from organization.services.organization import present_organization
from scorecard.engine.deadlines import instant, working_day
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import ReminderRule, Reporter
from scorecard.selectors.deadlines import Deadlines, extensions_of, month_of, read_deadlines
from scorecard.selectors.due import periods_due

# Figures can be due a year after their period has ended.
MONTHS_BACK = 14
# No two clocks show days further apart.
CLOCKS_APART = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Steps:
    """The rule in force: working days from the due day, and at what time; none without steps."""

    steps: tuple[int, ...] = ()
    at: time = time(9)


class Place(NamedTuple):
    """Whose reminder it is, of which period, and which step of the rule on which day."""

    unit: int
    frequency: str
    period: int
    step: int
    day: date


@dataclass(frozen=True, slots=True)
class Moment:
    """When the clocks of a unit show the time of a reminder, in UTC and on these clocks."""

    at: datetime
    day: date
    wall_time: str
    zone: str


@dataclass(frozen=True)
class Schedule:
    """The rule, the calendar and who has more time, read once."""

    rule: Steps
    deadlines: Deadlines
    extended: Mapping[tuple[int, int], datetime] = field(default_factory=dict)

    def moment(self, unit: int, path: str, period: Period, step: int) -> Moment:
        """Return when a step of the rule comes for a unit and period."""
        month = month_of(period, self.deadlines.calendar)
        due = self.deadlines.due(period, path, self.extended.get((unit, month)))
        day = working_day(due.day, step, self.deadlines.holidays)
        zone = ZoneInfo(due.zone)
        at = instant(day, self.rule.at, zone)
        local = at.astimezone(zone)
        return Moment(at, local.date(), f"{local:%Y-%m-%d %H:%M}", due.zone)


def present_steps() -> Steps:
    """Return the rule in force; one query."""
    row = ReminderRule.objects.order_by("-id").first()
    return Steps(tuple(row.steps), row.at) if row else Steps()


def read_schedule() -> Schedule:
    """Return rule, calendar and more time, in seven queries at most; one where nobody is reminded.

    The calendar of the organisation is asked for beside that.
    """
    organization = present_organization()
    calendar = FiscalCalendar(organization.fiscal_year_start_month)
    rule = present_steps()
    if not rule.steps:
        return Schedule(rule, Deadlines(calendar, organization.time_zone))
    deadlines = read_deadlines(calendar, organization.time_zone)
    return Schedule(rule, deadlines, extensions_of(None))


def reminders_to_come(now: datetime) -> dict[Place, Moment]:
    """Return every reminder that is to come after `now` of periods that have begun.

    Whether anything is owed is asked when its time comes: what is planned depends on nobody's
    figures.
    """
    schedule = read_schedule()
    if not schedule.rule.steps:
        return {}
    periods = list(_periods(schedule, now))
    reporting = _reporting({period.frequency for period in periods})
    return {
        Place(unit, period.frequency.value, period.ordinal, step, moment.day): moment
        for period in periods
        for unit, path in _units_of(period, schedule.deadlines.calendar, reporting)
        for step in schedule.rule.steps
        if (moment := schedule.moment(unit, path, period, step)).at > now
    }


def _periods(schedule: Schedule, now: datetime) -> Iterator[Period]:
    """Yield the periods of which any unit may have a reminder to come."""
    deadlines, last = schedule.deadlines, max(schedule.rule.steps)
    calendar, today = deadlines.calendar, now.astimezone(ZoneInfo(deadlines.home)).date()
    present = calendar.containing(today, Frequency.MONTHLY).ordinal
    waiting = {month for (_unit, month), until in schedule.extended.items() if until > now}
    for ordinal in range(present - MONTHS_BACK, present + 1):
        month = Period(Frequency.MONTHLY, ordinal)
        for period in periods_due(month, calendar, today):
            ends = schedule.moment(0, "/", period, last).at
            # Who has more time may have reminders to come that nobody else has.
            if ends + CLOCKS_APART > now or ordinal in waiting:
                yield period


class _Window(NamedTuple):
    """That a unit reports something of a frequency, from which to which period."""

    unit: int
    path: str
    opened_on: date | None
    closed_on: date | None
    frequency: str
    first_period: int | None
    last_period: int | None


def _reporting(frequencies: Iterable[Frequency]) -> list[_Window]:
    """Return who reports anything of some frequencies, each window once; one query."""
    words = [each.value for each in frequencies]
    rows = Reporter.objects.newest().filter(kpi__current__frequency__in=words).order_by()
    columns = rows.values_list(
        *("unit_id", "unit__path", "unit__opened_on", "unit__closed_on"),
        *("kpi__current__frequency", "first_period", "last_period"),
    )
    return [_Window(*row) for row in columns.distinct()]


def _units_of(
    period: Period, calendar: FiscalCalendar, reporting: Sequence[_Window]
) -> set[tuple[int, str]]:
    """Return id and path of the units that report anything for a period."""
    first, last = calendar.first_day(period), calendar.last_day(period)
    return {
        (row.unit, row.path)
        for row in reporting
        if row.frequency == period.frequency.value
        and (row.first_period is None or row.first_period <= period.ordinal)
        and (row.last_period is None or row.last_period >= period.ordinal)
        and (row.opened_on is None or row.opened_on <= last)
        and (row.closed_on is None or row.closed_on >= first)
    }
