"""What a figure could still become by what is missing, going by what the missing last were."""

from collections.abc import Sequence

import numpy as np

from scorecard.engine.contributions import added
from scorecard.engine.states import EXTREMES, QUOTIENTS
from scorecard.engine.types import Floats, UnitRule

#: Rules whose partial states tell what a missing part would add.
STATED = frozenset({*QUOTIENTS, *EXTREMES, UnitRule.SUM})
#: The choice stays after a few steps; equal choices that only differ in rounding end here.
MOST_STEPS = 50


def margin(
    rule: UnitRule, whole: tuple[float, float], missing: Sequence[Floats]
) -> tuple[float, float] | None:
    """Return the lowest and the highest value of a figure once all that is missing is in.

    Each missing part is taken at that state of its own past which pulls the figure furthest down,
    then at the one that pulls it furthest up. For quotients these are the states with the least
    and the largest ``a − r·b``, where ``r`` is the very end that they lead to: it is found by
    choosing again until the choice stays. Source: Dinkelbach, On nonlinear fractional programming
    (1967). A part without a past leaves the margin unknown.

    Parameters
    ----------
    whole
        The partial state ``a, b`` of the figure as it stands.
    missing
        For each missing part its earlier partial states, ``(n_periods, 2)``, without NaN.

    Returns
    -------
    tuple
        None where the rule has no such state, nothing is in, or a part has no past.

    Examples
    --------
    >>> margin(UnitRule.RATIO, (70.0, 100.0), [np.array([[5.0, 10.0], [9.0, 10.0]])])
    (0.6818181818181818, 0.7181818181818181)
    """
    a, b = whole
    if rule not in STATED or np.isnan(a) or (rule in QUOTIENTS and not b > 0):
        return None
    if not all(len(past) for past in missing):
        return None
    if rule in EXTREMES:
        return _of_extreme(rule, a, missing)
    if rule is UnitRule.SUM:
        return _sum(whole, missing, -1), _sum(whole, missing, 1)
    return _end(whole, missing, -1), _end(whole, missing, 1)


def _sum(whole: tuple[float, float], missing: Sequence[Floats], way: int) -> float:
    return _totals(whole, [_pulling(past, 0.0, way) for past in missing])[0]


def _end(whole: tuple[float, float], missing: Sequence[Floats], way: int) -> float:
    """Return the lowest (-1) or highest (1) quotient that a choice of states leads to."""
    figure, chosen = whole[0] / whole[1], whole
    for _step in range(MOST_STEPS):
        totals = _totals(whole, [_pulling(past, figure, way) for past in missing])
        if totals == chosen:
            break
        figure, chosen = totals[0] / totals[1], totals
    return figure


def _pulling(past: Floats, figure: float, way: int) -> Floats:
    """Return the state of a part's past that pulls a figure furthest down (-1) or up (1)."""
    state: Floats = past[np.argmax(way * (past[:, 0] - figure * past[:, 1]))]
    return state


def _totals(whole: tuple[float, float], states: Sequence[Floats]) -> tuple[float, float]:
    table = np.array([whole, *states])
    return added(table[:, 0]), added(table[:, 1])


def _of_extreme(rule: UnitRule, a: float, missing: Sequence[Floats]) -> tuple[float, float]:
    decide = min if rule is UnitRule.MIN else max
    lowest = decide([a, *(float(past[:, 0].min()) for past in missing)])
    highest = decide([a, *(float(past[:, 0].max()) for past in missing)])
    return lowest, highest
