"""One layer of the scorecard above another: KPI, objective, perspective, scorecard."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scorecard.engine.nodes import Leaves, Nodes
from scorecard.engine.scores import DEFAULT_CUTS, TOLERANCE, Cuts
from scorecard.engine.states import divided
from scorecard.engine.types import (
    Bools,
    Floats,
    Ints,
    NodeRule,
    Number,
    Status,
)


def combine(
    children: Leaves,
    parent: Ints,
    parents: "Parents",
    weight: Floats,
    critical: Bools,
    present: Bools,
    cuts: Cuts = DEFAULT_CUTS,
) -> Nodes:
    """Combine the scores of children into those of their parents, capped by critical ones.

    ``S = Σ w·s / Σ w`` over children with a counted score, that is with a status of green, amber
    or red. A critical child that is red, or capped to red itself, caps its parent at red; one
    without data or with too little caps at amber; neither does where that is switched off for the
    parent, which then hands no cap on. A parent with a rule of its own takes the plain
    mean, the worst or the best of its counted children, each child alike, or the score that was
    given to it. Source: scoring.md, section 6.

    Parameters
    ----------
    children
        ``(n_children, n_periods)``: scored KPI lines, or the nodes of the layer below.
    parent
        ``(n_children,)``, the parent's row, ascending; siblings in the order of their codes.
    parents
        The parents, those without children included, and their rules.
    weight
        ``(n_children, n_periods)``, the weights valid in the period, >= 0.
    critical
        Whether the child is marked critical.
    present
        Whether the child is there in that period at all.
    cuts
        The organisation's cut scores.

    Returns
    -------
    Nodes
        ``(n_parents, n_periods)``; a parent without present children is not scored.

    Examples
    --------
    >>> leaves = Leaves(np.array([[90.0], [np.nan]]), np.array([[Status.GREEN], [Status.NO_DATA]]))
    >>> no, yes = np.zeros((2, 1), dtype=bool), np.ones((2, 1), dtype=bool)
    >>> parent, weight = np.array([0, 0]), np.array([[2.0], [1.0]])
    >>> node = combine(leaves, parent, Parents.plain(1), weight, no, yes)
    >>> node.score[0, 0].item(), round(node.coverage[0, 0].item(), 4)
    (90.0, 0.6667)
    """
    family = _Family.of(parent, parents.rule.size)
    counted = present & (children.status <= Status.RED) & ~np.isnan(children.score)
    weight = np.where(parents.ignores_weights[parent, np.newaxis], 1.0, weight)
    due = family.added(np.where(present & (children.status != Status.NOT_SCORED), weight, 0.0))
    share = np.where(counted, weight, 0.0)
    total = family.added(share)
    score = divided(family.added(share * np.where(counted, children.score, 0.0)), total)
    score = parents.replaced(score, np.where(counted, children.score, np.nan), family)
    uncapped = _status_of(score, due, cuts)
    capped_red, capped_amber = (
        marks & parents.is_capped[:, np.newaxis]
        for marks in _caps(children, critical & present, present, family)
    )
    return Nodes(
        score=score,
        status=_capped(uncapped, capped_red, capped_amber),
        uncapped=uncapped,
        coverage=divided(total, due),
        worst=_worst(children.score, counted, family),
        capped_red=capped_red,
    )


def count_statuses(
    leaf_status: Ints, leaf_key: Ints, node: Ints, n_nodes: int, present: Bools
) -> Ints:
    """Count the distinct leaves below each node by status.

    Parameters
    ----------
    leaf_status
        ``(n_rows, n_periods)``; one row per leaf and node that it stands below, in any order.
    leaf_key
        ``(n_rows,)``, one number per (unit, KPI). A leaf that stands below a node twice counts
        once; its rows carry the same status.
    node
        ``(n_rows,)``, the node.
    n_nodes
        How many nodes there are.
    present
        ``(n_rows, n_periods)``, whether the leaf stands there in that period.

    Returns
    -------
    Ints
        ``(n_nodes, 6, n_periods)``, int32, by ``Status`` number.

    Examples
    --------
    >>> red, key, node = np.full((3, 1), Status.RED), np.array([7, 7, 8]), np.array([0, 0, 0])
    >>> count_statuses(red, key, node, 1, np.ones((3, 1), dtype=bool))[0, Status.RED].tolist()
    [2]
    """
    order = np.lexsort((leaf_key, node))
    new_node = np.diff(node[order], prepend=-1) != 0
    new_leaf = np.diff(leaf_key[order], prepend=-1) != 0
    starts = np.flatnonzero(new_node | new_leaf)
    status = np.where(present[order], leaf_status[order], len(Status)).astype(np.int8)
    distinct = np.minimum.reduceat(status, starts, axis=0) if starts.size else status
    family = _Family.of(node[order][starts], n_nodes)
    counts = [family.added((distinct == meaning).astype(np.int32)) for meaning in Status]
    return np.stack(counts, axis=1)


def shares(weight: Floats, parent: Ints, n_parents: int, present: Bools) -> Floats:
    """Give each child's share of the weight of its parent.

    A theme weighs its objectives by their share in the perspective times the perspective's.

    Parameters
    ----------
    weight, present
        ``(n_children, n_periods)``.
    parent
        ``(n_children,)``, ascending.
    n_parents
        How many parents there are.

    Returns
    -------
    Floats
        ``(n_children, n_periods)``, 0 for an absent child and where all weights are 0.

    Examples
    --------
    >>> weight, present = np.array([[3.0], [1.0]]), np.ones((2, 1), dtype=bool)
    >>> shares(weight, np.array([0, 0]), 1, present).tolist()
    [[0.75], [0.25]]
    """
    taken = np.where(present, weight, 0.0)
    total = _Family.of(parent, n_parents).added(taken)[parent]
    share = np.zeros_like(taken)
    np.divide(taken, total, out=share, where=total != 0)
    return share


@dataclass(frozen=True, eq=False)
class Parents:
    """The nodes of a layer, and how each comes to its score.

    Attributes
    ----------
    rule
        ``(n_parents,)``, ``NodeRule.number``.
    manual
        ``(n_parents, n_periods)``, the scores that were given, NaN where none was; or ``(1, 1)``
        where nobody gave any.
    is_capped
        ``(n_parents,)``, whether critical children cap it: not where that is switched off.
    """

    rule: Ints
    manual: Floats
    is_capped: Bools

    @classmethod
    def plain(cls, n_parents: int) -> "Parents":
        """Make parents that all take the weighted mean."""
        rule = np.full(n_parents, NodeRule.WEIGHTED_MEAN.number)
        return cls(rule, np.full((1, 1), np.nan), np.ones(n_parents, dtype=bool))

    @property
    def ignores_weights(self) -> Bools:
        """Which parents take each child alike."""
        alike = (NodeRule.MEAN, NodeRule.WORST, NodeRule.BEST)
        found: Bools = np.isin(self.rule, [rule.number for rule in alike])
        return found

    def replaced(self, score: Floats, counted: Floats, family: "_Family") -> Floats:
        """Take the worst, the best or the given score where the rule says so."""
        worst = family.lowest(np.where(np.isnan(counted), np.inf, counted), np.inf)
        best = -family.lowest(np.where(np.isnan(counted), np.inf, -counted), np.inf)
        by_rule = {NodeRule.WORST: worst, NodeRule.BEST: best, NodeRule.MANUAL: self.manual}
        found = score
        for rule, other in by_rule.items():
            mine = (self.rule == rule.number)[:, np.newaxis]
            found = np.where(mine, np.where(np.isfinite(other), other, np.nan), found)
        return found


@dataclass(frozen=True, eq=False)
class _Family:
    """Which children belong to which parent; reduceat knows no empty families."""

    parent: Ints
    starts: Ints
    parents: Ints
    n_parents: int

    @classmethod
    def of(cls, parent: Ints, n_parents: int) -> "_Family":
        """Find where each parent's children start."""
        starts = np.flatnonzero(np.diff(parent, prepend=-1))
        return cls(parent, starts, parent[starts], n_parents)

    def added(self, numbers: NDArray[Number]) -> NDArray[Number]:
        """Add over children in their order, 0 for a parent without any."""
        return self._reduced(np.add, numbers, 0)

    def lowest(self, numbers: NDArray[Number], otherwise: float) -> NDArray[Number]:
        """Take the lowest over children."""
        return self._reduced(np.minimum, numbers, otherwise)

    def any_of(self, marks: Bools) -> Bools:
        """Tell where at least one child carries the mark."""
        return self._reduced(np.logical_or, marks, 0)

    def _reduced(
        self, combine: np.ufunc, numbers: NDArray[Number], otherwise: float
    ) -> NDArray[Number]:
        """Reduce family by family."""
        kind = numbers.dtype
        reduced: NDArray[Number] = np.full(
            (self.n_parents, numbers.shape[1]), otherwise, dtype=kind
        )
        if self.starts.size:
            reduced[self.parents] = combine.reduceat(numbers, self.starts, axis=0, dtype=kind)
        return reduced


def _status_of(score: Floats, due: Floats, cuts: Cuts) -> Ints:
    """Read the status of nodes off their scores, the tolerance in favour of the better one."""
    found = np.where(due > 0, Status.NO_DATA, Status.NOT_SCORED).astype(np.int8)
    found[~np.isnan(score)] = Status.RED
    found[score >= cuts.red - TOLERANCE] = Status.AMBER
    found[score >= cuts.goal - TOLERANCE] = Status.GREEN
    return found


def _caps(
    children: Leaves, critical: Bools, present: Bools, family: _Family
) -> tuple[Bools, Bools]:
    """Tell which parents are capped at red and which at amber."""
    red = critical & (children.status == Status.RED)
    if isinstance(children, Nodes):
        red |= present & children.capped_red
    unknown = critical & np.isin(children.status, (Status.NO_DATA, Status.INSUFFICIENT))
    return family.any_of(red), family.any_of(unknown)


def _capped(uncapped: Ints, capped_red: Bools, capped_amber: Bools) -> Ints:
    """Take the worse of the status by score and the caps; only red speaks without a score."""
    status = uncapped.copy()
    status[capped_amber & (uncapped == Status.GREEN)] = Status.AMBER
    status[capped_red] = Status.RED
    return status


def _worst(score: Floats, counted: Bools, family: _Family) -> Ints:
    """Find the first child with the lowest counted score, -1 for none.

    Scores that differ by less than the tolerance are the same: only their rounding differs.
    """
    lowest = family.lowest(np.where(counted, score, np.inf), np.inf)
    candidate = counted & (score <= lowest[family.parent] + TOLERANCE)
    rows = np.arange(family.parent.size)[:, np.newaxis]
    none = family.parent.size
    first = family.lowest(np.where(candidate, rows, none), none)
    return np.where(first < none, first, -1)
