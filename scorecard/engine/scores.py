"""From a value and its targets to a score 0..100 and a status."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scorecard.engine.states import divided
from scorecard.engine.types import Bools, Figures, Floats, Ints, Lines, Scoring, Status

TOLERANCE = 1e-9
FULL = 100.0


@dataclass(frozen=True)
class Cuts:
    """The two scores at which red ends and green begins, 0 < red < goal <= 100."""

    red: float = 100 / 3
    goal: float = 200 / 3

    def __post_init__(self) -> None:
        """Refuse cut scores out of order."""
        if not 0 < self.red < self.goal <= FULL:
            message = (
                f"The cut scores {self.red} and {self.goal} must rise "
                "and lie above 0 and not above 100."
            )
            raise ValueError(message)


DEFAULT_CUTS = Cuts()


def score(value: Floats, goal: Floats, red: Floats, cuts: Cuts = DEFAULT_CUTS) -> Floats:
    """Score values on the straight line through red flag and goal, clamped at 0 and 100.

    ``s = c_R + (c_G - c_R) * (a - R) / (G - R)``; goal above red flag: higher is better, below:
    lower is better. Source: scoring.md, section 5.

    Parameters
    ----------
    value, goal, red
        Any one shape; NaN is unknown.
    cuts
        The organisation's cut scores.

    Returns
    -------
    Floats
        0..100; NaN where a number is missing or the goal equals the red flag.

    Examples
    --------
    >>> score(np.array([8.0]), np.array([5.0]), np.array([10.0])).round(3).tolist()
    [46.667]
    """
    # Goal and red flag may be next to the same: the line is then nearly upright.
    with np.errstate(over="ignore"):
        way = divided(value - red, goal - red)
        return np.clip(cuts.red + (cuts.goal - cuts.red) * way, 0.0, FULL)


def status(value: Floats, goal: Floats, red: Floats, enough: Bools) -> Ints:
    """Read the status of values off their thresholds, equality in favour of the threshold.

    No value: no data; else too little coverage: insufficient; else no goal, no red flag or
    both the same: not scored; else green where the goal is met, red at or beyond the red flag,
    amber between. Source: scoring.md, section 5.

    Parameters
    ----------
    value, goal, red
        Any one shape; NaN is unknown.
    enough
        Whether the coverage reaches ``min_coverage``.

    Returns
    -------
    Ints
        ``Status`` numbers, int8.

    Examples
    --------
    >>> a, goal, red = np.array([0.1 + 0.2]), np.array([0.3]), np.array([0.5])
    >>> Status(status(a, goal, red, np.array([True]))[0]).word
    'green'
    """
    tolerance = TOLERANCE * np.fmax(1.0, np.fmax(np.abs(goal), np.abs(red)))
    direction = np.sign(goal - red)
    conditions = [
        (np.isnan(value), Status.NO_DATA),
        (~enough, Status.INSUFFICIENT),
        (np.isnan(direction) | (direction == 0), Status.NOT_SCORED),
        ((value - goal) * direction >= -tolerance, Status.GREEN),
        ((value - red) * direction <= tolerance, Status.RED),
    ]
    return _first_that_holds(conditions, Status.AMBER, value)


def _first_that_holds(
    conditions: Sequence[tuple[Bools, Status]], otherwise: Status, like: Floats
) -> Ints:
    """Give each cell the meaning of its first condition, as the numbers lie in memory."""
    found = np.full_like(like, otherwise, dtype=np.int8)
    for mask, meaning in reversed(conditions):
        # Bits, all set where the mask holds: many times faster than a copy under a mask.
        found ^= (found ^ np.int8(meaning)) & -mask.view(np.int8)
    return found


def band_score(
    value: Floats, lower: Floats, upper: Floats, lower_zero: Floats, upper_zero: Floats
) -> Floats:
    """Score values against a band: 100 inside, falling on a straight line to 0 at its zeros.

    Bounds count as inside. Source: scoring.md, section 5.

    Parameters
    ----------
    value, lower, upper, lower_zero, upper_zero
        Any one shape; NaN is unknown.

    Returns
    -------
    Floats
        0..100; NaN where a number is missing.

    Examples
    --------
    >>> numbers = (np.array([float(number)]) for number in (35, 10, 30, 0, 40))
    >>> band_score(*numbers).tolist()
    [50.0]
    """
    with np.errstate(over="ignore", invalid="ignore"):
        below = np.where(value < lower, divided(value - lower_zero, lower - lower_zero), 1.0)
        above = np.where(value > upper, divided(upper_zero - value, upper_zero - upper), 1.0)
    # A zero that lies on its bound leaves no way down: outside is 0.
    inside = np.minimum(np.nan_to_num(below), np.nan_to_num(above))
    known = ~np.isnan(value + lower + upper + lower_zero + upper_zero)
    return np.where(known, np.clip(FULL * inside, 0.0, FULL), np.nan)


def progress_score(value: Floats, goal: Floats, baseline: Floats) -> Floats:
    """Score the way from baseline to goal: ``100 * (a - B) / (T - B)``, clamped at 0 and 100.

    Source: scoring.md, section 5.

    Parameters
    ----------
    value, goal, baseline
        Any one shape; NaN is unknown.

    Returns
    -------
    Floats
        0..100; NaN where a number is missing or goal and baseline are the same.

    Examples
    --------
    >>> progress_score(np.array([15.0]), np.array([30.0]), np.array([10.0])).tolist()
    [25.0]
    """
    with np.errstate(over="ignore"):
        return np.clip(FULL * divided(value - baseline, goal - baseline), 0.0, FULL)


def yes_no_score(value: Floats) -> Floats:
    """Score a yes (1) with 100 and a no (0) with 0; shares of yes in between are linear.

    Examples
    --------
    >>> yes_no_score(np.array([1.0, 0.0, 0.25])).tolist()
    [100.0, 0.0, 25.0]
    """
    return np.clip(FULL * value, 0.0, FULL)


def status_by_score(score: Floats, value: Floats, enough: Bools, cuts: Cuts) -> Ints:
    """Read the status of values off their scores, the tolerance in favour of the better one.

    No value: no data; too little coverage: insufficient; no score: not scored. Source:
    scoring.md, section 5.

    Parameters
    ----------
    score, value
        Any one shape; NaN is unknown.
    enough
        Whether the coverage reaches ``min_coverage``.
    cuts
        The organisation's cut scores.

    Returns
    -------
    Ints
        ``Status`` numbers, int8.

    Examples
    --------
    >>> some, yes = np.array([85.0]), np.array([True])
    >>> Status(status_by_score(some, some, yes, Cuts(70, 85))[0]).word
    'green'
    """
    conditions = [
        (np.isnan(value), Status.NO_DATA),
        (~enough, Status.INSUFFICIENT),
        (np.isnan(score), Status.NOT_SCORED),
        (score >= cuts.goal - TOLERANCE, Status.GREEN),
        (score >= cuts.red - TOLERANCE, Status.AMBER),
    ]
    return _first_that_holds(conditions, Status.RED, score)


def finish(
    lines: Lines,
    min_coverage: float,
    cuts: Cuts = DEFAULT_CUTS,
    scoring: Scoring = Scoring.GOAL_RED_FLAG,
) -> Figures:
    """Score the lines of one KPI.

    Parameters
    ----------
    lines
        Values, coverage and targets ``(n_units, n_windows)``.
    min_coverage
        The share of reporters, 0..1, below which a value is insufficient.
    cuts
        The organisation's cut scores.
    scoring
        How values are held against their targets.

    Examples
    --------
    >>> one, no, nan = np.array([[1]]), np.array([[False]]), np.full((1, 1), np.nan)
    >>> lines = Lines(nan, one, 0 * one, one, one, ~no, no, np.stack([nan, nan]), -one)
    >>> Status(finish(lines, 0.6).status[0, 0]).word
    'no_data'
    """
    coverage = divided(lines.held.astype(np.float64), lines.expected.astype(np.float64))
    # Where nobody is expected a value comes from an override: nothing is lacking.
    enough = (coverage >= min_coverage) | (lines.expected == 0)
    scores = _scores(lines, scoring, cuts)
    if scoring is Scoring.GOAL_RED_FLAG:
        found = status(lines.value, lines.goal, lines.red, enough)
    else:
        found = status_by_score(scores, lines.value, enough, cuts)
    return Figures(**vars(lines), score=scores, status=found)


def _scores(lines: Lines, scoring: Scoring, cuts: Cuts) -> Floats:
    """Score as the KPI is scored."""
    match scoring:
        case Scoring.GOAL_RED_FLAG:
            return score(lines.value, lines.goal, lines.red, cuts)
        case Scoring.BAND:
            return band_score(lines.value, *lines.anchors)
        case Scoring.PROGRESS:
            return progress_score(lines.value, *lines.anchors)
        case Scoring.YES_NO:
            return yes_no_score(lines.value)


def shown_score(score: Floats, status: Ints, cuts: Cuts = DEFAULT_CUTS) -> Floats:
    """Round scores to the whole number to print, towards the worse status.

    Where 85 is green, 84.6 prints 84. A number never belongs to a better status than the line;
    a green that meets its cut score within the tolerance prints the cut score.

    Parameters
    ----------
    score
        0..100, NaN where there is none.
    status
        The status by the score itself: for a node the one before caps.
    cuts
        The organisation's cut scores.

    Examples
    --------
    >>> cuts = Cuts(70, 85)
    >>> shown_score(np.array([84.6, 70.0]), np.array([Status.AMBER, Status.RED]), cuts).tolist()
    [84.0, 69.0]
    """
    bounds = {
        Status.GREEN: (np.floor(cuts.goal), FULL),
        Status.AMBER: (np.floor(cuts.red), np.ceil(cuts.goal) - 1),
        Status.RED: (0.0, np.ceil(cuts.red) - 1),
    }
    shown = np.floor(score)
    for meaning, (lowest, highest) in bounds.items():
        np.clip(shown, lowest, highest, out=shown, where=status == meaning)
    return shown
