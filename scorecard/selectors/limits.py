"""The limits of many KPIs at once, for those who read the figures of a unit as a list."""

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
    present = {pk: calendar.containing(today, each) for pk, each in frequencies.items()}
    histories = _histories(unit, present)
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
    histories = _histories(unit, periods)
    rebased = rebased_periods(unit, list(periods))
    found: dict[int, bool] = {}
    for kpi_id, period in periods.items():
        series = series_of(History(histories[kpi_id], today), versions[kpi_id], calendar)
        limits = limits_of(series, behaviour_of(series, rebased[kpi_id])).get(period)
        if limits is not None and limits.centre is not None and not limits.provisional:
            found[kpi_id] = bool(limits.rules)
    return found


def _histories(unit: Unit, ends: Mapping[int, Period]) -> dict[int, dict[Period, Figure]]:
    """Read what limits are made of: the last base periods of each KPI up to one, in one query."""
    found: dict[int, dict[Period, Figure]] = {kpi_id: {} for kpi_id in ends}
    wanted = {
        ordinal
        for last in set(ends.values())
        for ordinal in range(last.ordinal + 1 - MOST_PERIODS, last.ordinal + 1)
    }
    rows = Result.objects.filter(kpi__in=list(ends), unit=unit, period__in=wanted)
    for kpi_id, ordinal, *columns in rows.values_list("kpi_id", "period", *FIGURE_COLUMNS):
        period = Period(ends[kpi_id].frequency, ordinal)
        if period.ordinal <= ends[kpi_id].ordinal:
            found[kpi_id][period] = figure_of(period, columns)
    return found
