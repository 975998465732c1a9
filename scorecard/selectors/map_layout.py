"""Where the objectives of a strategy map stand, so that few of its links cross."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil

#: How often lanes are put into a new order; links settle after two or three times.
SWEEPS = 8
Cell = tuple[int, int]
Link = tuple[int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapLayout:
    """Places in a grid whose lanes hold rows and whose columns hold slots, both from 0.

    Attributes
    ----------
    slot
        The slot of each node, counted over all columns; a half where a row is centred.
    row
        The row of each node, counted over all lanes from the top.
    slots
        How many slots each column has.
    rows
        How many rows each lane has.
    """

    slot: tuple[float, ...]
    row: tuple[int, ...]
    slots: tuple[int, ...]
    rows: tuple[int, ...]


def map_layout(
    lanes: Sequence[int],
    columns: Sequence[int],
    links: Iterable[Link],
    most_slots: int,
    places: Sequence[int | None] = (),
) -> MapLayout:
    """Place nodes in their lanes and columns.

    Nodes of one lane and column stand side by side, in further rows where they are more than
    `most_slots`. Their order follows that of their neighbours (barycentres, lane by lane down and
    up again); of all orders tried the one with the fewest crossings is taken, the given order
    where none has fewer. The same input gives the same map.

    Parameters
    ----------
    lanes, columns
        The lane and the column of each node.
    links
        Pairs of nodes by index.
    places
        Where somebody put a node in its lane and column, from 1; None, or nothing at all, leaves
        it to the links. The others stand around it.

    Examples
    --------
    >>> placed = map_layout([0, 0, 1, 1], [0, 0, 0, 0], [(2, 1), (3, 0)], most_slots=3)
    >>> placed.slot, placed.row
    ((1.0, 0.0, 0.0, 1.0), (0, 0, 1, 1))
    """
    grid = _Grid(lanes, columns, most_slots, dict(enumerate(places)))
    found, links = list(links), list(links)
    best = grid.placed()
    fewest = crossings(best, found)
    for sweep in range(SWEEPS):
        grid.sweep(links, downward=sweep % 2 == 0)
        placed = grid.placed()
        if (number := crossings(placed, found)) < fewest:
            best, fewest = placed, number
    return best


def crossings(placed: MapLayout, links: Sequence[Link]) -> int:
    """Count the pairs of links, drawn as straight lines, that cross.

    Examples
    --------
    >>> crossings(MapLayout((0, 1, 0, 1), (0, 0, 1, 1), (2,), (1, 1)), [(2, 1), (3, 0)])
    1
    """
    points = list(zip(placed.slot, map(float, placed.row), strict=True))
    lines = [(points[source], points[target]) for source, target in links]
    return sum(_do_cross(*first, *second) for first, second in combinations(lines, 2))


def _do_cross(start: Point, end: Point, other_start: Point, other_end: Point) -> bool:
    """Tell whether two lines cross between their ends; those that only touch do not."""
    sides = _side(start, end, other_start) * _side(start, end, other_end)
    other_sides = _side(other_start, other_end, start) * _side(other_start, other_end, end)
    return sides < 0 and other_sides < 0


def _side(start: Point, end: Point, point: Point) -> float:
    """Return a number whose sign says on which side of a line a point lies."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


class _Grid:
    """The nodes of each lane and column in their present order."""

    def __init__(
        self,
        lanes: Sequence[int],
        columns: Sequence[int],
        most_slots: int,
        places: Mapping[int, int | None],
    ) -> None:
        self.cells: dict[Cell, list[int]] = defaultdict(list)
        self.places = places
        for node, cell in enumerate(zip(lanes, columns, strict=True)):
            self.cells[cell].append(node)
        self.n_nodes = len(lanes)
        self.slots = [
            min(self._longest(cell for cell in self.cells if cell[1] == column), most_slots)
            for column in range(max(columns, default=-1) + 1)
        ]
        self.rows = [
            max(self._rows_of(cell) for cell in [*self.cells, (lane, 0)] if cell[0] == lane)
            for lane in range(max(lanes, default=-1) + 1)
        ]

    def _longest(self, cells: Iterable[Cell]) -> int:
        return max((len(self.cells[cell]) for cell in cells), default=1)

    def _rows_of(self, cell: Cell) -> int:
        return max(ceil(len(self.cells.get(cell, ())) / self.slots[cell[1]]), 1)

    def sweep(self, links: Sequence[Link], *, downward: bool) -> None:
        """Put the nodes of each cell into the order of what they are linked to."""
        linked: dict[int, list[int]] = defaultdict(list)
        for source, target in links:
            linked[source].append(target)
            linked[target].append(source)
        for cell in sorted(self.cells, reverse=not downward):
            slot = self.placed().slot
            self.cells[cell].sort(key=lambda node: _mean_slot(slot, node, linked[node]))

    def placed(self) -> MapLayout:
        """Return where the nodes stand in their present order, each row centred in its column."""
        slot, row = [0.0] * self.n_nodes, [0] * self.n_nodes
        for (lane, column), nodes in self.cells.items():
            width = self.slots[column]
            for place, node in enumerate(self._in_place(nodes)):
                in_row = min(width, len(nodes) - place // width * width)
                slot[node] = sum(self.slots[:column]) + (width - in_row) / 2 + place % width
                row[node] = sum(self.rows[:lane]) + place // width
        return MapLayout(tuple(slot), tuple(row), tuple(self.slots), tuple(self.rows))

    def _in_place(self, nodes: Sequence[int]) -> list[int]:
        """Put those that have a place there, between the others in their order."""
        put = sorted((place, node) for node in nodes if (place := self.places.get(node)))
        order = [node for node in nodes if not self.places.get(node)]
        for place, node in put:
            order.insert(place - 1, node)
        return order


def _mean_slot(slot: Sequence[float], node: int, linked: Sequence[int]) -> float:
    """Return the middle of a node's neighbours, its own place where it has none."""
    return sum(slot[other] for other in linked) / len(linked) if linked else slot[node]
