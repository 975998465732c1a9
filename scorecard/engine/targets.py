"""Targets: explicit ones, shares of longer ones, and those rolled up from below."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scorecard.engine.states import EXTREMES, PAIRED, QUOTIENTS, divided, entry_weight, second
from scorecard.engine.tree import Tree, TreeSpan, climb
from scorecard.engine.types import (
    Bools,
    Floats,
    LongerTarget,
    Own,
    Scoring,
    Targets,
    TimeRule,
    UnitRule,
)

#: Scorings by two anchors, goal and red flag or goal and baseline, have a direction.
PAIR = 2


def resolve(
    explicit: Targets,
    longer: Sequence[LongerTarget],
    rule: UnitRule,
    time_rule: TimeRule,
    profile: Floats | None = None,
    scoring: Scoring = Scoring.GOAL_RED_FLAG,
) -> Targets:
    """Fill cells without an explicit target from the unit's targets of longer periods.

    Where the time rule is ``sum`` and the KPI is no ratio, a longer target is shared over its
    base periods: evenly, or by the profile. Otherwise every base period takes the same value.
    The shorter of two longer periods wins, an explicit cell over both. Goal and red flag stay
    together: a goal without a red flag is kept as it is and takes no red flag from elsewhere.
    Bounds of a band are never shared out; where its zeros are not given they lie one width
    outside. Source: scoring.md, section 4, rules 1 and 2, and section 5.

    Parameters
    ----------
    explicit
        ``(n_anchors, n_units, n_periods)``, NaN where there is none.
    longer
        Targets of longer periods.
    rule, time_rule, scoring
        The rules of the KPI.
    profile
        One number per base period of a fiscal year, or None for even shares. A longer period
        in which all its numbers are 0 is shared evenly.

    Examples
    --------
    >>> none = np.full((1, 4), np.nan)
    >>> year = LongerTarget(0, 4, np.array([[1200.0], [800.0]]))
    >>> resolve(Targets.pair(none, none), [year], UnitRule.SUM, TimeRule.SUM).goal.tolist()
    [[300.0, 300.0, 300.0, 300.0]]
    """
    anchors = explicit.anchors.copy()
    shared = (
        time_rule is TimeRule.SUM and rule is not UnitRule.RATIO and scoring is not Scoring.BAND
    )
    for target in sorted(longer, key=lambda target: target.stop - target.first):
        shares = _shares(target, profile) if shared else np.ones(target.stop - target.first)
        columns = slice(max(target.first, 0), max(target.stop, 0))
        here = anchors[:, :, columns]
        shares = shares[columns.start - target.first :][: here.shape[2]]
        empty = np.isnan(here).all(axis=0)
        np.copyto(here, target.anchors[:, :, np.newaxis] * shares, where=empty)
    return Targets(_with_zeros(anchors) if scoring is Scoring.BAND else anchors)


def _with_zeros(anchors: Floats) -> Floats:
    """Place the zeros of bands that have none one width outside."""
    lower, upper, lower_zero, upper_zero = anchors
    width = upper - lower
    lower_zero = np.where(np.isnan(lower_zero), lower - width, lower_zero)
    upper_zero = np.where(np.isnan(upper_zero), upper + width, upper_zero)
    return np.stack([lower, upper, lower_zero, upper_zero])


def roll_up_targets(
    rule: UnitRule, trees: Sequence[TreeSpan], own: Own, targets: Targets
) -> Targets:
    """Give units without a target of their own the one rolled up from below.

    Only where every reporter due in the subtree has one: ``sum`` adds; the means and extremes
    are built as for values, each reporter due counting as one; ``ratio`` and ``weighted_mean``
    weigh by the denominators and weights entered (nobody reported: no target); ``none`` never.
    A unit's own target stands for all below it. Targets of opposite directions, or with
    goal = red flag, count as none. Source: scoring.md, section 4, rule 3.

    Parameters
    ----------
    rule
        The unit rule.
    trees
        The trees with the columns that they hold for.
    own
        The units' own entries, for who is due and for the weights.
    targets
        What ``resolve`` gave, ``(n_anchors, n_units, n_periods)``.

    Examples
    --------
    >>> from scorecard.engine.tree import build_tree
    >>> due, nan = np.array([[False], [True], [True]]), np.full((3, 1), np.nan)
    >>> goal = np.array([[np.nan], [10.0], [20.0]])
    >>> rolled = roll_up_targets(
    ...     UnitRule.SUM,
    ...     [TreeSpan(0, 1, build_tree(np.array([-1, 0, 0])))],
    ...     Own(nan, None, due, np.zeros_like(due)),
    ...     Targets.pair(goal, goal / 2),
    ... )
    >>> rolled.goal[0, 0].item(), rolled.red[0, 0].item()
    (30.0, 15.0)
    """
    if rule is UnitRule.NONE or not targets.anchors.size:
        return targets
    anchors = targets.anchors.copy()
    weight = _target_weight(rule, own)
    for span in trees:
        cells = span.tree.order, span.columns
        numbers = np.moveaxis(targets.anchors[:, *cells], 0, 1)
        family = _Family.of(span.tree, own.due[cells], weight[cells], numbers)
        anchors[:, *cells] = np.moveaxis(_rolled(rule, family, numbers), 1, 0)
    # Period by period in memory, as roll-up over time reads them.
    return Targets(np.moveaxis(np.moveaxis(anchors, -1, 0).copy(), 0, -1))


def _target_weight(rule: UnitRule, own: Own) -> Floats:
    """Weigh the targets of reporters: by 1, or by the weight or denominator of the period."""
    if rule not in PAIRED:
        return own.due.astype(np.float64)
    weight = entry_weight(rule, own)
    given = own.override_w if rule is UnitRule.RATIO else second(own)
    if own.override is None or given is None:
        return weight
    overridden = own.due & ~np.isnan(own.override) & ~np.isnan(given)
    return np.where(overridden, given, weight)


@dataclass(frozen=True, eq=False)
class _Family:
    """What stands below each unit, in breadth-first order, ``(n_rows, 1 or n, n_periods)``.

    ``due`` whether somebody is; ``weight`` of all reporters; ``complete`` whether every reporter
    due has that anchor.
    """

    tree: Tree
    due: Bools
    weight: Floats
    complete: Bools

    @classmethod
    def of(cls, tree: Tree, due: Bools, weight: Floats, numbers: Floats) -> "_Family":
        """Count over subtrees, in one climb."""
        reporting = due[:, np.newaxis]
        counts = np.concatenate(
            [reporting, weight[:, np.newaxis], reporting & ~np.isnan(numbers)], axis=1
        )
        climb(tree, counts, np.add)
        reporters = counts[:, :1]
        return cls(
            tree=tree,
            due=reporters > 0,
            weight=counts[:, 1:2],
            complete=(reporters > 0) & (counts[:, 2:] == reporters),
        )


def _rolled(rule: UnitRule, family: _Family, numbers: Floats) -> Floats:
    """Roll up each anchor; a unit with one of its own keeps what it has."""
    scale = family.weight if rule in QUOTIENTS else np.ones_like(family.weight)
    has_own = ~np.isnan(numbers) & family.due
    standing = np.where(has_own, numbers * scale, np.nan if rule in EXTREMES else 0.0)
    state = standing.copy()
    averages = rule is UnitRule.MEAN_OF_CHILDREN
    members = _children_with_reporters(family) if averages else scale

    def settle(rows: slice) -> None:
        if averages:
            np.divide(state[rows], members[rows], out=state[rows], where=members[rows] > 0)
        np.copyto(state[rows], standing[rows], where=has_own[rows])

    climb(family.tree, state, EXTREMES.get(rule, np.add), settle)
    finished = divided(state, scale) if rule in QUOTIENTS else state
    claimed = ~np.isnan(numbers).all(axis=1, keepdims=True)
    usable = family.complete
    if numbers.shape[1] == PAIR:
        usable = usable & _one_direction(family, numbers)
    return np.where(claimed, numbers, np.where(usable, finished, np.nan))


def _one_direction(family: _Family, numbers: Floats) -> Bools:
    """Tell where all targets below point the same way."""
    sign = np.sign(numbers[:, :1] - numbers[:, 1:])
    paired = ~np.isnan(sign) & family.due
    balance = np.concatenate([np.where(paired, sign, 0.0), paired], axis=1)
    climb(family.tree, balance, np.add)
    agreed: Bools = np.abs(balance[:, :1]) == balance[:, 1:]
    return agreed


def _children_with_reporters(family: _Family) -> Floats:
    """Count the children of each unit in whose subtree somebody is due."""
    members = np.zeros(family.due.shape)
    for level in family.tree.levels[1:]:
        active = family.due[level.rows].astype(np.float64)
        members[level.parents] += np.add.reduceat(active, level.starts, axis=0)
    return members


def _shares(target: LongerTarget, profile: Floats | None) -> Floats:
    """Share of each base period in a longer one; they add up to 1."""
    length = target.stop - target.first
    if profile is None:
        return np.full(length, 1 / length)
    part = profile[target.place : target.place + length]
    total = np.add.reduceat(part, [0])[0]
    return part / total if total else np.full(length, 1 / length)
