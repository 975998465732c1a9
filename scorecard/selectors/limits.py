"""The limits of many KPIs at once, for those who read the figures of a unit as a list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Result
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


def _ordinals(last: Period) -> range:
    return range(last.ordinal + 1 - MOST_PERIODS, last.ordinal + 1)
