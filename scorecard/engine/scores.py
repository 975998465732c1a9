"""From a value and its targets to a score 0..100 and a status."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.states import divided
from scorecard.engine.types import Bools, Figures, Floats, Ints, Lines, Status

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
    found = np.full(np.shape(value), Status.AMBER, dtype=np.int8)
    for mask, meaning in reversed(conditions):
        np.copyto(found, meaning, where=mask)
    return found


def finish(lines: Lines, min_coverage: float, cuts: Cuts = DEFAULT_CUTS) -> Figures:
    """Score the lines of one KPI.

    Parameters
    ----------
    lines
        Values, coverage and targets ``(n_units, n_windows)``.
    min_coverage
        The share of reporters, 0..1, below which a value is insufficient.
    cuts
        The organisation's cut scores.

    Examples
    --------
    >>> one, two = np.array([[1]]), np.array([[2]])
    >>> nan = np.full((1, 1), np.nan)
    >>> figures = finish(Lines(nan + 0, one, two, one > 0, nan, nan, -one), 0.6)
    >>> Status(figures.status[0, 0]).word
    'no_data'
    """
    coverage = divided(lines.reported.astype(np.float64), lines.expected.astype(np.float64))
    return Figures(
        **vars(lines),
        score=score(lines.value, lines.goal, lines.red, cuts),
        status=status(lines.value, lines.goal, lines.red, coverage >= min_coverage),
    )


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
