"""Process behaviour (XmR): what of a course is routine variation and what is a signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from scorecard.engine.scores import TOLERANCE
from scorecard.engine.series import known, plain_mean
from scorecard.engine.types import Bools, Floats, Ints

#: Three sigma in mean moving ranges of two: 3 / 1.128, rounded as it is published.
XMR = 2.66
FEWEST = 8
RUN = 7
NEAR, OF_THREE = 2, 3


class Rule(IntEnum):
    """What makes a point a signal; the row of ``Behaviour.signals``."""

    OUTSIDE = 0
    ONE_SIDE = 1
    TREND = 2
    NEAR_LIMIT = 3


class Verdict(IntEnum):
    """What may be said of a course since its limits were last computed anew."""

    TOO_FEW = 0
    USUAL = 1
    SIGNAL = 2


class Trend(IntEnum):
    """What a change since the period before means, given which direction is better."""

    UNKNOWN = 0
    BETTER = 1
    SAME = 2
    WORSE = 3
    ROSE = 4
    FELL = 5


@dataclass(frozen=True, eq=False)
class Behaviour:
    """The limits of a course and its signals.

    Attributes
    ----------
    centre, lower, upper
        ``(n_periods,)``, one level per segment; NaN in a segment of too few points.
    signals
        ``(n_rules, n_periods)``: which points signal, by ``Rule``.
    start
        Index of the first period of the last segment.
    verdict
        Of the last segment.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    signals: Bools
    start: int
    verdict: Verdict

    @property
    def signalled(self) -> Bools:
        """``(n_periods,)``: the points that signal by any rule."""
        signalled: Bools = np.any(self.signals, axis=0)
        return signalled


def behaviour(
    values: Floats, provisional: Bools | None = None, rebased: Sequence[int] = ()
) -> Behaviour:
    """Compute the limits of a course, and the points that signal a change.

    ``centre = mean``, ``limits = centre ± 2.66 · mean moving range``, from at least 8 points of a
    segment. A moving range is taken between a known point and the known one before it, over
    missing periods too: XmR looks at the order of points, not at the calendar; runs go over them
    likewise. Source: scoring.md, section 9; Wheeler, Understanding Variation.

    Parameters
    ----------
    values
        ``(n_periods,)``, NaN is missing.
    provisional
        ``(n_periods,)``: points left out; they neither make limits nor signal.
    rebased
        The indices at which limits are computed anew: each begins a segment.

    Examples
    --------
    >>> found = behaviour(np.array([10.0, 12, 11, 13, 10, 12, 11, 13, 30]))
    >>> float(found.upper[0].round(2)), np.flatnonzero(found.signals[Rule.OUTSIDE]).tolist()
    (23.53, [8])
    """
    counted = values if provisional is None else np.where(provisional, np.nan, values)
    centre, lower, upper = (np.full(values.shape, np.nan) for _limit in range(3))
    signals = np.zeros((len(Rule), *values.shape), dtype=bool)
    inside = {index for index in rebased if 0 < index < values.size}
    starts = sorted({0} | inside)
    for start, stop in zip(starts, [*starts[1:], values.size], strict=True):
        segment, places = counted[start:stop], np.flatnonzero(~np.isnan(counted[start:stop]))
        if len(places) < FEWEST:
            continue
        middle, reach = limits(segment[places])
        centre[start:stop] = middle
        lower[start:stop], upper[start:stop] = middle - reach, middle + reach
        signals[:, start + places] = signals_of(segment[places], middle, reach)
    return Behaviour(centre, lower, upper, signals, starts[-1], _verdict(centre, signals, starts))


def limits(points: Floats) -> tuple[float, float]:
    """Return the centre of known points, and how far the limits are from it.

    Parameters
    ----------
    points
        ``(n_points,)``, at least 2, in order, none missing.

    Examples
    --------
    >>> limits(np.array([10.0, 12.0, 11.0]))
    (11.0, 3.99)
    """
    return plain_mean(points), XMR * plain_mean(np.abs(np.diff(points)))


def signals_of(points: Floats, centre: float, reach: float) -> Bools:
    """Return which of some known points signal, ``(n_rules, n_points)``.

    A point on the centre is on neither side; one on a limit is inside. 7 in a row rising are 7
    points, 6 steps. Of 2 of 3 beyond two thirds of the way only those beyond are signals.

    Examples
    --------
    >>> points = np.array([1.0, 2, 3, 4, 5, 6, 7, 3])
    >>> signals_of(points, 4.0, 9.0).any(axis=1).tolist()
    [False, False, True, False]
    """
    least = TOLERANCE * float(np.abs(points).max())
    distance = points - centre
    steps = signs(np.diff(points), least)
    return np.array(
        [
            np.abs(distance) > reach + least,
            _in_runs(signs(distance, least), RUN),
            # A rise is a step between two points: both belong to it.
            _with_first(_in_runs(steps, RUN - 1)),
            two_of_three(signs(distance, reach * 2 / 3 + least)),
        ]
    )


def trend(value: float, previous: float, better: int) -> Trend:
    """Tell what a change since the period before means.

    Parameters
    ----------
    value, previous
        NaN is unknown: then there is no trend.
    better
        1 where higher is better, -1 where lower is, 0 where that is not said.

    Examples
    --------
    >>> [trend(8.0, 10.0, better).name for better in (1, 0, -1)]
    ['WORSE', 'FELL', 'BETTER']
    """
    change = value - previous
    if np.isnan(change):
        return Trend.UNKNOWN
    if abs(change) <= TOLERANCE * max(1.0, abs(value), abs(previous)):
        return Trend.SAME
    if not better:
        return Trend.ROSE if change > 0 else Trend.FELL
    return Trend.BETTER if change * better > 0 else Trend.WORSE


def _verdict(centre: Floats, signals: Bools, starts: Sequence[int]) -> Verdict:
    if not known(centre[starts[-1] :]).size:
        return Verdict.TOO_FEW
    return Verdict.SIGNAL if signals[:, starts[-1] :].any() else Verdict.USUAL


def signs(numbers: Floats, least: float) -> Ints:
    """Return 1 above ``least``, -1 below its opposite, else 0."""
    found: Ints = (numbers > least).astype(np.int8) - (numbers < -least).astype(np.int8)
    return found


def _in_runs(directions: Ints, length: int) -> Bools:
    """Mark what belongs to ``length`` or more equal signs in a row, zeros apart."""
    marks = np.zeros(directions.shape, dtype=bool)
    if len(directions) >= length:
        rows = sliding_window_view(directions, length)
        whole = (rows == 1).all(axis=1) | (rows == -1).all(axis=1)
        marks[np.flatnonzero(whole)[:, None] + np.arange(length)] = True
    return marks


def _with_first(steps: Bools) -> Bools:
    """Turn marks of steps into marks of the points on both sides of them."""
    marks = np.zeros(steps.size + 1, dtype=bool)
    marks[:-1] |= steps
    marks[1:] |= steps
    return marks


def two_of_three(beyond: Ints) -> Bools:
    """Mark signs of which two of three in a row are the same, zeros apart."""
    marks: Bools = np.zeros(beyond.shape, dtype=bool)
    for side in (1, -1):
        on_side = beyond == side
        rows = sliding_window_view(on_side, OF_THREE)
        found = np.flatnonzero(np.count_nonzero(rows, axis=1) >= NEAR)
        within = np.zeros(beyond.shape, dtype=bool)
        within[found[:, None] + np.arange(OF_THREE)] = True
        marks |= within & on_side
    return marks
