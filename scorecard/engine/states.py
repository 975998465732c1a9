"""Roll-up over units: own entries become partial states, states climb, states become values."""

from collections.abc import Sequence

import numpy as np

from scorecard.engine.tree import Tree, TreeSpan, climb
from scorecard.engine.types import Bools, Cells, Floats, Own, UnitRule

#: Rules whose value is a / b.
QUOTIENTS = frozenset({UnitRule.MEAN, UnitRule.WEIGHTED_MEAN, UnitRule.RATIO})
#: Rules whose entries are worth nothing without their second number.
PAIRED = frozenset({UnitRule.WEIGHTED_MEAN, UnitRule.RATIO})
EXTREMES = {UnitRule.MIN: np.fmin, UnitRule.MAX: np.fmax}

# The five numbers that climb side by side, one plane each.
_A, _B, _REPORTED, _EXPECTED, _DUE = range(5)
_COUNTS = slice(_REPORTED, None)


def roll_up(rule: UnitRule, trees: Sequence[TreeSpan], own: Own) -> Cells:
    """Combine the units' own entries of one KPI into a state and a value for every unit.

    A missing child is left out, never read as zero; an own entry of a unit with children counts
    as one more child. Units outside the tree have nothing. Source: scoring.md, section 2.

    Parameters
    ----------
    rule
        How children become their parent.
    trees
        The trees with the columns that they hold for.
    own
        Entries ``(n_units, n_periods)``; NaN where there is none.

    Returns
    -------
    Cells
        Arrays ``(n_units, n_periods)``; the value is NaN where there is none.

    Raises
    ------
    ValueError
        Where the rule needs ``own.w`` and there is none.

    Examples
    --------
    >>> from scorecard.engine.tree import build_tree
    >>> tree = build_tree(np.array([-1, 0, 0, 0]))
    >>> due = np.array([[False], [True], [True], [True]])
    >>> x = np.array([[np.nan], [5.0], [np.nan], [7.0]])
    >>> cells = roll_up(UnitRule.SUM, [TreeSpan(0, 1, tree)], Own(x, None, due, ~due))
    >>> cells.value[0, 0].item(), cells.reported[0, 0].item(), cells.expected[0, 0].item()
    (12.0, 2, 3)
    """
    alone = _alone(rule, own)
    whole = np.zeros_like(alone)
    for span in trees:
        state = alone[span.tree.order, :, span.columns]
        if rule is not UnitRule.NONE:
            _climb_by(rule, span.tree, state)
        whole[span.tree.order, :, span.columns] = state
    return _finished(rule, whole)


def has_entry(rule: UnitRule, own: Own) -> Bools:
    """Tell which cells hold an entry that counts as reported, ``(n_units, n_periods)``.

    Half a ratio is none; a weighted mean's value counts as reported without its weight.
    """
    reported: Bools = own.due & ~own.not_applicable & ~np.isnan(own.x)
    if rule is UnitRule.RATIO:
        reported &= ~np.isnan(second(own))
    return reported


def entry_weight(rule: UnitRule, own: Own) -> Floats:
    """Give the share of each unit's own entry in its parent, 0 where it has none.

    ``mean`` and the others: 1 per entry; ``weighted_mean``: the weight; ``ratio``: the
    denominator.
    """
    reported = has_entry(rule, own)
    if rule not in PAIRED:
        return reported.astype(np.float64)
    weight = second(own)
    return np.where(reported & ~np.isnan(weight), weight, 0.0)


def second(own: Own) -> Floats:
    """Give the second numbers of the entries or refuse entries that have none."""
    if own.w is None:
        message = "A ratio or a weighted mean needs the second number of its entries."
        raise ValueError(message)
    return own.w


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """Divide cell by cell; NaN where the denominator is 0."""
    quotient: Floats = np.full(np.shape(numerator), np.nan)
    np.divide(numerator, denominator, out=quotient, where=denominator != 0)
    return quotient


def _alone(rule: UnitRule, own: Own) -> Floats:
    """State of each unit by itself, ``(n_units, 5, n_periods)``."""
    reported = has_entry(rule, own)
    weight = entry_weight(rule, own)
    planes = np.empty((own.x.shape[0], 5, own.x.shape[1]))
    planes[:, _A] = np.where(reported, own.x, np.nan if rule in EXTREMES else 0.0)
    if rule is UnitRule.WEIGHTED_MEAN:
        planes[:, _A] *= weight
    planes[:, _B] = weight
    planes[:, _REPORTED] = reported
    planes[:, _EXPECTED] = own.due & ~own.not_applicable
    planes[:, _DUE] = own.due
    return planes


def _climb_by(rule: UnitRule, tree: Tree, state: Floats) -> None:
    """Let the state climb the tree as the rule says, in place."""
    if rule in EXTREMES:
        climb(tree, state[:, :_B], EXTREMES[rule])
        climb(tree, state[:, _B:], np.add)
    elif rule is UnitRule.MEAN_OF_CHILDREN:
        climb(tree, state[:, :_REPORTED], np.add, lambda rows: _close_family(state[rows]))
        climb(tree, state[:, _COUNTS], np.add)
    else:
        climb(tree, state, np.add)


def _close_family(state: Floats) -> None:
    """Turn sums over children into one finished value per unit that counts once, in place."""
    total, members = state[:, _A], state[:, _B]
    np.divide(total, members, out=total, where=members > 0)
    np.minimum(members, 1.0, out=members)


def _finished(rule: UnitRule, whole: Floats) -> Cells:
    """Divide once and cast the counts."""
    a, b = whole[:, _A].copy(), whole[:, _B].copy()
    value = divided(a, b) if rule in QUOTIENTS else np.where(b > 0, a, np.nan)
    if rule not in QUOTIENTS and rule is not UnitRule.SUM:
        a, b = value, np.minimum(b, 1.0)
    return Cells(
        a=a,
        b=b,
        value=value,
        reported=whole[:, _REPORTED].astype(np.int32),
        expected=whole[:, _EXPECTED].astype(np.int32),
        due=whole[:, _DUE] > 0,
    )
