"""The periods that a page can show: their names, which one is meant, and which others there are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from core import dates
from organization.models import Organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, View
from scorecard.models import Score

MONTHS = 12
QUARTERS = 4
# Beyond these years the periods before and after one would have no date.
DATED = range(1900, 2200)
VIEWS = {
    Frequency.MONTHLY: View.BASE,
    Frequency.QUARTERLY: View.QUARTER,
    Frequency.YEARLY: View.YEAR,
}
# What a page of figures can be asked for, and what where figures are entered.
OFFERED = tuple(VIEWS)
ONLY_MONTHS = (Frequency.MONTHLY,)


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period to go to on the same page, and whether it is shown now."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PeriodGroup:
    """Choices of one length, the newest first."""

    label: str
    items: tuple[PeriodChoice, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """All that the period picker shows; `earlier` and `later` are empty at the ends."""

    groups: tuple[PeriodGroup, ...]
    earlier: str
    later: str


def period_name(period: Period) -> str:
    """Write a period in full: ``October 2026``, ``Week 5, 2026``, ``FY 2026``."""
    match period.frequency:
        case Frequency.WEEKLY:
            year, week, _day = FiscalCalendar().first_day(period).isocalendar()
            return dates.week_name(year, week)
        case Frequency.MONTHLY:
            return dates.month_name(period.ordinal // MONTHS, period.ordinal % MONTHS + 1)
        case Frequency.QUARTERLY:
            return dates.quarter_name(period.ordinal // QUARTERS, period.ordinal % QUARTERS + 1)
        case _:
            return dates.year_name(period.ordinal)


def period_short(period: Period) -> str:
    """Write a period where space is short: ``Oct 26``, ``Q4 2026``, ``W05 2026``."""
    match period.frequency:
        case Frequency.WEEKLY:
            year, week, _day = FiscalCalendar().first_day(period).isocalendar()
            return f"W{week:02} {year}"
        case Frequency.MONTHLY:
            return dates.month_short(period.ordinal // MONTHS, period.ordinal % MONTHS + 1)
        case Frequency.QUARTERLY:
            return f"Q{period.ordinal % QUARTERS + 1} {period.ordinal // QUARTERS}"
        case _:
            return dates.year_name(period.ordinal)


def before(period: Period) -> Period:
    """Return the period of the same length before this one."""
    return Period(period.frequency, period.ordinal - 1)


def today_of(organization: Organization) -> date:
    """Return which day it is where the organisation is."""
    return timezone.now().astimezone(ZoneInfo(organization.time_zone)).date()


def scored_months() -> range:
    """Return the months from the first to the last one with scores; none where there are none."""
    # Two queries: each end is the end of the key, but both at once would read all of it.
    first = Score.objects.aggregate(first=Min("period"))["first"]
    last = Score.objects.aggregate(last=Max("period"))["last"]
    return range(0) if first is None else range(first, last + 1)


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """A month from which on something may hold; `word` is how addresses write it."""

    word: str
    name: str
    first_day: date


def months_around(calendar: FiscalCalendar, today: date) -> list[MonthChoice]:
    """Return the months from a year ago to a year ahead, the earliest first."""
    present = calendar.containing(today, Frequency.MONTHLY).ordinal
    months = [
        Period(Frequency.MONTHLY, month) for month in range(present - MONTHS, present + MONTHS + 1)
    ]
    return [
        MonthChoice(calendar.format(month), period_name(month), calendar.first_day(month))
        for month in months
    ]


def requested_period(
    word: str,
    calendar: FiscalCalendar,
    months: range,
    today: date,
    *,
    offered: Collection[Frequency] = ONLY_MONTHS,
) -> Period:
    """Read the period of an address; without one, the last scored month that has ended.

    Raises
    ------
    Http404
        Where the word is no period, or one of a length that is not offered.
    """
    if not word:
        last_ended = calendar.containing(today, Frequency.MONTHLY).ordinal - 1
        known = min(last_ended, months[-1]) if months else last_ended
        return Period(Frequency.MONTHLY, known)
    try:
        period = calendar.parse(word)
    except ValueError as error:
        raise Http404(str(error)) from error
    if period.frequency not in offered:
        raise Http404(_not_offered(offered) % {"word": word})
    if calendar.last_day(period).year not in DATED:
        raise Http404(_("There are no figures as far away as “%(word)s”.") % {"word": word})
    return period


def _not_offered(offered: Collection[Frequency]) -> str:
    if offered == ONLY_MONTHS:
        return _("This page shows months, such as 2026-10, not “%(word)s”.")
    return _(
        "Pages show months, quarters and years, such as 2026-10, 2026-Q4 or FY2026, not “%(word)s”."
    )


def period_choices(
    unit_code: str, period: Period, calendar: FiscalCalendar, months: range, as_of: str = ""
) -> Periods:
    """Return the months with scores and the fiscal quarters and years around them."""

    def url(each: Period) -> str:
        return address(unit_code, calendar.format(each), as_of)

    def choices(length: Frequency) -> tuple[PeriodChoice, ...]:
        around = _around(calendar, months, length)
        return tuple(PeriodChoice(period_name(p), url(p), p == period) for p in around)

    alike = {each.ordinal: each for each in _around(calendar, months, period.frequency)}
    earlier, later = alike.get(period.ordinal - 1), alike.get(period.ordinal + 1)
    return Periods(
        groups=tuple(PeriodGroup(label, choices(length)) for label, length in _lengths()),
        earlier=url(earlier) if earlier else "",
        later=url(later) if later else "",
    )


def address(unit_code: str, period_word: str, as_of: str = "") -> str:
    """Return the address of the same page for a unit and a period, as known at a moment.

    >>> address("1 BDE", "2026-10")
    '?unit=1+BDE&period=2026-10'
    >>> address("HQ", "2026-10", "2026-11-03")
    '?unit=HQ&period=2026-10&as_of=2026-11-03'
    """
    moment = {"as_of": as_of} if as_of else {}
    return "?" + urlencode({"unit": unit_code, "period": period_word, **moment})


def _lengths() -> Iterable[tuple[str, Frequency]]:
    names = {
        Frequency.MONTHLY: _("Months"),
        Frequency.QUARTERLY: _("Quarters"),
        Frequency.YEARLY: _("Years"),
    }
    return ((names[length], length) for length in OFFERED)


def _around(calendar: FiscalCalendar, months: range, length: Frequency) -> list[Period]:
    """Return the periods of one length that hold a month with scores, the newest first."""
    around = {calendar.enclosing(Period(Frequency.MONTHLY, month), length) for month in months}
    return sorted(around, reverse=True)
