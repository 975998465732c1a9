"""Where a KPI is heading by the end of its fiscal year, computed from its course."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from organization.models import Unit
from scorecard.engine.forecast import FEWEST, Forecast, Method, Outlook, forecast, outlook
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, TimeRule, UnitRule
from scorecard.models import Kpi, KpiVersion, Target
from scorecard.selectors.periods import period_name, period_short
from scorecard.selectors.sentences import size
from scorecard.selectors.signals import Series


@dataclass(frozen=True, slots=True)
class Ahead:
    """A base period to come, and between what its value is expected."""

    period: Period
    name: str
    label: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class YearEnd:
    """What a page says of the end of a fiscal year.

    Attributes
    ----------
    finding
        Where the year ends, or why that is not said.
    basis
        By which method, and how much it erred in the past; empty where nothing is foretold.
    ahead
        The periods from the last counted figure to the end of the year.
    goal
        What the year aims at; None where nobody said.
    """

    year: int
    finding: str
    basis: str
    ahead: tuple[Ahead, ...]
    goal: float | None
    value: float | None = None


def year_goal(unit: Unit, kpi: Kpi, year: int, as_of: datetime | None = None) -> float | None:
    """Return the explicit goal of a unit for a fiscal year, as known at a moment."""
    rows = Target.objects.newest(as_of).filter(
        unit=unit, kpi=kpi, frequency=Frequency.YEARLY.value, period=year
    )
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    found = rows.values_list("goal", flat=True).first()
    return None if found is None else float(found)


def year_end(
    series: Series,
    version: KpiVersion,
    calendar: FiscalCalendar,
    shown: Period,
    goal: float | None,
    decimals: int,
) -> YearEnd | None:
    """Say where the fiscal year of a period ends; None where the year has its last figure.

    Parameters
    ----------
    series
        The base periods up to the one shown.
    goal
        What the year aims at.
    """
    year = calendar.fiscal_year(shown)
    whole = calendar.base_range(year, shown.frequency)
    values = np.where(series.provisional, np.nan, series.values)
    known = np.flatnonzero(~np.isnan(values))
    if known.size and series.periods[known[-1]].ordinal >= whole[-1]:
        return None
    if known.size < FEWEST:
        return YearEnd(year, _too_few(known.size), "", (), goal)
    first = series.periods[0].ordinal
    found = forecast(values, whole[-1] + 1 - first, len(whole))
    if found is None:
        return YearEnd(year, _("There is no forecast of these values"), "", (), goal)
    past = values[max(0, whole[0] - first) : found.start]
    end = outlook(past, found, _over_time(version))
    write = _Writer(version.unit_of_measure, decimals)
    name = period_name(Period(Frequency.YEARLY, year))
    return YearEnd(
        year=year,
        finding=_finding(name, end, goal, write),
        basis=_basis(found, write),
        ahead=_ahead(found, Period(shown.frequency, first), whole[0]),
        goal=goal,
        value=end.value if end else None,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    unit: str
    decimals: int

    def figure(self, value: float) -> str:
        return numbers.figure(value, self.unit, decimals=self.decimals)

    def amount(self, value: float) -> str:
        return numbers.amount(value, self.unit, decimals=self.decimals)

    def size(self, difference: float) -> str:
        return size(difference, self.unit, self.decimals) or self.figure(0.0)


def _over_time(version: KpiVersion) -> TimeRule:
    """Return how the periods make the year: ratios to come have no parts that could be added."""
    rule = TimeRule(version.time_rule or TimeRule.LAST)
    return TimeRule.MEAN if rule is TimeRule.SUM and version.unit_rule == UnitRule.RATIO else rule


def _ahead(found: Forecast, first: Period, start_of_year: int) -> tuple[Ahead, ...]:
    """Return the periods foretold that belong to the year."""
    rows = zip(found.values, found.lower, found.upper, strict=True)
    periods = [
        (Period(first.frequency, first.ordinal + found.start + step), row)
        for step, row in enumerate(rows)
    ]
    return tuple(
        Ahead(period, period_name(period), period_short(period), *(float(each) for each in row))
        for period, row in periods
        if period.ordinal >= start_of_year
    )


def _too_few(count: int) -> str:
    return ngettext(
        "Too few data for a forecast: %(count)d period of at least %(fewest)d",
        "Too few data for a forecast: %(count)d periods of at least %(fewest)d",
        count,
    ) % {"count": count, "fewest": FEWEST}


def _finding(name: str, end: Outlook | None, goal: float | None, write: _Writer) -> str:
    if end is None:
        return _("%(year)s lacks a period: its end cannot be added up") % {"year": name}
    values = {
        "year": name,
        "value": write.figure(end.value),
        "lower": write.amount(end.lower),
        "upper": write.figure(end.upper),
    }
    # Two ends that read alike say nothing more than the value does.
    is_narrow = write.figure(end.lower) == values["upper"]
    if goal is None:
        text = _("%(year)s is heading for %(value)s, between %(lower)s and %(upper)s")
        return (_("%(year)s is heading for %(value)s") if is_narrow else text) % values
    values["goal"] = write.figure(goal)
    text = _("%(year)s is heading for %(value)s, between %(lower)s and %(upper)s; target %(goal)s")
    narrow = _("%(year)s is heading for %(value)s; target %(goal)s")
    return (narrow if is_narrow else text) % values


def _basis(found: Forecast, write: _Writer) -> str:
    """Say how it was computed, and how far that was from the truth in the past."""
    values = {"error": write.size(found.error), "tries": found.tries}
    match found.method:
        case Method.LAST:
            text = _("By the last value: tried %(tries)d times, off by %(error)s on average.")
        case Method.MEAN:
            text = _("By the mean of 12: tried %(tries)d times, off by %(error)s on average.")
        case Method.SEASON:
            text = _("By the year before: tried %(tries)d times, off by %(error)s on average.")
        case Method.TREND:
            text = _("By a straight line: tried %(tries)d times, off by %(error)s on average.")
        case Method.HOLT:
            text = _("By level and slope: tried %(tries)d times, off by %(error)s on average.")
    return text % values
