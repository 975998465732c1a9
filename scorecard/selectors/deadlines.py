"""When the figures of a unit are due: the reporting calendar, read once for a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_text
from django.utils.translation import gettext as _

from core import dates
from scorecard.engine.deadlines import END_OF_DAY, Moments, Rule, moments
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import CollectionRule, Extension, Holiday, UnitZone
from scorecard.selectors.due import month_with

USUAL = Rule()
COLUMNS = ("opens_after", "due_after", "due_at", "grace", "locks_after")


@dataclass(frozen=True, slots=True)
class Due:
    """When what a unit reports for a period is due, and more time that it was given.

    Attributes
    ----------
    zone, is_home
        By whose clocks, and whether they are the organisation's: another zone is named.
    has_time
        Whether it is due at a time of the day; without a calendar it is a day.
    """

    moments: Moments
    zone: str
    is_home: bool
    has_time: bool
    extended: datetime | None = None

    @property
    def due(self) -> datetime:
        """By when it is to be in, more time included."""
        return max(self.moments.due, self.extended or self.moments.due)

    @property
    def late(self) -> datetime:
        """After which moment what is missing is late: the end of grace, or of more time."""
        return max(self.moments.late, self.extended or self.moments.late)

    @property
    def locks(self) -> datetime | None:
        """When it locks by itself; never before more time is over."""
        return self.moments.locks and max(self.moments.locks, self.late)

    @property
    def day(self) -> date:
        """The day on which it is due, where the unit is."""
        return self.due.astimezone(ZoneInfo(self.zone)).date()

    def is_over(self, now: datetime) -> bool:
        """Tell whether what is missing is late."""
        return now > self.late

    def words(self, now: datetime) -> str:
        """Say how it stands: ``due Wed 4 Nov 17:00, in 2 days``, ``late by 3 days``."""
        if not self.has_time and self.extended is None:
            return dates.lateness(self.day, now.astimezone(ZoneInfo(self.zone)).date())
        if self.is_over(now):
            return self._late_by(now)
        if self.extended is not None and self.extended >= self.moments.due:
            sentence = _("extended to %(moment)s, in %(time)s")
        elif now > self.due:
            sentence = _("was due %(moment)s, late in %(time)s")
        else:
            sentence = _("due %(moment)s, in %(time)s")
        left = self.late - now if now > self.due else self.due - now
        return sentence % {"moment": self.told(self.due), "time": dates.time_left(left)}

    def told(self, moment: datetime) -> str:
        """Write a moment by the clocks of the unit: ``Wed 4 Nov 17:00``."""
        local = moment.astimezone(ZoneInfo(self.zone))
        text = date_text(local, "D j M H:i")
        return text if self.is_home else f"{text} ({self.zone})"

    def _late_by(self, now: datetime) -> str:
        words = {"time": dates.time_left(now - self.due), "moment": self.told(self.due)}
        if self.extended is not None:
            return _("late by %(time)s, extended to %(moment)s") % words
        return _("late by %(time)s") % words


@dataclass(frozen=True)
class Deadlines:
    """The calendar in force; without rules what is due is due on the last day of its period.

    Attributes
    ----------
    rules
        By frequency: the first period and what holds from it on, the latest first.
    zones
        The time zone of the units that have one of their own, by path.
    """

    calendar: FiscalCalendar
    home: str
    rules: Mapping[Frequency, tuple[tuple[int, Rule], ...]] = field(default_factory=dict)
    holidays: frozenset[date] = frozenset()
    zones: Mapping[str, str] = field(default_factory=dict)
    _known: dict[tuple[Period, str], Moments] = field(default_factory=dict, repr=False)

    def rule_for(self, period: Period) -> Rule:
        """Return what holds for a period."""
        for first, rule in self.rules.get(period.frequency, ()):
            if first <= period.ordinal:
                return rule
        return USUAL

    def zone_at(self, path: str) -> str:
        """Return the zone of a unit: its own, or else that of the nearest unit above with one."""
        if self.zones:
            parts = path.strip("/").split("/")
            for length in range(len(parts), 0, -1):
                if found := self.zones.get(f"/{'/'.join(parts[:length])}/"):
                    return found
        return self.home

    def moments(self, period: Period, zone: str) -> Moments:
        """Return the moments of a period by the clocks of a zone."""
        if (period, zone) not in self._known:
            last_day = self.calendar.last_day(period)
            self._known[period, zone] = moments(
                last_day, self.rule_for(period), self.holidays, ZoneInfo(zone)
            )
        return self._known[period, zone]

    def due(self, period: Period, path: str, extended: datetime | None = None) -> Due:
        """Return when a unit's figures of a period are due."""
        zone = self.zone_at(path)
        return Due(
            moments=self.moments(period, zone),
            zone=zone,
            is_home=zone == self.home,
            has_time=self.rule_for(period).due_at != END_OF_DAY,
            extended=extended,
        )

    def first_due(
        self, periods: Iterable[Period], path: str, extended: datetime | None = None
    ) -> Due:
        """Return the earliest of what is due for some periods."""
        return min((self.due(each, path, extended) for each in periods), key=lambda one: one.late)


def read_deadlines(calendar: FiscalCalendar, home: str) -> Deadlines:
    """Return the calendar in force, in three queries; one where there is none.

    Parameters
    ----------
    home
        The organisation's time zone.
    """
    rules: dict[Frequency, dict[int, Rule]] = {}
    rows = CollectionRule.objects.order_by("id").values_list("frequency", "valid_from", *COLUMNS)
    for frequency, first, *columns in rows:
        rule = Rule(**dict(zip(COLUMNS, columns, strict=True)))
        rules.setdefault(Frequency(frequency), {})[first] = rule
    found = Deadlines(calendar, home)
    if not rules:
        return found
    zones = UnitZone.objects.newest().exclude(time_zone="")
    return replace(
        found,
        rules={each: tuple(sorted(known.items(), reverse=True)) for each, known in rules.items()},
        holidays=frozenset(Holiday.objects.standing().values_list("day", flat=True)),
        zones=dict(zones.values_list("unit__path", "time_zone")),
    )


def extensions_of(months: Collection[int] | None) -> dict[tuple[int, int], datetime]:
    """Return until when units have more time in some months or all, in one query.

    By unit id and month.
    """
    rows = Extension.objects.newest()
    if months is not None:
        rows = rows.filter(month__in=months)
    known = rows.values_list("unit", "month", "until")
    return {(unit, month): until for unit, month, until in known}


def month_of(period: Period, calendar: FiscalCalendar) -> int:
    """Return the ordinal of the month with which a period is reported."""
    return month_with(period, calendar).ordinal
