"""Roll-up over time: base periods become quarters, years and running totals. Units come first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scorecard.engine.states import divided
from scorecard.engine.types import (
    Bools,
    Cells,
    Floats,
    Ints,
    Lines,
    LongerTarget,
    Number,
    Targets,
    TimeRule,
    UnitRule,
    View,
)
from scorecard.engine.validation import check_rules
from scorecard.engine.windows import Windows

_MEANS = frozenset({UnitRule.MEAN, UnitRule.WEIGHTED_MEAN})
# Values skip base periods without one; a missing target takes the whole target with it.
_SKIPPING = {TimeRule.MIN: np.fmin, TimeRule.MAX: np.fmax}
_SPREADING = {TimeRule.MIN: np.minimum, TimeRule.MAX: np.maximum}
_NEUTRAL = {TimeRule.MIN: np.inf, TimeRule.MAX: -np.inf}


def over_time(
    cells: Cells,
    targets: Targets,
    rule: UnitRule,
    time_rule: TimeRule,
    windows: Windows,
    explicit_longer: Sequence[LongerTarget] = (),
) -> Lines:
    """Combine the base periods of one KPI into the lines of a view.

    Where unit rule and time rule are both means, and for ratios with the time rule ``sum``, the
    states are added and divided once; otherwise the finished values of the base periods that
    have one are combined. Source: scoring.md, section 3 and the end of section 4.

    Parameters
    ----------
    cells, targets
        Base periods ``(n_units, n_periods)``, anchors ``(n_anchors, n_units, n_periods)``.
    rule, time_rule
        The rules of the KPI.
    windows
        The base columns behind each output.
    explicit_longer
        The units' own targets of quarters and years; shown for exactly that period once it is
        complete.

    Returns
    -------
    Lines
        Arrays ``(n_units, n_windows)``.

    Raises
    ------
    ValueError
        Where the time rule has no meaning for the unit rule.

    Examples
    --------
    >>> from scorecard.engine.periods import FiscalCalendar
    >>> from scorecard.engine.types import Frequency
    >>> from scorecard.engine.windows import windows
    >>> pair, due = np.array([[1.0, 9.0]]), np.array([[True, True]])
    >>> whole, one = np.array([[2.0, 10.0]]), np.array([[1, 1]])
    >>> none = pair * np.nan
    >>> cells = Cells(pair, whole, pair / whole, one, one * 0, one, due, ~due, none)
    >>> months = FiscalCalendar().base_range(2026, Frequency.MONTHLY)[:2]
    >>> year = windows(View.YTD, months, Frequency.MONTHLY, FiscalCalendar())
    >>> targets = Targets.pair(none, none)
    >>> over_time(cells, targets, UnitRule.RATIO, TimeRule.SUM, year).value.round(4).tolist()
    [[0.5, 0.8333]]
    """
    check_rules(rule, time_rule)
    line = _has_line(cells.due, windows)
    shown: Ints = np.full_like(line, -1, dtype=np.intp)
    if time_rule is TimeRule.LAST:
        shown = _latest(~np.isnan(cells.value), windows)
        value = _at(cells.value, shown)
    else:
        value = _value_over_time(cells, rule, time_rule, windows)
    anchors = _targets_over_time(targets.anchors, cells.due, rule, time_rule, windows, shown)
    _place_explicit(explicit_longer, windows, anchors)
    column = _column_shown(cells, time_rule, windows, shown)
    reported, carried, expected, held = (
        np.where(line, _counted(number, windows, column), 0)
        for number in (cells.reported, cells.carried, cells.expected, cells.held)
    )
    overridden = _counted(cells.overridden.astype(np.int32), windows, column) > 0
    return Lines(
        value=np.where(line, value, np.nan),
        reported=reported,
        carried=carried,
        expected=expected,
        held=held,
        due=line,
        overridden=line & overridden,
        anchors=np.where(line, anchors, np.nan),
        shown=np.where(line, shown, -1),
    )


def _value_over_time(cells: Cells, rule: UnitRule, time_rule: TimeRule, windows: Windows) -> Floats:
    """Combine values, or the states behind them; one base period alone says what it says."""
    alone = windows.stop - windows.start == 1
    if alone.all():
        return cells.value[:, windows.start]
    value = _combined(cells, rule, time_rule, windows)
    value[:, alone] = cells.value[:, windows.start[alone]]
    return value


def _combined(cells: Cells, rule: UnitRule, time_rule: TimeRule, windows: Windows) -> Floats:
    if _pools_states(rule, time_rule):
        return divided(_folded(cells.a, windows), _folded(cells.b, windows))
    if time_rule in _SKIPPING:
        return _folded(cells.value, windows, _SKIPPING[time_rule], np.nan)
    has_value = ~np.isnan(cells.value)
    total = _folded(np.where(has_value, cells.value, 0.0), windows)
    periods = _folded(has_value.astype(np.float64), windows)
    return divided(total, periods if time_rule is TimeRule.MEAN else np.minimum(periods, 1.0))


def _pools_states(rule: UnitRule, time_rule: TimeRule) -> bool:
    """Whether states are added over time and divided once."""
    if rule is UnitRule.RATIO:
        return time_rule is TimeRule.SUM
    return rule in _MEANS and time_rule is TimeRule.MEAN


def _targets_over_time(
    anchors: Floats,
    due: Bools,
    rule: UnitRule,
    time_rule: TimeRule,
    windows: Windows,
    shown: Ints,
) -> Floats:
    """Combine goals or red flags of the base periods that are due; one missing, none at all."""
    if time_rule is TimeRule.LAST:
        return _at(anchors, shown[np.newaxis])
    if time_rule in _SPREADING:
        within = np.where(due, anchors, _NEUTRAL[time_rule])
        return _folded(within, windows, _SPREADING[time_rule], _NEUTRAL[time_rule])
    total = _folded(np.where(due, anchors, 0.0), windows)
    if time_rule is TimeRule.SUM and rule is not UnitRule.RATIO:
        return total
    return divided(total, _folded(due.astype(np.float64), windows))


def _place_explicit(longer: Sequence[LongerTarget], windows: Windows, anchors: Floats) -> None:
    """Let explicit targets of complete longer periods replace the combined ones, in place."""
    if windows.view is View.BASE or windows.running:
        return
    for target in longer:
        same = (windows.start == target.first) & (windows.stop == target.stop)
        for output in np.flatnonzero(same & target.complete):
            own = ~np.isnan(target.anchors).all(axis=0)
            anchors[:, own, output] = target.anchors[:, own]


def _column_shown(cells: Cells, time_rule: TimeRule, windows: Windows, shown: Ints) -> Ints | None:
    """Return the base period whose numbers of coverage hold, None where all are added.

    Without a value to show, that of the latest base period that is due.
    """
    if time_rule is not TimeRule.LAST:
        return None
    return np.where(shown >= 0, shown, _latest(cells.due, windows))


def _counted(numbers: Ints, windows: Windows, column: Ints | None) -> Ints:
    """Add numbers of coverage, or take those of the base period shown."""
    if not numbers.any():
        return np.zeros((windows.start.size, len(numbers)), numbers.dtype).T
    return _folded(numbers, windows) if column is None else _read(numbers, column)


def _has_line(due: Bools, windows: Windows) -> Bools:
    """Tell where a base period inside is due; running views end with the year's last one due."""
    line = _folded(due, windows, np.logical_or, initial=False)
    if windows.running:
        year = replace(windows, start=np.zeros_like(windows.start), stop=windows.year_stop)
        line = line & (_latest(due, year) >= windows.stop - 1)
    return line


def _latest(marks: Bools, windows: Windows) -> Ints:
    """Find the last marked column of each window, -1 where there is none."""
    return _folded(np.where(marks, np.arange(marks.shape[1]), -1), windows, np.maximum, -1)


def _at(numbers: Floats, columns: Ints) -> Floats:
    """Read one column per unit and window, NaN for column -1."""
    return np.where(columns >= 0, _read(numbers, columns), np.nan)


def _read(numbers: NDArray[Number], columns: Ints) -> NDArray[Number]:
    """Read one column per unit and window, the first one for column -1."""
    taken: NDArray[Number] = np.take_along_axis(numbers, np.maximum(columns, 0), axis=-1)
    return taken


def _folded(
    numbers: NDArray[Number], windows: Windows, combine: np.ufunc = np.add, initial: float = 0
) -> NDArray[Number]:
    """Combine the columns of each window, the last axis, from first to last.

    One column after the other, so that a window's result depends on nothing outside it.
    """
    if windows.view is View.BASE:
        return numbers
    # Turned around, so that one period of all units lies side by side in memory.
    by_period = np.ascontiguousarray(np.moveaxis(numbers, -1, 0))
    shape = windows.start.size, *by_period.shape[1:]
    folded: NDArray[Number] = np.full(shape, initial, dtype=numbers.dtype)
    for output, begun, columns in _steps(windows):
        if begun:
            folded[output] = folded[output - 1]
        for column in columns:
            combine(folded[output], by_period[column], out=folded[output])
    return np.moveaxis(folded, 0, -1)


def _steps(windows: Windows) -> Iterator[tuple[int, bool, range]]:
    """List for each output the columns to add, and whether it goes on from the one before."""
    start, stop = windows.start.tolist(), windows.stop.tolist()
    for output in range(len(start)):
        begun = output > 0 and start[output] == start[output - 1]
        yield output, begun, range(stop[output - 1] if begun else start[output], stop[output])
