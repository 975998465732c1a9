"""The units of the Army of Aldmark: a tree from HQ over 13 commands to the battalions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from demo.chance import stream
from demo.months import Bools, Floats, Ints, Timeline
from demo.order_of_battle import COMMANDS, FIGHTING
from demo.package import Table, read_text_table
from demo.support_units import SUPPORTING

HQ: Final = "HQ"
HQ_STRENGTH: Final = 600

# What a unit of each profile weighs beside the others of its command: soldiers and vehicles.
SIZES: Final[dict[str, tuple[int, int]]] = {
    "hq": (600, 0),
    "command": (160, 12),
    "brigade": (220, 40),
    "regiment": (180, 35),
    "battalion": (520, 95),
    "supply": (420, 85),
    "coastal": (400, 50),
    "reserve": (330, 40),
    "depot": (260, 30),
    "school": (240, 25),
    "hospital": (210, 0),
    "clinic": (60, 0),
    "signals": (300, 45),
    "garrison": (120, 15),
    "office": (45, 0),
    "group": (0, 0),
}
KINDS: Final = {"supply": "battalion", "reserve": "battalion", "coastal": "regiment"}

# The two changes of the tree that the story knows, as offsets of months.
OPENED: Final = {"AMD-UAS": -14}
CLOSED: Final = {"MAT-DTW": -10}


@dataclass(frozen=True)
class Unit:
    """A node of the tree; months outside ``opened`` to ``closed`` (offsets) are not its own."""

    code: str
    name: str
    parent: str
    profile: str
    command: str
    opened: int | None = None
    closed: int | None = None

    @property
    def kind(self) -> str:
        """The kind of unit that the organisation prints."""
        if self.profile == "group":
            return "region" if "Region" in self.name else "group"
        if self.profile == "signals":
            return "battalion" if "Battalion" in self.name else "centre"
        return KINDS.get(self.profile, self.profile)


@dataclass(frozen=True)
class Army:
    """All units, parents first, with their soldiers and vehicles, each ``(n_units,)``."""

    units: tuple[Unit, ...]
    strength: Floats
    vehicles: Floats
    index: dict[str, int] = field(repr=False)

    @property
    def parents(self) -> Ints:
        """Return the index of each unit's parent, ``(n_units,)``, -1 for HQ."""
        return np.array([self.index.get(unit.parent, -1) for unit in self.units], dtype=np.int64)

    @property
    def commands(self) -> Ints:
        """Return the index of the command (or HQ) that each unit belongs to, ``(n_units,)``."""
        return np.array([self.index[unit.command] for unit in self.units], dtype=np.int64)

    @property
    def levels(self) -> list[Ints]:
        """Return the indexes of the units of each level, HQ's first."""
        depths = np.zeros(len(self.units), dtype=np.int64)
        for at, parent in enumerate(self.parents[1:], 1):
            depths[at] = depths[parent] + 1
        return [np.flatnonzero(depths == depth) for depth in range(int(depths.max()) + 1)]

    def open_in(self, offsets: Ints) -> Bools:
        """Return where a unit is open, ``(n_units, n_months)``."""
        first = [-99 if unit.opened is None else unit.opened for unit in self.units]
        last = [99 if unit.closed is None else unit.closed for unit in self.units]
        since, until = np.array(first)[:, None], np.array(last)[:, None]
        return np.asarray((offsets >= since) & (offsets <= until), dtype=np.bool_)


def build_army(seed: int) -> Army:
    """Return the 314 units, with soldiers and vehicles shared out inside each command."""
    units = tuple(_units())
    commands = _command_totals()
    soldiers = np.array([SIZES[unit.profile][0] for unit in units], dtype=np.float64)
    vehicles = np.array([SIZES[unit.profile][1] for unit in units], dtype=np.float64)
    chance = stream(seed, "sizes")
    soldiers *= chance.uniform(0.85, 1.15, len(units))
    vehicles *= chance.uniform(0.85, 1.15, len(units))
    for code, (strength, fleet) in commands.items():
        inside = np.array([unit.command == code for unit in units])
        soldiers[inside] *= strength / soldiers[inside].sum()
        vehicles[inside] *= fleet / max(vehicles[inside].sum(), 1.0)
    index = {unit.code: at for at, unit in enumerate(units)}
    return Army(units, np.rint(soldiers), np.rint(vehicles), index)


def units_table(army: Army, timeline: Timeline) -> Table:
    """Return the rows of units.csv."""
    columns = ("code", "name", "parent", "kind", "opened_on", "closed_on", "position")
    places: dict[str, int] = {}
    rows = []
    for unit in army.units:
        places[unit.parent] = places.get(unit.parent, 0) + 1
        opened = "" if unit.opened is None else timeline.day(unit.opened, 1).isoformat()
        closed = "" if unit.closed is None else timeline.last_day(unit.closed).isoformat()
        position = str(places[unit.parent])
        rows.append((unit.code, unit.name, unit.parent, unit.kind, opened, closed, position))
    return Table(columns, rows)


def _command_totals() -> dict[str, tuple[int, int]]:
    totals = {HQ: (HQ_STRENGTH, 0)}
    for code, _name, strength, fleet in read_text_table(COMMANDS):
        totals[code] = (int(strength), int(fleet))
    return totals


def _units() -> Iterator[Unit]:
    yield Unit(HQ, "Army HQ", "", "hq", HQ)
    for code, name, _strength, _fleet in read_text_table(COMMANDS):
        yield Unit(code, name, HQ, "command", code)
        for unit in _below(code, (FIGHTING | SUPPORTING)[code]):
            yield replace(unit, opened=OPENED.get(unit.code), closed=CLOSED.get(unit.code))


def _below(command: str, text: str) -> Iterator[Unit]:
    """Read the indented lines of one command; a line hangs below the last less indented one."""
    above = {0: command}
    for line in text.strip().splitlines():
        level = (len(line) - len(line.lstrip())) // 2
        short, profile, name = line.split(maxsplit=2)
        above[level + 1] = f"{command}-{short}"
        yield Unit(f"{command}-{short}", name, above[level], profile, command)
