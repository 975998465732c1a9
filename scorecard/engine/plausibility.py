"""What is doubtful about a figure that is entered: reasons to ask, not verdicts."""

from collections.abc import Sequence

import numpy as np

from scorecard.engine.signals import FEWEST, limits
from scorecard.engine.types import Floats

#: A slip of the decimal point or of the percent sign moves a figure by two places.
SLIP = 100.0
#: What has grown by itself meanwhile: a slip is found from a fiftieth to two hundred times.
ROOM = 2.0


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


def usual_range(before: Floats, rebased: Sequence[int] = ()) -> tuple[float, float] | None:
    """Return the limits of what was usual before, lowest and highest, or None.

    The limits of process behaviour (`signals.limits`) of the known figures since limits were
    last computed anew. None where there are fewer than 8 of them, or where all are the same: what
    has never moved has no usual movement. Source: scoring.md, section 9.

    Parameters
    ----------
    before
        ``(n_periods,)``, the figures before the one that is entered, NaN is missing.
    rebased
        The indices at which limits are computed anew.

    Examples
    --------
    >>> lowest, highest = usual_range(np.array([10.0, 12, 11, 13, 10, 12, 11, 13]))
    >>> round(lowest, 2), round(highest, 2)
    (6.56, 16.44)
    >>> usual_range(np.full(12, 5.0)) is None
    True
    """
    start = max((index for index in rebased if index < before.size), default=0)
    segment = before[max(start, 0) :]
    points = segment[~np.isnan(segment)]
    if points.size < FEWEST:
        return None
    centre, reach = limits(points)
    return (centre - reach, centre + reach) if reach > 0 else None
