"""From KPI figures to objectives, perspectives, themes and the scorecard of every unit."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.scores import Cuts
from scorecard.engine.types import Bools, Floats, Ints, Leaves, Nodes, Status
from scorecard.engine.weighting import combine, count_statuses, shares
from scorecard.models import Score
from scorecard.services.rollup.lines import NOBODY, Layout, Strategy


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
    `counts` is (n_nodes, 6, n_columns) by status.
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
    """Children on their way into a layer, sorted by unit, then node."""

    unit: Ints
    child: Ints
    leaves: Leaves
    weight: Floats
    critical: Bools
    present: Bools


def score_layout(
    layout: Layout, strategy: Strategy, figures: KpiFigures, cuts: Cuts
) -> list[Layer]:
    """Score one block of columns in which `layout` held.

    Returns
    -------
    list of Layer
        Objectives, perspectives, themes, scorecards.
    """
    builder = _Builder(layout, strategy, figures, cuts)
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

    def __init__(self, layout: Layout, strategy: Strategy, figures: KpiFigures, cuts: Cuts) -> None:
        self.layout, self.strategy, self.cuts = layout, strategy, cuts
        leaves = layout.leaves
        self.leaf_present = figures.due[leaves.kpi, leaves.unit]
        self.leaf = Leaves(
            figures.score[leaves.kpi, leaves.unit], figures.status[leaves.kpi, leaves.unit]
        )
        self.n_columns = figures.score.shape[2]

    def objectives(self) -> Layer:
        """Combine KPI lines."""
        leaves = self.layout.leaves
        rows = _Rows(
            unit=leaves.unit,
            child=leaves.kpi,
            leaves=self.leaf,
            weight=self._wide(leaves.weight),
            critical=self._wide(leaves.critical),
            present=self.leaf_present,
        )
        return self._layer(Score.OBJECTIVE, rows, leaves.objective, leaves.objective)

    def perspectives(self, objectives: Layer) -> Layer:
        """Combine objectives."""
        perspective = self.layout.objective_perspective
        rows = self._upward(
            objectives, self.layout.objective_weight, self.layout.objective_critical
        )
        return self._layer(
            Score.PERSPECTIVE,
            rows,
            perspective[objectives.node],
            perspective[self.layout.leaves.objective],
        )

    def scorecards(self, perspectives: Layer) -> Layer:
        """Combine perspectives; a unit's scorecard is known by the unit."""
        rows = self._upward(
            perspectives, self.layout.perspective_weight, self.layout.perspective_critical
        )
        return self._layer(Score.SCORECARD, rows, perspectives.unit, self.layout.leaves.unit)

    def themes(self, objectives: Layer, perspectives: Layer) -> Layer:
        """Combine objectives, weighed by their share in the perspective times its share."""
        rows = self._upward(
            objectives, self.layout.objective_weight, self.layout.objective_critical
        )
        weight = self._theme_weights(objectives, perspectives)
        theme = self.layout.objective_theme
        mine = theme[objectives.node] != NOBODY
        rows = _Rows(
            rows.unit[mine],
            rows.child[mine],
            Leaves(rows.leaves.score[mine], rows.leaves.status[mine]),
            weight[mine],
            rows.critical[mine],
            rows.present[mine],
        )
        return self._layer(
            Score.THEME, rows, theme[objectives.node[mine]], theme[self.layout.leaves.objective]
        )

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
            leaves=layer.nodes,
            weight=self._wide(weight[layer.node]),
            critical=self._wide(critical[layer.node]) | layer.nodes.capped_red,
            present=layer.present,
        )

    def _layer(self, kind: int, rows: _Rows, node: Ints, leaf_node: Ints) -> Layer:
        """Combine `rows` into nodes; `leaf_node` says below which node each leaf stands."""
        key = rows.unit * self._base + node
        order = np.lexsort((rows.child, key))
        keys, parent = np.unique(key[order], return_inverse=True)
        children = Leaves(rows.leaves.score[order], rows.leaves.status[order])
        critical, present = rows.critical[order], rows.present[order]
        nodes = combine(
            children, parent, len(keys), rows.weight[order], critical, present, self.cuts
        )
        child = rows.child[order]
        capping = _first_capping(children, critical & present, nodes, parent)
        return Layer(
            kind=kind,
            unit=keys // self._base,
            node=keys % self._base,
            present=_any_of(present, parent, len(keys)),
            nodes=nodes,
            counts=self._counts(keys, leaf_node),
            worst=np.where(nodes.worst < 0, NOBODY, child[nodes.worst])
            if len(keys)
            else nodes.worst,
            cap=np.where(capping < 0, NOBODY, child[capping]) if len(keys) else capping,
        )

    def _counts(self, keys: Ints, leaf_node: Ints) -> Ints:
        leaves = self.layout.leaves
        below = leaf_node != NOBODY
        row = np.searchsorted(keys, leaves.unit[below] * self._base + leaf_node[below])
        leaf = leaves.unit * len(self.strategy.kpi_ids) + leaves.kpi
        return count_statuses(
            self.leaf.status[below], leaf[below], row, len(keys), self.leaf_present[below]
        )

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


def _any_of(marks: Bools, parent: Ints, n_parents: int) -> Bools:
    """Tell which parents have a marked child; every parent has children."""
    if not n_parents:
        return np.zeros((0, marks.shape[1]), dtype=bool)
    starts = np.flatnonzero(np.diff(parent, prepend=-1))
    found: Bools = np.logical_or.reduceat(marks, starts, axis=0)
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
    first = np.minimum.reduceat(row, starts, axis=0)
    capped = (nodes.status != nodes.uncapped) & (first < n_rows)
    return np.where(capped, first, NOBODY)
