"""Which figure of each KPI counts in which month: scores are made month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jobs.services.keeping import once
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Bools, Floats, Frequency, Ints, Status, View
from scorecard.engine.windows import candidates
from scorecard.services.rollup.base import base_table
from scorecard.services.rollup.history import History
from scorecard.services.rollup.layers import KpiFigures
from scorecard.services.rollup.meanings import Meaning, load_meanings
from scorecard.services.rollup.stretches import Stretch
from scorecard.services.rollup.views import counting, fill_leaves, view_figures

RESULT = ("kpi_id", "unit_id", "period", "score", "status", "value")


@dataclass(frozen=True, eq=False)
class Base:
    """The base results of KPIs of one frequency: each (n_kpis, n_units, n_periods)."""

    first: int
    score: Floats
    status: Ints
    due: Bools
    has_value: Bools


def month_figures(history: History, kpi_ids: Ints, ordinals: range) -> KpiFigures:
    """Read what each KPI says in the months `ordinals`, (n_kpis, n_units, n_months).

    A KPI of longer frequency counts with its latest base period that has ended by the end of
    the month and has a value, if not older than one period of its own; a weekly one with the
    month made of its weeks. In a month that has not begun nothing is due.
    """
    shape = (len(kpi_ids), history.n_units, len(ordinals))
    figures = KpiFigures(
        np.full(shape, np.nan),
        np.full(shape, Status.NO_DATA, dtype=np.int8),
        np.zeros(shape, dtype=bool),
    )
    begun = np.flatnonzero(history.begun([Period(Frequency.MONTHLY, m) for m in ordinals]))
    asked = tuple(kpi_ids.tolist())
    meanings = once(("meanings", history.known, asked), lambda: load_meanings(history.known, asked))
    by_frequency = _by_frequency(kpi_ids, meanings)
    for place in by_frequency.pop(Frequency.WEEKLY, ()):
        _fill_months_of_weeks(history, figures, place, meanings[int(kpi_ids[place])], ordinals)
    for frequency, kpis in by_frequency.items():
        stretch = Stretch(history, frequency, _reach(history.calendar, frequency, ordinals))
        base = _base([meanings[kpi_id] for kpi_id in kpi_ids[kpis].tolist()], stretch)
        for column in begun.tolist():
            looked_at = candidates(history.calendar, frequency, ordinals[column])
            _fill(figures, kpis, column, base, looked_at)
    return figures


def _fill_months_of_weeks(
    history: History, figures: KpiFigures, place: int, meaning: Meaning, ordinals: range
) -> None:
    """Fill the months of a weekly KPI: each is made of the weeks whose Thursday lies in it."""
    months = [Period(Frequency.MONTHLY, ordinal) for ordinal in ordinals]
    found = view_figures(history, meaning, View.MONTH)
    fill_leaves(figures, place, found, counting(history, found, months))


def _by_frequency(kpi_ids: Ints, meanings: dict[int, Meaning]) -> dict[Frequency, Ints]:
    """Return the places of the KPIs by frequency."""
    found = np.array([meanings[kpi_id].frequency.value for kpi_id in kpi_ids.tolist()])
    return {Frequency(word): np.flatnonzero(found == word) for word in sorted(set(found.tolist()))}


def _reach(calendar: FiscalCalendar, frequency: Frequency, ordinals: range) -> range:
    """Return the base periods that any month may look at."""
    looked_at = [p for month in ordinals for p in candidates(calendar, frequency, month)]
    return range(min(looked_at), max(looked_at) + 1)


def _base(meanings: Sequence[Meaning], stretch: Stretch) -> Base:
    """Read the results of some KPIs."""
    shape, first = (len(meanings), *stretch.shape), stretch.ordinals.start
    base = Base(
        first,
        np.full(shape, np.nan),
        np.full(shape, Status.NO_DATA, dtype=np.int8),
        np.zeros(shape, dtype=bool),
        np.zeros(shape, dtype=bool),
    )
    rows = base_table([(meaning, stretch) for meaning in meanings], RESULT)
    kpi_ids = np.array([meaning.kpi_id for meaning in meanings])
    place = np.argsort(kpi_ids)
    kpi = place[np.searchsorted(kpi_ids, rows[:, 0], sorter=place)]
    unit = stretch.history.index_of(rows[:, 1].astype(np.int64))
    cell = (kpi, unit, rows[:, 2].astype(np.intp) - first)
    base.score[cell], base.status[cell] = rows[:, 3], rows[:, 4]
    base.due[cell], base.has_value[cell] = True, ~np.isnan(rows[:, 5])
    return base


def _fill(figures: KpiFigures, kpis: Ints, column: int, base: Base, candidates: list[int]) -> None:
    """Fill one month from the first candidate with a value, else from the first one due."""
    open_cells = np.ones(base.due.shape[:2], dtype=bool)
    for has in (base.has_value, base.due):
        for candidate in candidates:
            at = candidate - base.first
            taken = open_cells & has[:, :, at]
            kpi, unit = np.nonzero(taken)
            figures.score[kpis[kpi], unit, column] = base.score[kpi, unit, at]
            figures.status[kpis[kpi], unit, column] = base.status[kpi, unit, at]
            figures.due[kpis[kpi], unit, column] = True
            open_cells &= ~taken
