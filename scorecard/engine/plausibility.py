"""What is doubtful about a figure that is entered: reasons to ask, not verdicts."""

from collections.abc import Sequence

import numpy as np

from scorecard.engine.scores import status
from scorecard.engine.signals import FEWEST, XMR, limits
from scorecard.engine.types import Floats, Status

#: A slip of the decimal point or of the percent sign moves a figure by two places.
SLIP = 100.0
#: What has grown by itself meanwhile: a slip is found from a fiftieth to two hundred times.
ROOM = 2.0
#: How much two figures may differ and be the same, of either.
EQUAL = 1e-9
#: The upper limit of moving ranges of two, in mean moving ranges.
RANGE = 3.27


def slipped(value: float, last: float) -> float | None:
    """Return 100 or 1/100 where a value is about so many times the last one, else None.

    Source: the validity rules of docs/entering-figures.md.

    Parameters
    ----------
    value, last
        The new figure and the one before; signs must agree, nothing is said beside a 0.

    Examples
    --------
    >>> slipped(6400.0, 66.0), slipped(0.66, 66.0), slipped(70.0, 66.0)
    (100.0, 0.01, None)
    """
    if last == 0 or not np.isfinite(value):
        return None
    times = value / last
    for factor in (SLIP, 1 / SLIP):
        if factor / ROOM <= times <= factor * ROOM:
            return factor
    return None


def contradicts(parts: Sequence[float], whole: float, *, exactly: bool) -> bool:
    """Tell whether parts are together more than their whole, or, of `exactly`, not as much.

    Sums of decimals miss each other by a little in floats: what differs by less than a billionth
    is the same. Source: docs/entering-figures.md, what is doubtful.

    Examples
    --------
    >>> contradicts([0.1, 0.2], 0.3, exactly=True), contradicts([17, 4], 20, exactly=False)
    (False, True)
    >>> contradicts([17], 20, exactly=False), contradicts([17], 20, exactly=True)
    (False, True)
    """
    together = 0.0
    for part in parts:
        together += part
    if np.isclose(together, whole, rtol=EQUAL, atol=0.0):
        return False
    return exactly or together > whole


def is_off_target(value: float | None, goal: float | None, red: float | None) -> bool:
    """Tell whether a figure is at its red flag or beyond it, as its status would say.

    False where one of them is unknown. Source: scoring.md, section 5.

    Examples
    --------
    >>> is_off_target(0.3, 0.9, 0.1 + 0.2), is_off_target(0.31, 0.9, 0.3), is_off_target(1, None, 2)
    (True, False, False)
    """
    known = (np.array([np.nan if one is None else one]) for one in (value, goal, red))
    actual, target, flag = known
    return bool(status(actual, target, flag, np.array([True]))[0] == Status.RED)


def jumped(value: float, before: Floats, rebased: Sequence[int] = ()) -> tuple[float, float] | None:
    """Return the limits of what was usual, lowest and highest, where a figure jumps out of them.

    Outside the limits of process behaviour (`signals.limits`) of the known figures since limits
    were last computed anew, and further from the last of them than 3.27 mean moving ranges: what
    has crept there step by step is no surprise, nor what comes back. None else, where there are
    fewer than 8 figures, and where all are the same. Source: scoring.md, section 9; Wheeler,
    Understanding Variation, for the limit of ranges.

    Parameters
    ----------
    before
        ``(n_periods,)``, the figures before the one that is entered, NaN is missing.
    rebased
        The indices at which limits are computed anew.

    Examples
    --------
    >>> before = np.array([10.0, 12, 11, 13, 10, 12, 11, 13])
    >>> [round(limit, 2) for limit in jumped(20.0, before)]
    [6.56, 16.44]
    >>> jumped(18.0, before) is None
    True
    """
    start = max((index for index in rebased if index < before.size), default=0)
    segment = before[max(start, 0) :]
    points = segment[~np.isnan(segment)]
    if points.size < FEWEST:
        return None
    centre, reach = limits(points)
    is_outside = abs(value - centre) > reach
    is_far = abs(value - float(points[-1])) > RANGE * reach / XMR
    return (centre - reach, centre + reach) if reach > 0 and is_outside and is_far else None
