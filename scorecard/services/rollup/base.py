"""The base results that longer views and scores are made of: stored, or computed as then known."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from django.db.models import Q, QuerySet

from core.columns import FLOAT, LOGICAL, read_query
from scorecard.engine.types import Bools, Floats
from scorecard.models import Result
from scorecard.services.dependents import years_of
from scorecard.services.rollup.history import History
from scorecard.services.rollup.meanings import Meaning
from scorecard.services.rollup.results import result_columns, roll_up_kpi
from scorecard.services.rollup.stretches import Stretch, whole_years

# Up to here units are asked for by name: above, reading all costs less, and names have a limit.
MOST_NAMED = 1000
Wanted = Sequence[tuple[Meaning, Stretch]]


def base_table(wanted: Wanted, columns: Sequence[str]) -> Floats:
    """Return the base results of KPIs in stretches of time, (n_rows, n_columns).

    Stored ones where all is known that there is; as of a moment the same path that stores them
    computes them anew from the sources known then. Both agree bit for bit.

    Parameters
    ----------
    wanted
        All of one organisation: only rows of its units are returned.
    columns
        Names among `results.COLUMNS`, "unit_id" one of them. Ids and counts come as floats too,
        NaN is unknown.
    """
    if not wanted:
        return np.empty((0, len(columns)))
    history = wanted[0][1].history
    if history.known.is_now:
        return _stored(history, wanted, columns)
    return np.concatenate([_computed(meaning, stretch, columns) for meaning, stretch in wanted])


def _stored(history: History, wanted: Wanted, columns: Sequence[str]) -> Floats:
    kinds = {name: LOGICAL if name == "overridden" else FLOAT for name in columns}
    found = read_query(kinds, _rows(history, wanted))
    table = np.stack([found[name].astype(np.float64) for name in columns], axis=1)
    return table if history.is_whole else table[_at_units(history, table, columns)]


def _rows(history: History, wanted: Wanted) -> QuerySet[Result]:
    by_periods: dict[range, list[int]] = defaultdict(list)
    for meaning, stretch in wanted:
        by_periods[stretch.ordinals].append(meaning.kpi_id)
    by_unit = not history.is_whole and history.n_units <= MOST_NAMED
    asked = Q(pk__in=[])
    for periods, kpi_ids in by_periods.items():
        # Every period by name: the key ends with the unit, a range would read all units.
        among = (
            Q(period__in=list(periods))
            if by_unit
            else Q(period__range=(periods.start, periods.stop - 1))
        )
        asked |= Q(among, kpi__in=kpi_ids)
    rows = Result.objects.filter(asked)
    return rows.filter(unit__in=history.unit_ids.tolist()) if by_unit else rows


def _computed(meaning: Meaning, stretch: Stretch, columns: Sequence[str]) -> Floats:
    """Roll the KPI up for the whole fiscal years around the stretch, and take what is asked for."""
    history, ordinals = stretch.history, stretch.ordinals
    whole = history.whole or history
    years = _whole_years(whole, meaning, stretch)
    if not years:
        return np.empty((0, len(columns)))
    rolled = roll_up_kpi(whole, meaning, years)
    found = result_columns(meaning.kpi_id, rolled)
    table = np.stack([found[name].astype(np.float64) for name in columns], axis=1)
    wanted = (found["period"] >= ordinals.start) & (found["period"] < ordinals.stop)
    return table[wanted & _at_units(history, table, columns)]


def _whole_years(history: History, meaning: Meaning, stretch: Stretch) -> range:
    """Return the base periods of the fiscal years that the stretch touches and that are stored."""
    if not stretch.ordinals:
        return stretch.ordinals
    calendar, stored = history.calendar, years_of(history, meaning)
    first, last = (calendar.fiscal_year(stretch.periods[place]) for place in (0, -1))
    years = range(max(first, stored.start), min(last + 1, stored.stop))
    return whole_years(history, meaning.frequency, years).ordinals


def _at_units(history: History, table: Floats, columns: Sequence[str]) -> Bools:
    return np.isin(table[:, columns.index("unit_id")], history.unit_ids)
