"""What each part of a figure contributes to its distance from the goal."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.scores import TOLERANCE
from scorecard.engine.states import EXTREMES, QUOTIENTS, divided
from scorecard.engine.types import Bools, Floats, Ints, TimeRule, UnitRule

#: Parts that together explain this share of a miss carry most of it.
MOST = 0.5


@dataclass(frozen=True, eq=False)
class Whole:
    """A figure, its goal, and the weight behind it: ``b`` of its partial state.

    Attributes
    ----------
    replaces
        Of an override, which no part has a share in: the computed value that it replaces, NaN
        where nothing came from below. None for a figure that is no override.
    """

    value: float
    goal: float
    b: float
    replaces: float | None = None

    @property
    def miss(self) -> float:
        """The value less the goal."""
        return self.value - self.goal


@dataclass(frozen=True, eq=False)
class Parts:
    """What stands directly below a figure, each array ``(n_parts,)``, NaN is unknown.

    Attributes
    ----------
    a, b
        The partial states; ``value`` the finished values.
    goal
        The goals of the parts themselves: a sum is split along them.
    """

    a: Floats
    b: Floats
    value: Floats
    goal: Floats


@dataclass(frozen=True, eq=False)
class Split:
    """A miss in points of the figure.

    ``parts``, ``rest``, ``unassigned`` and ``override`` add up to it, ``rate`` and ``mix`` to
    ``parts``.

    Attributes
    ----------
    parts
        ``(n_parts,)``; 0 for a part that has no share in the figure.
    rest
        What is none of the parts: an own entry beside them, or parts that are not shown.
    unassigned
        Of a sum: the goals of the parts less the goal, which no part can make good.
    rate
        ``(n_parts,)``; the part's distance from its own goal, times its share in the weight.
    mix
        ``(n_parts,)``; the distance of the part's own goal from the goal of the whole, times its
        share in the weight: what weighs too much or too little, even if every part meets its
        goal. 0 where the rule has no weights or the part no goal: ``rate`` is then all of it.
    override
        The miss of an override, which is none of the parts'.
    """

    parts: Floats
    rest: float
    unassigned: float
    rate: Floats
    mix: Floats
    override: float = 0.0


def can_be_split(rule: UnitRule, parts: Parts) -> bool:
    """Tell whether a miss has parts: not without a roll-up, and a sum only along own goals.

    Examples
    --------
    >>> one, none = np.array([1.0]), np.array([np.nan])
    >>> [can_be_split(UnitRule.SUM, Parts(one, one, one, goal)) for goal in (one, none)]
    [True, False]
    """
    if rule is UnitRule.SUM:
        return not np.isnan(parts.goal).any()
    return rule is not UnitRule.NONE


def keeps_parts(rule: UnitRule, time_rule: TimeRule) -> bool:
    """Tell whether a figure of several base periods still has the parts that one period has.

    Sums add in any order; states that are added over time, and the last period, stay states;
    the extreme of extremes is one of them. A mean of finished values has no parts.

    Examples
    --------
    >>> keeps_parts(UnitRule.RATIO, TimeRule.SUM), keeps_parts(UnitRule.MAX, TimeRule.MEAN)
    (True, False)
    """
    if time_rule is TimeRule.LAST:
        return True
    if rule in QUOTIENTS:
        return time_rule is (TimeRule.SUM if rule is UnitRule.RATIO else TimeRule.MEAN)
    return (rule is UnitRule.SUM and time_rule is TimeRule.SUM) or rule.value == time_rule.value


def split_miss(rule: UnitRule, whole: Whole, parts: Parts) -> Split:
    """Split value − goal of a figure into what its parts contribute.

    ``ratio``, ``mean``, ``weighted_mean``: ``(a − goal·b) / b of the whole``, the part's own
    distance from the goal of the whole, times its weight. ``mean_of_children``: the same with
    equal weights. ``sum``: ``value − goal`` of the part, a missing value adding nothing to the
    figure. ``min``, ``max``: the deciding part, the first of equals, carries all. An override
    carries its miss itself. Where weights are at work and a part has a goal of its own, g, its
    share is parted into rate ``(a − g·b) / b of the whole`` and mix ``(g − goal)·b / b of the
    whole``. Source: scoring.md, section 8.

    Parameters
    ----------
    rule
        How the parts became the figure; one for which ``can_be_split`` holds.
    whole
        The figure.
    parts
        In the order of their codes.

    Raises
    ------
    ValueError
        Where the figure has no parts.

    Examples
    --------
    >>> a, b = np.array([50.0, 30.0]), np.array([100.0, 40.0])
    >>> split = split_miss(UnitRule.RATIO, Whole(80 / 140, 0.8, 140.0), Parts(a, b, a / b, b))
    >>> split.parts.round(4).tolist(), abs(round(split.rest, 9))
    ([-0.2143, -0.0143], 0.0)
    """
    if whole.replaces is not None:
        nothing = np.zeros_like(parts.value)
        return Split(nothing, 0.0, 0.0, nothing, nothing, whole.miss)
    if not can_be_split(rule, parts):
        message = f"A figure with the unit rule {rule} cannot be split into these parts."
        raise ValueError(message)
    contributed = np.nan_to_num(_contributed(rule, whole, parts))
    unassigned = added(parts.goal) - whole.goal if rule is UnitRule.SUM else 0.0
    rest = whole.miss - added(contributed) - unassigned
    mix = np.nan_to_num(_weights(rule, whole, parts) * (parts.goal - whole.goal))
    return Split(contributed, rest, unassigned, contributed - mix, mix)


def causes(contributed: Floats, miss: float) -> Ints:
    """Return the fewest parts that together explain most of a miss, the largest first.

    Parameters
    ----------
    contributed
        ``(n_parts,)``, in points of the figure.
    miss
        What they add up to.

    Examples
    --------
    >>> causes(np.array([-1.0, -6.0, 0.5, -4.0]), -10.5).tolist()
    [1]
    """
    toward = contributed * np.sign(miss)
    largest_first = np.argsort(-toward, kind="stable")
    explained, found = 0.0, 0
    while found < len(toward) and explained < MOST * abs(miss) and toward[largest_first[found]] > 0:
        explained += toward[largest_first[found]]
        found += 1
    return largest_first[:found]


def _contributed(rule: UnitRule, whole: Whole, parts: Parts) -> Floats:
    if rule is UnitRule.SUM:
        return np.nan_to_num(parts.value) - parts.goal
    if rule in EXTREMES:
        return np.where(deciding(whole, parts), whole.miss, 0.0)
    if rule is UnitRule.MEAN_OF_CHILDREN:
        return (parts.value - whole.goal) / _members(whole, parts)
    return divided(parts.a - whole.goal * parts.b, np.full_like(parts.b, whole.b))


def _weights(rule: UnitRule, whole: Whole, parts: Parts) -> Floats:
    """Give the share of each part in the weight of the whole, 0 where the rule has none."""
    if rule is UnitRule.MEAN_OF_CHILDREN:
        return ~np.isnan(parts.value) / _members(whole, parts)
    if rule in QUOTIENTS:
        return divided(parts.b, np.full_like(parts.b, whole.b))
    return np.zeros_like(parts.value)


def deciding(whole: Whole, parts: Parts) -> Bools:
    """Mark the first part whose value is the figure, if one is: an own entry may be it."""
    first = np.flatnonzero(parts.value == whole.value)[:1]
    marks = np.zeros(parts.value.shape, dtype=bool)
    marks[first] = True
    return marks


def _members(whole: Whole, parts: Parts) -> int:
    """Count the children in a mean of children; an own entry is one more child."""
    known = parts.value[~np.isnan(parts.value)]
    total, scale = added(known), max(1.0, abs(whole.value) * len(known))
    own = abs(total - whole.value * len(known)) > TOLERANCE * scale
    return max(1, len(known) + int(own))


def added(numbers: Floats) -> float:
    """Add what is known, in a fixed order."""
    return float(np.add.reduceat(np.nan_to_num(numbers), [0])[0]) if numbers.size else 0.0
