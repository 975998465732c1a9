"""A world of arrays as the recursive second opinion reads it, for some cells of a KPI."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from scorecard.engine import Figures, View
from tests.bench.in_arrays import RolledUp
from tests.bench.worlds import MONTHS, Measure, World
from tests.scorecard.engine import second_opinion as opinion

#: The units asked about: HQ, commands, regions or reporters.
SAMPLE = (0, 1, 7, 14, 100, 313)
TOLERANCE = 1e-9


@dataclass
class IndexedWorld(opinion.World):
    """The same world, with the children of each unit at hand: thousands would take hours."""

    below: dict[int, list[int]] = field(default_factory=dict)

    def children(self, unit: int, period: int) -> list[int]:  # noqa: ARG002
        return self.below.get(unit, [])


def differing_cells(world: World, measure: Measure, found: RolledUp) -> list[tuple]:
    """Return the cells of the sample in which the last year's figures are not the opinion's."""
    last = world.n_months // MONTHS - 1
    read = _world(world, measure, range(last * MONTHS, world.n_months))
    wrong = []
    for unit in SAMPLE:
        for month in (0, MONTHS - 1):
            place = unit, last * MONTHS + month
            wrong += _differing(found.views[View.BASE], place, _month(read, measure, unit, month))
        year = _year(read, measure, unit)
        wrong += _differing(found.views[View.YEAR], (unit, last), year)
    return wrong


def _month(read: IndexedWorld, measure: Measure, unit: int, month: int) -> dict:
    goal, red = opinion.target(read, measure.unit_rule, unit, month)
    reported, _carried, expected = opinion.coverage(read, measure.unit_rule, unit, month)
    value = opinion.value(read, measure.unit_rule, unit, month)
    return {"value": value, "reported": reported, "expected": expected, "goal": goal, "red": red}


def _year(read: IndexedWorld, measure: Measure, unit: int) -> dict:
    """Without its targets: those of a year that has ended are the unit's own ones."""
    whole = list(range(MONTHS))
    line = opinion.line(read, measure.unit_rule, measure.time_rule, unit, whole, [])
    return {"value": line.value, "reported": line.reported, "expected": line.expected}


def _world(world: World, measure: Measure, columns: range) -> IndexedWorld:
    parents = world.parents.tolist()
    below: dict[int, list[int]] = {}
    for unit, parent in enumerate(parents):
        below.setdefault(parent, []).append(unit)
    everybody = {unit: None if parent < 0 else parent for unit, parent in enumerate(parents)}
    read = IndexedWorld(parents=[everybody] * len(columns), below=below)
    for place, column in enumerate(columns):
        for name, array in (("x", measure.x), ("w", measure.w)):
            known = np.flatnonzero(~np.isnan(array[:, column])).tolist()
            getattr(read, name).update({(u, place): Fraction(array[u, column]) for u in known})
        for name, marks in (("due", measure.due), ("not_applicable", measure.not_applicable)):
            getattr(read, name).update(
                (u, place) for u in np.flatnonzero(marks[:, column]).tolist()
            )
        share = MONTHS if measure.is_shared else 1
        for name, array in (("goal", measure.goal), ("red", measure.red)):
            year = array[:, column // MONTHS]
            known = np.flatnonzero(~np.isnan(year)).tolist()
            getattr(read, name).update({(u, place): Fraction(year[u]) / share for u in known})
    return read


def _differing(figures: Figures, place: tuple[int, int], said: dict) -> list[tuple]:
    ours = {name: getattr(figures, name)[place] for name in said}
    return [
        (*place, name, ours[name], other)
        for name, other in said.items()
        if _differ(ours[name], other)
    ]


def _differ(ours: float, theirs: Fraction | int | None) -> bool:
    if theirs is None:
        return not np.isnan(ours)
    return not abs(float(ours) - float(theirs)) <= TOLERANCE * max(1.0, abs(float(theirs)))
