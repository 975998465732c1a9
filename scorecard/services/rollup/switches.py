"""Nodes that critical children do not cap, because the office switched that off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scorecard.engine.types import Bools, Ints
from scorecard.models import CapSwitch, Score
from scorecard.services.rollup.known import Known

#: Kind, unit and node of a node, the last two by index.
Place = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Switches:
    """The dated switches of nodes, (valid from, place, whether it is capped), newest last."""

    rows: Sequence[tuple[date, Place, bool]]

    @classmethod
    def load(
        cls, known: Known, units: dict[int, int], nodes: dict[int, dict[int, int]]
    ) -> "Switches":
        """Read the switches.

        Parameters
        ----------
        units, nodes
            The indexes of units by id; of nodes by kind, then id.
        """
        rows = known.among(CapSwitch.objects.order_by("id"))
        places = {row: (row.kind, units[row.unit_id], nodes[row.kind][row.node]) for row in rows}
        return cls([(row.valid_from, place, row.caps) for row, place in places.items()])

    def off_on(self, day: date) -> frozenset[Place]:
        """Return the nodes that nothing caps on a day."""
        valid = sorted((row for row in self.rows if row[0] <= day), key=lambda row: row[0])
        held = {place: caps for _, place, caps in valid}
        return frozenset(place for place, caps in held.items() if not caps)

    def signature(self, day: date) -> int:
        """Return a mark that is the same on two days if the same rows are valid on both."""
        return sum(1 for row in self.rows if row[0] <= day)


def is_capped(off: frozenset[Place], kind: int, unit: Ints, node: Ints) -> Bools:
    """Tell which nodes of a kind, (n_nodes,), critical children may cap."""
    found = np.ones(unit.size, dtype=bool)
    for _, its_unit, its_node in (place for place in off if place[0] == kind):
        found &= (unit != its_unit) | (node != its_node)
    return found


def only_units(off: frozenset[Place], units: Ints) -> frozenset[Place]:
    """Return the nodes of some units, (n,) ascending, which then have the indexes from 0."""
    place = {unit: at for at, unit in enumerate(units.tolist())}
    return frozenset(
        (kind, place[unit], place[node] if kind == Score.SCORECARD else node)
        for kind, unit, node in off
        if unit in place
    )
