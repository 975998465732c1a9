"""Figures and scores of quarters, years and running totals, computed from base results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from scorecard.engine.periods import Period
from scorecard.engine.scores import finish
from scorecard.engine.types import (
    Cells,
    Figures,
    Floats,
    Frequency,
    Ints,
    LongerTarget,
    Scoring,
    Status,
    Targets,
    TimeRule,
    UnitRule,
    View,
)
from scorecard.engine.views import over_time
from scorecard.engine.windows import Windows, candidates, windows
from scorecard.models import KpiVersion
from scorecard.services.dependents import years_of
from scorecard.services.rollup.base import base_table
from scorecard.services.rollup.formulas import computed_lines
from scorecard.services.rollup.history import History
from scorecard.services.rollup.layers import KpiFigures
from scorecard.services.rollup.lines import NOBODY
from scorecard.services.rollup.meanings import Meaning, named
from scorecard.services.rollup.stretches import Stretch, whole_years
from scorecard.services.rollup.targets import TARGET_NUMBERS, every_number, read_targets, scored_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

STORED = ("a", "b", "value", "computed", *TARGET_NUMBERS)
COUNTS = ("reported", "carried", "expected", "overridden")
RESULT = ("unit_id", "period", *STORED, *COUNTS)


Base: TypeAlias = Callable[[Meaning], tuple[Floats, Sequence[LongerTarget]]]


@dataclass(frozen=True, eq=False)
class ViewFigures:
    """One KPI in one view: figures (n_units, n_windows) and what each window shows."""

    meaning: Meaning
    windows: Windows
    figures: Figures

    def anchor(self, name: str) -> Floats:
        """Return one number of the targets; NaN where the KPI is not scored by it."""
        found: Floats = self.figures.anchors[TARGET_NUMBERS.index(name)]
        return found

    @property
    def periods(self) -> tuple[Period, ...]:
        """What each column shows."""
        return self.windows.periods


def view_figures(history: History, meaning: Meaning, view: View) -> ViewFigures:
    """Compute one KPI in one view, for all its fiscal years, from its base results."""
    frequency, years = meaning.frequency, years_of(history, meaning)
    stretch = whole_years(history, frequency, years)
    shown = windows(view, stretch.ordinals, frequency, history.calendar)

    def base(each: Meaning) -> tuple[Floats, list[LongerTarget]]:
        return base_table([(each, stretch)], RESULT), read_targets(stretch, each.kpi_id)[1]

    return in_view(stretch, meaning, shown, base)


def in_view(stretch: Stretch, meaning: Meaning, shown: Windows, base: Base) -> ViewFigures:
    """Compute one KPI in the windows of a view from its base results.

    Each window by the definition that is valid on the last day of its last base period, over
    base results that were made by their own.

    Parameters
    ----------
    stretch
        Whole fiscal years: a window depends on nothing outside it.
    base
        Gives the base results of a KPI, by RESULT, and the units' own targets of longer
        periods: of this KPI, and of those that its formula names.
    """
    table, longer = base(meaning)
    cells, numbers = _placed(stretch, table)

    def figures_by(version: KpiVersion) -> Figures:
        scoring = Scoring(version.scoring)
        rule, time_rule = UnitRule(version.unit_rule), TimeRule(version.time_rule)
        targets, own = scored_by(scoring, numbers, longer)
        lines = over_time(cells, targets, rule, time_rule, shown, own)
        if version.formula:
            operands = {
                code: in_view(stretch, meaning.operands[code], shown, base).figures
                for code in named(version)
            }
            lines = computed_lines(version, operands, lines)
        figures = finish(lines, version.min_coverage, stretch.history.cuts, scoring)
        return every_number(figures, scoring)

    held = meaning.held(_last_days(stretch, shown))
    figures = held.joined([figures_by(version) for version in held.versions])
    return ViewFigures(meaning, shown, figures)


def _last_days(stretch: Stretch, shown: Windows) -> list[date]:
    """Return the last day of the last base period of each window."""
    ordinals = (stretch.ordinals[stop - 1] for stop in shown.stop.tolist())
    calendar, frequency = stretch.history.calendar, stretch.frequency
    return [calendar.last_day(Period(frequency, ordinal)) for ordinal in ordinals]


def _placed(stretch: Stretch, table: Floats) -> tuple[Cells, Targets]:
    """Put the base results of a KPI back into arrays."""
    numbers = {name: stretch.empty() for name in STORED}
    counts = {name: np.zeros(stretch.shape, np.int32) for name in COUNTS}
    due = np.zeros(stretch.shape, dtype=bool)
    units = stretch.history.index_of(table[:, 0].astype(np.int64))
    cell = (units, table[:, 1].astype(np.intp) - stretch.ordinals.start)
    arrays: list[NDArray[Any]] = [*numbers.values(), *counts.values()]
    for place, array in enumerate(arrays, start=2):
        array[cell] = table[:, place]
    due[cell] = True
    # Sums add states: what was not there adds nothing.
    a, b = (np.nan_to_num(numbers[name]) for name in ("a", "b"))
    cells = Cells(
        a=a,
        b=b,
        value=numbers["value"],
        reported=counts["reported"],
        carried=counts["carried"],
        expected=counts["expected"],
        due=due,
        overridden=counts["overridden"] > 0,
        computed=numbers["computed"],
    )
    return cells, Targets(np.stack([numbers[name] for name in TARGET_NUMBERS]))


def leaf_figures(
    history: History, meanings: Sequence[Meaning], view: View, columns: Sequence[Period]
) -> KpiFigures:
    """Return what each KPI says in the columns of a view, (n_kpis, n_units, n_columns).

    A KPI without that view counts with its latest base period that has ended by then.
    """
    leaf = no_leaves(history, len(meanings), len(columns))
    for place, meaning in enumerate(meanings):
        found = view_figures(history, meaning, view)
        if not found.periods:
            found = view_figures(history, meaning, View.BASE)
        fill_leaves(leaf, place, found, counting(history, found, columns))
    return leaf


def no_leaves(history: History, n_kpis: int, n_columns: int) -> KpiFigures:
    """Return figures of KPIs of which none is due yet."""
    shape = (n_kpis, history.n_units, n_columns)
    return KpiFigures(
        np.full(shape, np.nan), np.full(shape, Status.NO_DATA, np.int8), np.zeros(shape, bool)
    )


def fill_leaves(leaf: KpiFigures, place: int, found: ViewFigures, counts: Ints) -> None:
    """Let the figures of one KPI count where `counts` says which, (n_units, n_columns)."""
    unit, column = np.nonzero(counts != NOBODY)
    taken = (unit, counts[unit, column])
    leaf.score[place, unit, column] = found.figures.score[taken]
    leaf.status[place, unit, column] = found.figures.status[taken]
    leaf.due[place, unit, column] = True


def counting(history: History, found: ViewFigures, columns: Sequence[Period]) -> Ints:
    """Tell which window of `found` counts in each column, (n_units, n_columns).

    The first period with a value, else the first one due; NOBODY where there is none, and in
    columns that have not begun.
    """
    chosen = np.full((history.n_units, len(columns)), NOBODY)
    position = {period: place for place, period in enumerate(found.periods)}
    has_value = ~np.isnan(found.figures.value)
    for column in np.flatnonzero(history.begun(columns)).tolist():
        looked_at = _looked_at(history, position, columns[column])
        for has in (has_value, found.figures.due):
            for at in looked_at:
                chosen[(chosen[:, column] == NOBODY) & has[:, at], column] = at
    return chosen


def _looked_at(history: History, position: dict[Period, int], column: Period) -> list[int]:
    """Return the windows that may count in `column`, the preferred one first.

    `position` is the place of each window by what it shows.
    """
    if column in position:
        return [position[column]]
    frequency = next((period.frequency for period in position), column.frequency)
    if frequency is column.frequency:
        return []
    last_month = history.calendar.within(column, Frequency.MONTHLY).stop - 1
    ordinals = candidates(history.calendar, frequency, last_month)
    periods = [Period(frequency, ordinal) for ordinal in ordinals]
    return [position[period] for period in periods if period in position]
