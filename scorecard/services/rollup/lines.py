"""Which KPIs make which objective at which unit: dated rows become rows of arrays."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet

from scorecard.engine.tree import Tree
from scorecard.engine.types import Bools, Floats, Ints, NodeRule
from scorecard.models import (
    Kpi,
    Line,
    Objective,
    ObjectiveVersion,
    Perspective,
    PerspectiveVersion,
    Score,
    Theme,
)
from scorecard.services.rollup import switches
from scorecard.services.rollup.history import History
from scorecard.services.rollup.links import Contributions, ManualScores, contributory_rows
from scorecard.services.rollup.meanings import Meaning, load_meanings
from scorecard.services.rollup.switches import Switches

NOBODY = -1
WEIGHED = ("weight", "critical")
LINE = ("valid_from", "objective_id", "unit_id", "kpi_id", *WEIGHED)
OBJECTIVE = (
    *("valid_from", "objective_id", "perspective_id", "theme_id"),
    *WEIGHED,
    *("roll_up", "retired"),
)
PERSPECTIVE = ("valid_from", "perspective_id", *WEIGHED)


@dataclass(frozen=True, eq=False)
class Strategy:
    """Codes in their order, and the dated rows that say what makes what, newest revision last.

    Everything is by index: objectives, perspectives and themes in the order of their codes.
    `homes` is the unit of each objective; `child_rank` the place of each KPI, then of each
    objective, in the order of all their codes.
    """

    n_units: int
    kpi_ids: Ints
    objective_ids: Ints
    perspective_ids: Ints
    theme_ids: Ints
    homes: Ints
    child_rank: Ints
    lines: list[tuple[Any, ...]]
    objectives: list[tuple[Any, ...]]
    perspectives: list[tuple[Any, ...]]
    links: list[tuple[Any, ...]]
    manual: ManualScores
    switches: Switches
    _layouts: dict[tuple[Tree, tuple[int, ...]], "Layout"] = field(default_factory=dict)

    @property
    def n_kpis(self) -> int:
        """How many KPIs stand in a line; children of objectives beyond them are objectives."""
        return len(self.kpi_ids)

    def at(self, history: History, day: date, tree: Tree) -> "Layout":
        """Return what held on `day` in `tree`, made once for all days on which the same did."""
        same = tree, self.signature(day)
        if same not in self._layouts:
            self._layouts[same] = self._layout(history, day, tree)
        return self._layouts[same]

    def _layout(self, history: History, day: date, tree: Tree) -> "Layout":
        perspective = _newest(self.perspectives, day, len(self.perspective_ids), width=2)
        objective = _newest(self.objectives, day, len(self.objective_ids), width=6)
        homes = np.where(np.isin(self.homes, tree.order), self.homes, NOBODY)
        return Layout(
            leaves=_leaves(self._lines_on(day), history.n_units, tree),
            objective_perspective=objective[:, 0].astype(np.intp),
            objective_theme=objective[:, 1].astype(np.intp),
            objective_weight=objective[:, 2],
            objective_critical=objective[:, 3] > 0,
            objective_rule=objective[:, 4].astype(np.intp),
            objective_retired=objective[:, 5] > 0,
            homes=homes,
            contributions=self._contributions_on(day, homes),
            perspective_weight=perspective[:, 0],
            perspective_critical=perspective[:, 1] > 0,
            uncapped=self.switches.off_on(day),
        )

    def _contributions_on(self, day: date, homes: Ints) -> Contributions:
        """Return the links valid on `day` between objectives of that day, at open units."""
        standing = self._standing(day) & set(np.flatnonzero(homes != NOBODY).tolist())
        valid = sorted((row for row in self.links if row[0] <= day), key=lambda row: row[0])
        links = {(source, target): held for _, source, target, *held in valid}
        return Contributions.of(
            (source, target, weight)
            for (source, target), (weight, ended) in links.items()
            if not ended and {source, target} <= standing
        )

    def _standing(self, day: date) -> set[int]:
        """Return the objectives that have begun on `day` and are not retired."""
        valid = sorted((row for row in self.objectives if row[0] <= day), key=lambda row: row[0])
        retired = {row[1]: row[-1] for row in valid}
        return {objective for objective, is_retired in retired.items() if not is_retired}

    def contributing_units(self, units: Collection[int]) -> set[int]:
        """Return the units, and those whose objectives contribute to objectives there."""
        homes = self.homes.tolist()
        return _reached(
            units, [(homes[target], homes[source]) for _, source, target, *_ in self.links]
        )

    def receiving_units(self, units: Collection[int]) -> set[int]:
        """Return the units, and those with objectives that objectives there contribute to."""
        homes = self.homes.tolist()
        return _reached(
            units, [(homes[source], homes[target]) for _, source, target, *_ in self.links]
        )

    def _lines_on(self, day: date) -> dict[tuple[int, int], dict[int, tuple[float, bool]]]:
        """Return {(objective, unit): {kpi: (weight, critical)}} as valid on `day`."""
        # Lines may be older than their objective, which is nowhere before its first day.
        standing = self._standing(day)
        valid = [row for row in self.lines if row[0] <= day and row[1] in standing]
        valid.sort(key=lambda row: row[0])
        found: dict[tuple[int, int], dict[int, tuple[float, bool]]] = {}
        for _, objective, unit, kpi, weight, critical in valid:
            found.setdefault((objective, unit), {})[kpi] = (weight, critical)
        return found

    def signature(self, day: date) -> tuple[int, ...]:
        """Return a mark that is the same on two days if the same rows are valid on both."""
        rows = (self.lines, self.objectives, self.perspectives, self.links)
        counts = tuple(sum(1 for row in kind if row[0] <= day) for kind in rows)
        return *counts, self.switches.signature(day)


@dataclass(frozen=True, eq=False)
class Leaves:
    """KPI lines as they stand at each unit, sorted by unit, objective, KPI; each (n_leaves,)."""

    unit: Ints
    objective: Ints
    kpi: Ints
    weight: Floats
    critical: Bools

    def only(self, units: Ints) -> "Leaves":
        """Return the lines of some units, (n,) ascending, which then have the indexes from 0."""
        mine = np.isin(self.unit, units)
        return Leaves(
            np.searchsorted(units, self.unit[mine]),
            self.objective[mine],
            self.kpi[mine],
            self.weight[mine],
            self.critical[mine],
        )


@dataclass(frozen=True, eq=False)
class Layout:
    """What makes what on one day: leaves, and by index what objectives and perspectives weigh."""

    leaves: Leaves
    objective_perspective: Ints
    objective_theme: Ints
    objective_weight: Floats
    objective_critical: Bools
    objective_rule: Ints
    objective_retired: Bools
    homes: Ints
    contributions: Contributions
    perspective_weight: Floats
    perspective_critical: Bools
    uncapped: frozenset[switches.Place]

    def only(self, units: Ints) -> "Layout":
        """Return what holds at some units, (n,) ascending, which then have the indexes from 0."""
        place = np.searchsorted(units, self.homes)
        homes = np.where(np.isin(self.homes, units), place, NOBODY)
        uncapped = switches.only_units(self.uncapped, units)
        return replace(self, leaves=self.leaves.only(units), homes=homes, uncapped=uncapped)


def load_strategy(history: History) -> Strategy:
    """Read lines, objectives and perspectives as known to `history`."""
    known = history.known
    unit_index = {int(unit_id): unit for unit, unit_id in enumerate(history.unit_ids)}
    objective_ids = _ids(Objective.objects.all())
    perspective_ids, theme_ids = _ids(Perspective.objects.all()), _ids(Theme.objects.all())
    lines = list(known.among(Line.objects.order_by("id")).values_list(*LINE))
    kpi_ids = _ids(Kpi.objects.filter(pk__in={kpi_id for _, _, _, kpi_id, *_ in lines}))
    objectives = known.among(ObjectiveVersion.objects.order_by("id")).values_list(*OBJECTIVE)
    perspectives = known.among(PerspectiveVersion.objects.order_by("id")).values_list(*PERSPECTIVE)
    kpi_index = _index(kpi_ids)
    objective_index, perspective_index = _index(objective_ids), _index(perspective_ids)
    theme_index = _index(theme_ids) | {None: NOBODY}
    codes = [
        *((code, 0, place) for place, code in enumerate(_codes(Kpi, kpi_ids))),
        *((code, 1, place) for place, code in enumerate(_codes(Objective, objective_ids))),
    ]
    homes = dict(Objective.objects.values_list("id", "unit_id"))
    return Strategy(
        n_units=history.n_units,
        homes=np.array([unit_index[homes[each]] for each in objective_ids], dtype=np.intp),
        child_rank=_ranks(codes),
        links=contributory_rows(known, objective_index),
        manual=ManualScores(known, unit_index, objective_index),
        switches=Switches.load(
            known,
            unit_index,
            {
                Score.SCORECARD: unit_index,
                Score.PERSPECTIVE: perspective_index,
                Score.THEME: theme_index,
                Score.OBJECTIVE: objective_index,
            },
        ),
        kpi_ids=np.array(kpi_ids, dtype=np.int64),
        objective_ids=np.array(objective_ids, dtype=np.int64),
        perspective_ids=np.array(perspective_ids, dtype=np.int64),
        theme_ids=np.array(theme_ids, dtype=np.int64),
        lines=[
            (day, objective_index[objective_id], unit_index[unit_id], kpi_index[kpi_id], *weighed)
            for day, objective_id, unit_id, kpi_id, *weighed in lines
        ],
        objectives=[
            (
                day,
                objective_index[objective_id],
                perspective_index[perspective_id],
                theme_index[theme_id],
                *weighed,
                NodeRule(rule).number,
                retired,
            )
            for day, objective_id, perspective_id, theme_id, *weighed, rule, retired in objectives
        ],
        perspectives=[
            (day, perspective_index[perspective_id], *weighed)
            for day, perspective_id, *weighed in perspectives
        ],
    )


def strategy_meanings(history: History, strategy: Strategy) -> list[Meaning]:
    """Return what the KPIs of all lines mean, in the order of the strategy."""
    kpi_ids = strategy.kpi_ids.tolist()
    by_id = load_meanings(history.known, kpi_ids)
    return [by_id[kpi_id] for kpi_id in kpi_ids]


def _reached(units: Collection[int], ways: Sequence[tuple[int, int]]) -> set[int]:
    """Return the units and all that ways, (from, to), lead to from there."""
    found, waiting = set(units), list(units)
    while waiting:
        unit = waiting.pop()
        more = {there for here, there in ways if here == unit} - found
        waiting += more
        found |= more
    return found


def _ids(things: QuerySet[Any]) -> list[int]:
    """Return ids in the order of codes, compared alike on every database."""
    return [key for _, key in sorted(things.values_list("code", "id"))]


def _codes(model: Any, ids: Sequence[int]) -> list[str]:
    """Return the codes of things given by id, in the order of the ids."""
    by_id = dict(model._default_manager.filter(pk__in=ids).values_list("id", "code"))
    return [by_id[each] for each in ids]


def _ranks(codes: Sequence[tuple[str, int, int]]) -> Ints:
    """Return the place that each of several things has in the order of their codes."""
    ranks = np.empty(len(codes), dtype=np.intp)
    ranks[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
    return ranks


def _index(ids: Sequence[int]) -> dict[Any, int]:
    return {key: place for place, key in enumerate(ids)}


def _newest(rows: list[tuple[Any, ...]], day: date, n_things: int, *, width: int) -> Floats:
    """Return (n_things, width) numbers of the rows valid on `day`: latest day, then newest."""
    found = np.zeros((n_things, width))
    for _, thing, *numbers in sorted((r for r in rows if r[0] <= day), key=lambda row: row[0]):
        found[thing] = numbers
    return found


def _leaves(
    lines: dict[tuple[int, int], dict[int, tuple[float, bool]]], n_units: int, tree: Tree
) -> Leaves:
    """Let each unit have the lines of the nearest unit at or above it, objective by objective."""
    rows: list[Floats] = []
    for objective in sorted({objective for objective, _ in lines}):
        own = {unit: kpis for (o, unit), kpis in lines.items() if o == objective}
        provider = _providers(tree, n_units, list(own))
        for source, kpis in own.items():
            units = np.flatnonzero(provider == source)
            for kpi, (weight, critical) in kpis.items():
                row = np.empty((len(units), 5))
                row[:, 0] = units
                row[:, 1:] = objective, kpi, weight, critical
                rows.append(row)
    table = np.concatenate(rows) if rows else np.empty((0, 5))
    table = table[np.lexsort((table[:, 2], table[:, 1], table[:, 0]))]
    unit, objective_column, kpi_column = table[:, :3].astype(np.intp).T
    weights: Floats = table[:, 3]
    return Leaves(unit, objective_column, kpi_column, weights, table[:, 4] > 0)


def _providers(tree: Tree, n_units: int, sources: list[int]) -> Ints:
    """Return, for each unit, the nearest of `sources` at or above it, NOBODY if there is none.

    A unit outside the tree has none, whatever lines of its own it had while it was open.
    """
    provider = np.full(n_units, NOBODY)
    standing = np.intersect1d(sources, tree.order)
    provider[standing] = standing
    for level in tree.levels[1:]:
        units = tree.order[level.rows]
        family_sizes = np.diff(level.starts, append=len(units))
        inherited = np.repeat(provider[tree.order[level.parents]], family_sizes)
        provider[units] = np.where(provider[units] == NOBODY, inherited, provider[units])
    return provider
