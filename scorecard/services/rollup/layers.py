"""From KPI figures to objectives, perspectives, themes and the scorecard of every unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scorecard.engine.nodes import Leaves, Nodes
from scorecard.engine.scores import Cuts
from scorecard.engine.types import Bools, Floats, Ints, NodeRule, Status
from scorecard.engine.weighting import Parents, combine, count_statuses, shares
from scorecard.models import Score
from scorecard.services.rollup.lines import NOBODY, Layout, Strategy
from scorecard.services.rollup.links import Place
from scorecard.services.rollup.switches import is_capped


@dataclass(frozen=True, eq=False)
class KpiFigures:
    """Score, status and whether there is a line: each (n_kpis, n_units, n_columns)."""

    score: Floats
    status: Ints
    due: Bools

    def columns(self, taken: slice) -> "KpiFigures":
        """Return some of the columns."""
        return KpiFigures(self.score[..., taken], self.status[..., taken], self.due[..., taken])


@dataclass(frozen=True, eq=False)
class Layer:
    """The nodes of one kind at all units.

    `unit` and `node` (the node's index, the unit's for a scorecard) are (n_nodes,); `worst` and
    `cap` are indexes of objectives, perspectives or KPIs, (n_nodes, n_columns), NOBODY for none;
    of an objective those after the last KPI are objectives that contribute to it. `counts` is
    (n_nodes, 6, n_columns) by status.
    """

    kind: int
    unit: Ints
    node: Ints
    present: Bools
    nodes: Nodes
    counts: Ints
    worst: Ints
    cap: Ints


@dataclass(frozen=True, eq=False)
class _Rows:
    """Children on their way into a layer; siblings are put into the order of `rank`."""

    unit: Ints
    child: Ints
    rank: Ints
    leaves: Leaves
    weight: Floats
    critical: Bools
    present: Bools

    def taken(self, mask: Bools | Ints) -> "_Rows":
        """Return some of the rows."""
        return _Rows(
            self.unit[mask],
            self.child[mask],
            self.rank[mask],
            Leaves(self.leaves.score[mask], self.leaves.status[mask]),
            self.weight[mask],
            self.critical[mask],
            self.present[mask],
        )

    def and_others(self, other: "_Rows") -> "_Rows":
        """Return these rows and others."""

        def joined(name: str) -> NDArray[Any]:
            return np.concatenate([getattr(self, name), getattr(other, name)])

        names = ("unit", "child", "rank", "weight", "critical", "present")
        score, status = (
            np.concatenate([getattr(rows.leaves, name) for rows in (self, other)])
            for name in ("score", "status")
        )
        return _Rows(leaves=Leaves(score, status), **{name: joined(name) for name in names})


def score_layout(
    layout: Layout,
    strategy: Strategy,
    figures: KpiFigures,
    manual: Mapping[Place, Floats],
    cuts: Cuts,
) -> list[Layer]:
    """Score one block of columns in which `layout` held.

    Parameters
    ----------
    manual
        The scores given by hand in each column, by unit and objective.

    Returns
    -------
    list of Layer
        Objectives, perspectives, themes, scorecards.
    """
    builder = _Builder(layout, strategy, figures, manual, cuts)
    objectives = builder.objectives()
    perspectives = builder.perspectives(objectives)
    return [
        objectives,
        perspectives,
        builder.themes(objectives, perspectives),
        builder.scorecards(perspectives),
    ]


class _Builder:
    """Builds layer upon layer, and counts the leaves below every node."""

    def __init__(
        self,
        layout: Layout,
        strategy: Strategy,
        figures: KpiFigures,
        manual: Mapping[Place, Floats],
        cuts: Cuts,
    ) -> None:
        self.layout, self.strategy, self.cuts = layout, strategy, cuts
        self.manual = _Manual(layout, manual)
        leaves = layout.leaves
        self.leaf_present = figures.due[leaves.kpi, leaves.unit]
        self.leaf = Leaves(
            figures.score[leaves.kpi, leaves.unit], figures.status[leaves.kpi, leaves.unit]
        )
        self.n_columns = figures.score.shape[2]
        self.below = _Below.of(layout)

    def objectives(self) -> Layer:
        """Combine KPI lines, and link by link the objectives that contribute."""
        rows = self._kpi_rows()
        layer = self._layer(Score.OBJECTIVE, rows, self.layout.leaves.objective)
        for _ in range(self.layout.contributions.depth):
            more, node = self._contributed(layer)
            nodes = np.concatenate([self.layout.leaves.objective, node])
            layer = self._layer(Score.OBJECTIVE, rows.and_others(more), nodes)
        return layer

    def _contributed(self, layer: Layer) -> tuple[_Rows, Ints]:
        """Make objectives at their own unit children of those at theirs; a cap goes along."""
        links, homes = self.layout.contributions, self.layout.homes
        keys = layer.unit * self._base + layer.node
        wanted = homes[links.source] * self._base + links.source
        place = np.searchsorted(keys, wanted)
        there = np.isin(wanted, keys) & (homes[links.target] != NOBODY)
        source, target, at = links.source[there], links.target[there], place[there]
        child = self.strategy.n_kpis + source
        critical = self.layout.objective_critical[source]
        rows = _Rows(
            unit=homes[target],
            child=child,
            rank=self.strategy.child_rank[child],
            leaves=Leaves(layer.nodes.score[at], layer.nodes.status[at]),
            weight=self._wide(links.weight[there]),
            critical=self._wide(critical) | layer.nodes.capped_red[at],
            present=layer.present[at],
        )
        return rows, target

    def _kpi_rows(self) -> _Rows:
        leaves = self.layout.leaves
        return _Rows(
            unit=leaves.unit,
            child=leaves.kpi,
            rank=self.strategy.child_rank[leaves.kpi],
            leaves=self.leaf,
            weight=self._wide(leaves.weight),
            critical=self._wide(leaves.critical),
            present=self.leaf_present,
        )

    def perspectives(self, objectives: Layer) -> Layer:
        """Combine objectives."""
        perspective = self.layout.objective_perspective
        rows = self._upward(
            objectives, self.layout.objective_weight, self.layout.objective_critical
        )
        return self._layer(Score.PERSPECTIVE, rows, perspective[objectives.node])

    def scorecards(self, perspectives: Layer) -> Layer:
        """Combine perspectives; a unit's scorecard is known by the unit."""
        rows = self._upward(
            perspectives, self.layout.perspective_weight, self.layout.perspective_critical
        )
        return self._layer(Score.SCORECARD, rows, perspectives.unit)

    def themes(self, objectives: Layer, perspectives: Layer) -> Layer:
        """Combine objectives, weighed by their share in the perspective times its share."""
        rows = self._upward(
            objectives, self.layout.objective_weight, self.layout.objective_critical
        )
        weight = self._theme_weights(objectives, perspectives)
        theme = self.layout.objective_theme
        mine = theme[objectives.node] != NOBODY
        weighed = replace(rows, weight=weight).taken(mine)
        return self._layer(Score.THEME, weighed, theme[objectives.node[mine]])

    def _theme_weights(self, objectives: Layer, perspectives: Layer) -> Floats:
        perspective = self.layout.objective_perspective[objectives.node]
        key = objectives.unit * self._base + perspective
        order = np.argsort(key, kind="stable")
        within = np.empty_like(objectives.nodes.score)
        parents, parent = np.unique(key[order], return_inverse=True)
        within[order] = shares(
            self._wide(self.layout.objective_weight[objectives.node[order]]),
            parent,
            len(parents),
            objectives.present[order],
        )
        units, unit = np.unique(perspectives.unit, return_inverse=True)
        above = shares(
            self._wide(self.layout.perspective_weight[perspectives.node]),
            unit,
            len(units),
            perspectives.present,
        )
        # Perspective nodes stand in the order of the same key.
        return within * above[np.searchsorted(parents, key)]

    def _upward(self, layer: Layer, weight: Floats, critical: Bools) -> _Rows:
        """Make the nodes of a layer the children of the next; a red cap makes them critical."""
        return _Rows(
            unit=layer.unit,
            child=layer.node,
            rank=layer.node,
            leaves=layer.nodes,
            weight=self._wide(weight[layer.node]),
            critical=self._wide(critical[layer.node]) | layer.nodes.capped_red,
            present=layer.present,
        )

    def _layer(self, kind: int, rows: _Rows, node: Ints) -> Layer:
        """Combine `rows` into the nodes that `node` says."""
        key = rows.unit * self._base + node
        order = np.lexsort((rows.rank, key))
        given = self.manual.keys(self._base) if kind == Score.OBJECTIVE else key[:0]
        keys = np.unique(np.concatenate([key, given]))
        parent, sorted_rows = np.searchsorted(keys, key[order]), rows.taken(order)
        unit, node = keys // self._base, keys % self._base
        parents, by_hand = Parents.plain(len(keys)), np.zeros((len(keys), self.n_columns), bool)
        capped = is_capped(self.layout.uncapped, kind, unit, node)
        parents = replace(parents, is_capped=capped)
        if kind == Score.OBJECTIVE:
            manual = self.manual.scores(unit, node, self.n_columns)
            parents = Parents(self.layout.objective_rule[node], manual, capped)
            by_hand = ~np.isnan(manual) & (parents.rule == NodeRule.MANUAL.number)[:, None]
        nodes = combine(
            sorted_rows.leaves,
            parent,
            parents,
            sorted_rows.weight,
            sorted_rows.critical,
            sorted_rows.present,
            self.cuts,
        )
        critical = sorted_rows.critical & sorted_rows.present
        capping = _first_capping(sorted_rows.leaves, critical, nodes, parent)
        return Layer(
            kind=kind,
            unit=unit,
            node=node,
            present=_any_of(sorted_rows.present, parent, len(keys)) | by_hand,
            nodes=nodes,
            counts=self._counts(kind, keys),
            worst=_children(sorted_rows.child, nodes.worst),
            cap=_children(sorted_rows.child, capping),
        )

    def _counts(self, kind: int, keys: Ints) -> Ints:
        """Count the distinct KPIs at units below each node by status."""
        below, leaves = self.below, self.layout.leaves
        node = self._node_of(kind)
        mine = np.flatnonzero(node != NOBODY)
        wanted = below.unit[mine] * self._base + node[mine]
        # While links are followed the nodes further up are not there yet.
        mine, wanted = mine[np.isin(wanted, keys)], wanted[np.isin(wanted, keys)]
        row, at = np.searchsorted(keys, wanted), below.leaf[mine]
        leaf = leaves.unit[at] * self.strategy.n_kpis + leaves.kpi[at]
        return count_statuses(self.leaf.status[at], leaf, row, len(keys), self.leaf_present[at])

    def _node_of(self, kind: int) -> Ints:
        """Return the node of a kind that each row of `below` stands under."""
        objective, layout = self.below.objective, self.layout
        match kind:
            case Score.OBJECTIVE:
                return objective
            case Score.PERSPECTIVE:
                return layout.objective_perspective[objective]
            case Score.THEME:
                return layout.objective_theme[objective]
            case _:
                return self.below.unit

    def _wide(self, per_row: Ints | Floats | Bools):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return np.repeat(per_row[:, None], self.n_columns, axis=1)

    @property
    def _base(self) -> int:
        """A number above every node index, to make keys of unit and node."""
        sizes = (
            self.strategy.n_units,
            len(self.strategy.objective_ids),
            len(self.strategy.perspective_ids),
            len(self.strategy.theme_ids),
        )
        return max(sizes) + 1


@dataclass(frozen=True, eq=False)
class _Below:
    """Under which unit's objective each leaf counts: its own, and those that it contributes to."""

    unit: Ints
    objective: Ints
    leaf: Ints

    @classmethod
    def of(cls, layout: Layout) -> "_Below":
        """Follow the links from each leaf upward."""
        leaves, homes = layout.leaves, layout.homes
        rows = [(leaves.unit, leaves.objective, np.arange(leaves.unit.size))]
        for source in np.unique(layout.contributions.source).tolist():
            at_home = (leaves.objective == source) & (leaves.unit == homes[source])
            # What the source was given by others is followed from there.
            for target in layout.contributions.above(source):
                if homes[target] != NOBODY:
                    leaf = np.flatnonzero(at_home)
                    rows.append(
                        (np.full(leaf.size, homes[target]), np.full(leaf.size, target), leaf)
                    )
        return cls(*(np.concatenate(column) for column in zip(*rows, strict=True)))


class _Manual:
    """The scores given by hand of the objectives that take one, by unit and objective."""

    def __init__(self, layout: Layout, given: Mapping[Place, Floats]) -> None:
        rule, retired = layout.objective_rule, layout.objective_retired
        self.given = {
            (unit, objective): scores
            for (unit, objective), scores in given.items()
            if rule[objective] == NodeRule.MANUAL.number and not retired[objective]
        }

    def keys(self, base: int) -> Ints:
        """Return the nodes that have one."""
        found = [unit * base + objective for unit, objective in self.given]
        return np.array(found, dtype=np.intp)

    def scores(self, unit: Ints, node: Ints, n_columns: int) -> Floats:
        """Return the scores of nodes, (n_nodes, n_columns)."""
        found = np.full((unit.size, n_columns), np.nan)
        if self.given:
            for row, place in enumerate(zip(unit.tolist(), node.tolist(), strict=True)):
                found[row] = self.given.get(place, np.nan)
        return found


def _children(child: Ints, row: Ints) -> Ints:
    """Return which children rows are about, NOBODY for -1."""
    return np.where(row < 0, NOBODY, child[row]) if child.size else row


def _any_of(marks: Bools, parent: Ints, n_parents: int) -> Bools:
    """Tell which parents have a marked child."""
    found = np.zeros((n_parents, marks.shape[1]), dtype=bool)
    starts = np.flatnonzero(np.diff(parent, prepend=-1))
    if starts.size:
        found[parent[starts]] = np.logical_or.reduceat(marks, starts, axis=0)
    return found


def _first_capping(children: Leaves, critical: Bools, nodes: Nodes, parent: Ints) -> Ints:
    """Return the row of the first critical child behind each cap, -1 where nothing capped."""
    if not len(parent):
        return nodes.worst
    status = children.status
    unknown = (status == Status.NO_DATA) | (status == Status.INSUFFICIENT)
    behind = np.where(nodes.status[parent] == Status.RED, status == Status.RED, unknown)
    n_rows = len(parent)
    row = np.where(critical & behind, np.arange(n_rows)[:, None], n_rows)
    starts = np.flatnonzero(np.diff(parent, prepend=-1))
    first = np.full(nodes.status.shape, n_rows)
    first[parent[starts]] = np.minimum.reduceat(row, starts, axis=0)
    capped = (nodes.status != nodes.uncapped) & (first < n_rows)
    return np.where(capped, first, NOBODY)
