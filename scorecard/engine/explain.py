"""How a figure comes from its parts, and what moved it since the period before."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.contributions import Parts, Whole, added, deciding
from scorecard.engine.states import EXTREMES, QUOTIENTS, divided
from scorecard.engine.types import Bools, Floats, UnitRule

WEIGHING = QUOTIENTS | {UnitRule.MEAN_OF_CHILDREN}


@dataclass(frozen=True, eq=False)
class Standing:
    """A figure with what stands directly below it in one period.

    Attributes
    ----------
    whole
        The figure.
    parts
        In the order of their codes; an own entry of the unit is one more of them, by its own
        state, in the place of the unit's code. Of the rule ``none`` it is the only one. A part
        that is not there in the period has ``b`` 0 and no value. Goals are not used.
    """

    whole: Whole
    parts: Parts


@dataclass(frozen=True, eq=False)
class Composition:
    """What each part contributes to a figure; ``points``, ``override`` and ``rest`` add up to it.

    Attributes
    ----------
    points
        ``(n_parts,)``, in points of the figure; 0 for a part that has no share, NaN where there
        is no figure.
    has_share
        Whether the part takes part at all: not without a value, without a weight, under an
        override.
    weight
        ``(n_parts,)``, the part's share in the weight of the whole; NaN where the rule has no
        weights or there is no figure.
    override
        The figure, where it is an override, else 0.
    rest
        What is none of these: parts that were not given, and what rounding leaves over.
    """

    points: Floats
    has_share: Bools
    weight: Floats
    override: float
    rest: float


@dataclass(frozen=True, eq=False)
class Movement:
    """What each part contributes to a change; ``points``, ``override``, ``rest`` add up to it.

    Attributes
    ----------
    change
        The figure now less the figure before, NaN where one is unknown: then all is NaN.
    points
        ``(n_parts,)``, ``rate`` and ``mix`` together.
    rate
        What comes from the parts' own values.
    mix
        What comes from their shares in the weight; 0 for the rules that do not weigh.
    appeared, vanished
        Whether the part has a share in one of the two figures only.
    override
        The change, where one of the two figures is an override, else 0.
    rest
        What is none of these: parts that were not given, and what rounding leaves over.
    """

    change: float
    points: Floats
    rate: Floats
    mix: Floats
    appeared: Bools
    vanished: Bools
    override: float
    rest: float


def composed(rule: UnitRule, standing: Standing) -> Composition:
    """Say how a figure comes from its parts.

    ``sum``: the value of the part. ``mean``, ``weighted_mean``, ``ratio``: ``a / b of the whole``,
    that is Σx, Σw·x or ΣN of the part over n, Σw or ΣD of the whole. ``mean_of_children``: its
    value over the number of parts with one. ``min``, ``max``: the deciding part, the first of
    equals, carries all; the others have a share of 0. An override is all of it itself. Source:
    scoring.md, section 8.

    Parameters
    ----------
    rule
        How the parts became the figure.
    standing
        The figure and all its parts.

    Examples
    --------
    >>> a, b = np.array([90.0, 1.0, 0.0]), np.array([100.0, 10.0, 0.0])
    >>> parts = Parts(a, b, divided(a, b), np.full(3, np.nan))
    >>> found = composed(UnitRule.RATIO, Standing(Whole(91 / 110, np.nan, 110.0), parts))
    >>> found.points.round(4).tolist(), found.has_share.tolist()
    ([0.8182, 0.0091, 0.0], [True, True, False])
    """
    whole, parts = standing.whole, standing.parts
    unknown = np.full_like(parts.value, np.nan)
    if np.isnan(whole.value):
        return Composition(unknown, np.zeros(unknown.shape, bool), unknown, np.nan, np.nan)
    if whole.replaces is not None:
        none = np.zeros_like(parts.value)
        return Composition(none, np.zeros(none.shape, bool), unknown, whole.value, 0.0)
    share = _has_share(rule, parts)
    points = np.where(share, _points(rule, standing), 0.0)
    weight = _weighed(rule, standing).weight if rule in WEIGHING else unknown
    return Composition(points, share, weight, 0.0, whole.value - added(points))


def moved(rule: UnitRule, before: Standing, now: Standing) -> Movement:
    """Say what moved a figure since the period before.

    ``mean``, ``weighted_mean``, ``ratio`` and ``mean_of_children`` are sums of share times rate,
    with ``share = b / b of the whole`` and ``rate = a / b`` of each part. Their change is parted as
    Kitagawa (1955) does, evenly between both periods, so that nothing is left over::

        rate part = mean share · change of rate
        mix part  = change of share · (mean rate − mean figure)

    where each mean is of the two periods. As the changes of all shares add up to 0, taking off the
    mean figure changes no sum; it says that a growing share lifts the figure only if the part
    stands above it. A part with a rate in one period only has no change of rate: all is mix.

    ``sum``: the change of the part's value. ``min``, ``max``: the part that made the way free or
    closed it carries all. Where a lowest value rises, it is the one that was lowest before; where
    it falls, the one that is lowest now; for a highest value the other way round. Where either
    figure is an override, the change is the override's.

    Source: E. M. Kitagawa, Components of a Difference Between Two Rates, Journal of the American
    Statistical Association 50 (1955), 1168-1194; scoring.md, section 8.

    Parameters
    ----------
    rule
        How the parts became the figure in both periods.
    before, now
        The figure and all its parts; the same parts in the same order in both.

    Examples
    --------
    >>> def at(*pairs):
    ...     a, b = np.array(pairs, dtype=float).T
    ...     return Standing(Whole(added(a) / added(b), 0, added(b)), Parts(a, b, a / b, b))
    >>> before, now = at((50, 100), (20, 100)), at((60, 100), (60, 300))
    >>> found = moved(UnitRule.RATIO, before, now)
    >>> round(found.change, 5), found.rate.round(5).tolist(), found.mix.round(5).tolist()
    (-0.05, [0.0375, 0.0], [-0.05625, -0.03125])
    """
    change = now.whole.value - before.whole.value
    shares = [_has_share(rule, standing.parts) for standing in (before, now)]
    appeared, vanished = shares[1] & ~shares[0], shares[0] & ~shares[1]
    none = np.zeros_like(now.parts.value)
    if np.isnan(change):
        none = none + np.nan
        return Movement(change, none, none, none, appeared, vanished, np.nan, np.nan)
    if before.whole.replaces is not None or now.whole.replaces is not None:
        return Movement(change, none, none, none, appeared, vanished, change, 0.0)
    rate, mix = _parted(rule, before, now) if rule in WEIGHING else (_own(rule, before, now), none)
    points = rate + mix
    rest = change - added(points)
    return Movement(change, points, rate, mix, appeared, vanished, 0.0, rest)


@dataclass(frozen=True, eq=False)
class _Weighed:
    """Parts of a rule that weighs: their own rates (NaN for none), shares, and points."""

    rate: Floats
    weight: Floats
    points: Floats


def _weighed(rule: UnitRule, standing: Standing) -> _Weighed:
    a, b = np.nan_to_num(standing.parts.a), np.nan_to_num(standing.parts.b)
    whole_b = standing.whole.b
    if rule is UnitRule.MEAN_OF_CHILDREN:
        a, b = np.nan_to_num(standing.parts.value), _known(standing.parts).astype(np.float64)
        whole_b = added(b)
    of = np.full_like(b, whole_b)
    return _Weighed(divided(a, b), np.nan_to_num(divided(b, of)), np.nan_to_num(divided(a, of)))


def _known(parts: Parts) -> Bools:
    known: Bools = ~np.isnan(parts.value)
    return known


def _has_share(rule: UnitRule, parts: Parts) -> Bools:
    """Tell which parts take part; of a ratio also a numerator over a denominator of 0."""
    if rule in QUOTIENTS:
        share: Bools = (np.nan_to_num(parts.a) != 0) | (np.nan_to_num(parts.b) != 0)
        return share
    return _known(parts)


def _points(rule: UnitRule, standing: Standing) -> Floats:
    if rule in WEIGHING:
        return _weighed(rule, standing).points
    if rule in EXTREMES:
        return np.where(deciding(standing.whole, standing.parts), standing.whole.value, 0.0)
    return standing.parts.value


def _parted(rule: UnitRule, before: Standing, now: Standing) -> tuple[Floats, Floats]:
    """Part a change of weighed parts into what their rates and what their shares did."""
    old, new = _weighed(rule, before), _weighed(rule, now)
    growth = new.weight - old.weight
    rates = np.array([old.rate, new.rate])
    in_both = ~np.isnan(rates).any(axis=0)
    # The only rate that there is stands for both periods.
    mean_rate = (np.fmax(*rates) + np.fmin(*rates)) / 2
    mean_figure = (before.whole.value + now.whole.value) / 2
    mix = np.nan_to_num(growth * (mean_rate - mean_figure))
    kept = new.points - old.points - growth * np.nan_to_num(mean_rate)
    steady = (old.weight + new.weight) / 2 * (new.rate - old.rate)
    return np.where(in_both, steady, kept), mix


def _own(rule: UnitRule, before: Standing, now: Standing) -> Floats:
    """Give what the parts' own values did where nothing is weighed."""
    if rule not in EXTREMES:
        return np.nan_to_num(now.parts.value) - np.nan_to_num(before.parts.value)
    change = now.whole.value - before.whole.value
    gave_way = (rule is UnitRule.MIN) == (change > 0)
    carrier = before if gave_way else now
    return np.where(deciding(carrier.whole, carrier.parts), change, 0.0)
