"""The limits of many KPIs at once, for those who read the figures of a unit as a list."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, KpiVersion, Result
from scorecard.selectors.figures import FIGURE_COLUMNS, Figure, figure_of
from scorecard.selectors.rebasings import rebased_periods
from scorecard.selectors.signals import (
    MOST_PERIODS,
    History,
    Limits,
    behaviour_of,
    limits_of,
    series_of,
)


def unit_limits(
    unit: Unit, kpis: Sequence[Kpi], calendar: FiscalCalendar, today: date
) -> dict[tuple[int, int], Limits]:
    """Return what is usual at a unit and what is not, by KPI id and base period, in two queries."""
    frequencies = {kpi.pk: Frequency(kpi.definition.frequency) for kpi in kpis}
    histories: dict[int, dict[Period, Figure]] = defaultdict(dict)
    periods = {
        ordinal
        for frequency in set(frequencies.values())
        for ordinal in _ordinals(calendar.containing(today, frequency))
    }
    rows = Result.objects.filter(kpi__in=frequencies, unit=unit, period__in=periods)
    for kpi_id, ordinal, *columns in rows.values_list("kpi_id", "period", *FIGURE_COLUMNS):
        period = Period(frequencies[kpi_id], ordinal)
        histories[kpi_id][period] = figure_of(period, columns)
    found: dict[tuple[int, int], Limits] = {}
    rebased = rebased_periods(unit, frequencies)
    for kpi in kpis:
        series = series_of(History(histories[kpi.pk], today), kpi.definition, calendar)
        limits = limits_of(series, behaviour_of(series, rebased[kpi.pk]))
        found |= {(kpi.pk, period.ordinal): each for period, each in limits.items()}
    return found


def signalling(
    unit: Unit,
    periods: Mapping[int, Period],
    versions: Mapping[int, KpiVersion],
    calendar: FiscalCalendar,
    today: date,
) -> dict[int, bool]:
    """Return whether the figures of some KPIs in a period signal a change, in two queries.

    A KPI of which too little is known to tell has no key.

    Parameters
    ----------
    periods, versions
        The base period of each KPI, and what it meant then, by id.
    """
    histories: dict[int, dict[Period, Figure]] = defaultdict(dict)
    wanted = {ordinal for period in periods.values() for ordinal in _ordinals(period)}
    rows = Result.objects.filter(kpi__in=list(periods), unit=unit, period__in=wanted)
    for kpi_id, ordinal, *columns in rows.values_list("kpi_id", "period", *FIGURE_COLUMNS):
        period = Period(periods[kpi_id].frequency, ordinal)
        if ordinal <= periods[kpi_id].ordinal:
            histories[kpi_id][period] = figure_of(period, columns)
    rebased = rebased_periods(unit, list(periods))
    found: dict[int, bool] = {}
    for kpi_id, period in periods.items():
        series = series_of(History(histories[kpi_id], today), versions[kpi_id], calendar)
        limits = limits_of(series, behaviour_of(series, rebased[kpi_id])).get(period)
        if limits is not None and limits.centre is not None and not limits.provisional:
            found[kpi_id] = bool(limits.rules)
    return found


def _ordinals(last: Period) -> range:
    return range(last.ordinal + 1 - MOST_PERIODS, last.ordinal + 1)
