"""Which figure of each KPI counts in which month: scores are made month by month."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from django.db import connection

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Bools, Floats, Frequency, Ints, Status, View
from scorecard.engine.windows import candidates
from scorecard.models import Kpi
from scorecard.services.rollup.history import History
from scorecard.services.rollup.layers import KpiFigures
from scorecard.services.rollup.views import counting, fill_leaves, view_figures


@dataclass(frozen=True, eq=False)
class Stored:
    """The stored results of KPIs of one frequency: each (n_kpis, n_units, n_periods)."""

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
    by_frequency = _by_frequency(kpi_ids)
    weekly = by_frequency.pop(Frequency.WEEKLY, ())
    _fill_months_of_weeks(history, figures, kpi_ids, weekly, ordinals)
    for frequency, kpis in by_frequency.items():
        first, stop = _reach(history.calendar, frequency, ordinals)
        stored = _stored(history, kpi_ids[kpis], first, stop)
        for column in begun.tolist():
            looked_at = candidates(history.calendar, frequency, ordinals[column])
            _fill(figures, kpis, column, stored, looked_at)
    return figures


def _fill_months_of_weeks(
    history: History, figures: KpiFigures, kpi_ids: Ints, weekly: Iterable[int], ordinals: range
) -> None:
    """Fill the months of weekly KPIs: each is made of the weeks whose Thursday lies in it."""
    months = [Period(Frequency.MONTHLY, ordinal) for ordinal in ordinals]
    for place in weekly:
        kpi = Kpi.objects.select_related("current").get(pk=kpi_ids[place])
        found = view_figures(history, kpi, View.MONTH)
        fill_leaves(figures, place, found, counting(history, found, months))


def _by_frequency(kpi_ids: Ints) -> dict[Frequency, Ints]:
    rows = Kpi.objects.filter(pk__in=kpi_ids.tolist()).values_list("pk", "current__frequency")
    frequency = dict(rows)
    found = np.array([frequency[kpi_id] for kpi_id in kpi_ids.tolist()])
    return {Frequency(word): np.flatnonzero(found == word) for word in sorted(set(found.tolist()))}


def _reach(calendar: FiscalCalendar, frequency: Frequency, ordinals: range) -> tuple[int, int]:
    """Return the first base period that any month may look at, and the one after the last."""
    looked_at = [p for month in ordinals for p in candidates(calendar, frequency, month)]
    return min(looked_at), max(looked_at) + 1


def _stored(history: History, kpi_ids: Ints, first: int, stop: int) -> Stored:
    """Read results of some KPIs and periods."""
    shape = (len(kpi_ids), history.n_units, stop - first)
    stored = Stored(
        first,
        np.full(shape, np.nan),
        np.full(shape, Status.NO_DATA, dtype=np.int8),
        np.zeros(shape, dtype=bool),
        np.zeros(shape, dtype=bool),
    )
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(kpi_ids))
        cursor.execute(
            "SELECT kpi_id, unit_id, period, score, status, value IS NOT NULL "  # noqa: S608
            f"FROM scorecard_result WHERE kpi_id IN ({marks}) AND period BETWEEN %s AND %s",
            [*kpi_ids.tolist(), first, stop - 1],
        )
        rows = np.array(cursor.fetchall(), dtype=np.float64).reshape(-1, 6)
    place = np.argsort(kpi_ids)
    kpi = place[np.searchsorted(kpi_ids, rows[:, 0], sorter=place)]
    cell = (kpi, history.index_of(rows[:, 1].astype(np.int64)), rows[:, 2].astype(np.intp) - first)
    stored.score[cell], stored.status[cell] = rows[:, 3], rows[:, 4]
    stored.due[cell], stored.has_value[cell] = True, rows[:, 5] > 0
    return stored


def _fill(
    figures: KpiFigures, kpis: Ints, column: int, stored: Stored, candidates: list[int]
) -> None:
    """Fill one month from the first candidate with a value, else from the first one due."""
    open_cells = np.ones(stored.due.shape[:2], dtype=bool)
    for has in (stored.has_value, stored.due):
        for candidate in candidates:
            at = candidate - stored.first
            taken = open_cells & has[:, :, at]
            kpi, unit = np.nonzero(taken)
            figures.score[kpis[kpi], unit, column] = stored.score[kpi, unit, at]
            figures.status[kpis[kpi], unit, column] = stored.status[kpi, unit, at]
            figures.due[kpis[kpi], unit, column] = True
            open_cells &= ~taken
