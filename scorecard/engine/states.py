"""Roll-up over units: own entries become partial states, states climb, states become values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scorecard.engine.tree import Tree, TreeSpan, climb
from scorecard.engine.types import Bools, Cells, Floats, Own, UnitRule

#: Rules whose value is a / b.
QUOTIENTS = frozenset({UnitRule.MEAN, UnitRule.WEIGHTED_MEAN, UnitRule.RATIO})
#: Rules whose entries are worth nothing without their second number.
PAIRED = frozenset({UnitRule.WEIGHTED_MEAN, UnitRule.RATIO})
EXTREMES = {UnitRule.MIN: np.fmin, UnitRule.MAX: np.fmax}

# The numbers that climb side by side, one plane each.
_A, _B, _REPORTED, _CARRIED, _EXPECTED, _DUE = range(6)
_STATE, _COUNTS = slice(_A, _REPORTED), slice(_REPORTED, None)


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
    whole[:, _A] = np.nan if rule in EXTREMES else 0.0
    overrides = Overrides.of(rule, own)
    for span in trees:
        state = alone[span.tree.order, :, span.columns]
        mine = None if overrides is None else overrides.within(span)
        _climb_by(rule, span.tree, state, mine)
        whole[span.tree.order, :, span.columns] = state
        if overrides is not None and mine is not None:
            overrides.keep(span, mine)
    return _finished(rule, whole, overrides)


def has_entry(rule: UnitRule, own: Own) -> Bools:
    """Tell which cells hold a value of their own, entered or carried, ``(n_units, n_periods)``.

    Half a ratio is none; a weighted mean's value counts as reported without its weight.
    """
    has: Bools = own.due & ~own.not_applicable & ~np.isnan(own.x)
    if rule is UnitRule.RATIO:
        has &= ~np.isnan(second(own))
    return has


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
    quotient: Floats = numerator / np.where(denominator != 0, denominator, np.nan)
    return quotient


def _alone(rule: UnitRule, own: Own) -> Floats:
    """State of each unit by itself, ``(n_units, 6, n_periods)``."""
    has = has_entry(rule, own)
    carried = np.zeros_like(has) if own.carried is None else has & own.carried
    weight = entry_weight(rule, own)
    planes = np.empty((own.x.shape[0], 6, own.x.shape[1]))
    planes[:, _A] = np.where(has, own.x, np.nan if rule in EXTREMES else 0.0)
    if rule is UnitRule.WEIGHTED_MEAN:
        planes[:, _A] *= weight
    planes[:, _B] = weight
    planes[:, _REPORTED] = has & ~carried
    planes[:, _CARRIED] = carried
    planes[:, _EXPECTED] = own.due & ~own.not_applicable
    planes[:, _DUE] = own.due
    return planes


def _climb_by(rule: UnitRule, tree: Tree, state: Floats, overrides: "Overrides | None") -> None:
    """Let the state climb the tree as the rule says, in place."""
    if overrides is None and rule not in {UnitRule.NONE, UnitRule.MEAN_OF_CHILDREN, *EXTREMES}:
        climb(tree, state, np.add)
        return
    if rule is not UnitRule.NONE:
        # An override counts where somebody below is due: that is known first.
        climb(tree, state[:, _COUNTS], np.add)
    settle = _settling(rule, state, overrides)
    if rule is UnitRule.NONE:
        settle(slice(None))
    elif rule in EXTREMES:
        climb(tree, state[:, _A : _A + 1], EXTREMES[rule], settle)
    else:
        climb(tree, state[:, _STATE], np.add, settle)


def _settling(
    rule: UnitRule, state: Floats, overrides: "Overrides | None"
) -> Callable[[slice], None]:
    """Return what happens to the units of a level before they go up."""

    def settle(rows: slice) -> None:
        if rule is UnitRule.MEAN_OF_CHILDREN:
            _close_family(state[rows])
        if overrides is not None:
            overrides.replace(rule, state[rows], rows)

    return settle


def _close_family(state: Floats) -> None:
    """Turn sums over children into one finished value per unit that counts once, in place."""
    total, members = state[:, _A], state[:, _B]
    np.divide(total, members, out=total, where=members > 0)
    np.minimum(members, 1.0, out=members)


def _finished(rule: UnitRule, whole: Floats, overrides: "Overrides | None") -> Cells:
    """Divide once and cast the counts."""
    # Period by period in memory, as roll-up over time reads them.
    a, b = whole[:, _A].copy(order="F"), whole[:, _B].copy(order="F")
    value = _value(rule, a, b)
    overridden, computed = np.zeros_like(value, dtype=bool), np.full_like(value, np.nan)
    if overrides is not None:
        overridden, computed = overrides.counted, overrides.computed
        # Not a / b: an override is shown to the last digit as it was entered.
        np.copyto(value, overrides.shown, where=overridden)
    if rule not in QUOTIENTS and rule is not UnitRule.SUM:
        a, b = value, (~np.isnan(value)).astype(np.float64)
    reported, carried, expected = (
        whole[:, plane].astype(np.int32, order="F") for plane in (_REPORTED, _CARRIED, _EXPECTED)
    )
    due = np.asfortranarray(whole[:, _DUE] > 0)
    return Cells(a, b, value, reported, carried, expected, due, overridden, computed)


def _value(rule: UnitRule, a: Floats, b: Floats) -> Floats:
    """Finish states; NaN where nothing stands behind them."""
    if rule in QUOTIENTS:
        return divided(a, b)
    return a.copy(order="K") if rule in EXTREMES else np.where(b > 0, a, np.nan)


@dataclass(frozen=True, eq=False)
class Overrides:
    """What replaces values from below, and afterwards what it replaced.

    Each array is ``(n_units, n_periods)``: ``value`` (a ratio's numerator) and ``weight`` (its
    denominator, else the unit's own weight, at least 1 where units are counted) as given, NaN
    where there is none; ``computed`` the value from below; ``counted`` where one counts.
    """

    value: Floats
    weight: Floats
    shown: Floats
    computed: Floats
    counted: Bools

    @classmethod
    def of(cls, rule: UnitRule, own: Own) -> "Overrides | None":
        """Gather what was given; None where there is nothing."""
        if own.override is None or np.isnan(own.override).all():
            return None
        weight, shown = np.ones(own.override.shape), own.override
        if rule is UnitRule.RATIO:
            weight = np.full(shown.shape, np.nan) if own.override_w is None else own.override_w
            shown = divided(own.override, weight)
        elif rule is UnitRule.WEIGHTED_MEAN:
            weight = np.nan_to_num(second(own))
        none = np.full(shown.shape, np.nan)
        return cls(own.override, weight, shown, none, np.zeros(shown.shape, dtype=bool))

    def within(self, span: TreeSpan) -> "Overrides":
        """Return those of one tree, in breadth-first order."""
        cells = span.tree.order, span.columns
        return Overrides(*(array[cells] for array in vars(self).values()))

    def keep(self, span: TreeSpan, found: "Overrides") -> None:
        """Take over what was found in one tree."""
        cells = span.tree.order, span.columns
        self.computed[cells], self.counted[cells] = found.computed, found.counted

    def replace(self, rule: UnitRule, state: Floats, rows: slice) -> None:
        """Replace the states of a level; they keep their weight, at least the unit's own."""
        here: Bools = ~np.isnan(self.value[rows] + self.weight[rows]) & (state[:, _DUE] > 0)
        a, b = state[:, _A], state[:, _B]
        self.counted[rows] = here
        self.computed[rows] = np.where(here, _value(rule, a, b), np.nan)
        weight = self.weight[rows] if rule is UnitRule.RATIO else np.fmax(b, self.weight[rows])
        scale = weight if rule in {UnitRule.MEAN, UnitRule.WEIGHTED_MEAN} else 1.0
        np.copyto(a, self.value[rows] * scale, where=here)
        np.copyto(b, weight, where=here)
