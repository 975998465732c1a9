"""A strategy map as a drawing: boxes, links, lanes and columns in the units of its view box."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from scorecard.selectors.map_layout import MapLayout, Point

BOX_WIDTH, BOX_HEIGHT = 126, 80
GAP, COLUMN_SPACE, ROW_SPACE, LANE_SPACE = 14, 6, 20, 48
LEFT, TOP = 86, 24
STEP, BEND = 24, 20
LINE_HEIGHT = 15.5
NAME_CHARACTERS, NAME_LINES, LANE_CHARACTERS = 15, 3, 12
ARROW = 2
Text = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """The place of an objective; `lines` are those of its name with their heights in the box."""

    x: float
    y: float
    lines: Text

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + BOX_WIDTH / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + BOX_HEIGHT


@dataclass(frozen=True, slots=True)
class Lane:
    """A perspective: its name beside the boxes, and the line above, None over the first one."""

    lines: Text
    rule: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """A theme: its name above the boxes, and the field behind them."""

    name: str
    x: float
    width: float

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map; `boxes` and `paths` in the order of the objectives and links given."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]


def drawing(
    placed: MapLayout,
    names: Sequence[str],
    links: Sequence[tuple[int, int]],
    lanes: Sequence[str],
    columns: Sequence[str],
) -> Drawing:
    """Draw what was placed.

    Parameters
    ----------
    names, links
        Of the objectives, and pairs of them by index, from the cause to what it drives.
    lanes, columns
        The names of perspectives and themes.
    """
    bands = _bands(placed, columns)
    edges = [TOP, *(TOP + end for end in accumulate(map(_lane_height, placed.rows)))]
    tops = [
        edge + LANE_SPACE / 2 + row * (BOX_HEIGHT + ROW_SPACE)
        for edge, n_rows in zip(edges, placed.rows, strict=False)
        for row in range(n_rows)
    ]
    boxes = tuple(
        Box(_left_of(slot, placed), tops[row], _wrapped(name, NAME_CHARACTERS, NAME_LINES, 39))
        for slot, row, name in zip(placed.slot, placed.row, names, strict=True)
    )
    return Drawing(
        width=bands[-1].x + bands[-1].width if bands else LEFT,
        height=edges[-1],
        boxes=boxes,
        paths=_paths(boxes, links),
        lanes=tuple(_lanes(edges, lanes)),
        bands=bands,
    )


def _lane_height(n_rows: int) -> float:
    return n_rows * BOX_HEIGHT + (n_rows - 1) * ROW_SPACE + LANE_SPACE


def _left_of(slot: float, placed: MapLayout) -> float:
    """Return the left edge of the box in a slot, columns standing a little apart."""
    column = sum(1 for end in accumulate(placed.slots) if slot >= end)
    return LEFT + column * COLUMN_SPACE + slot * (BOX_WIDTH + GAP) + GAP / 2


def _bands(placed: MapLayout, names: Sequence[str]) -> tuple[Band, ...]:
    starts = [0, *accumulate(placed.slots)]
    return tuple(
        Band(
            name,
            LEFT + column * COLUMN_SPACE + starts[column] * (BOX_WIDTH + GAP),
            placed.slots[column] * (BOX_WIDTH + GAP),
        )
        for column, name in enumerate(names)
    )


def _lanes(edges: Sequence[float], names: Sequence[str]) -> list[Lane]:
    found = []
    for place, name in enumerate(names):
        lines = _wrapped(name, LANE_CHARACTERS, NAME_LINES, 0)
        middle = (edges[place] + edges[place + 1]) / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
        shifted = tuple((middle + height, text) for height, text in lines)
        found.append(Lane(shifted, edges[place] if place else None))
    return found


def _wrapped(text: str, width: int, most_lines: int, first: float) -> Text:
    """Break a text into lines, each with its height; what does not fit ends with an ellipsis."""
    lines = wrap(text, width, max_lines=most_lines, placeholder="…")
    return tuple((first + place * LINE_HEIGHT, line) for place, line in enumerate(lines))


def _paths(boxes: Sequence[Box], links: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """Return the path of each link, those that share a box beside each other."""
    leaving = _spread(boxes, [(source, target) for source, target in links])
    arriving = _spread(boxes, [(target, source) for source, target in links])
    return tuple(
        _path(boxes, boxes[source], boxes[target], leaving[place], arriving[place])
        for place, (source, target) in enumerate(links)
    )


def _spread(boxes: Sequence[Box], ends: Sequence[tuple[int, int]]) -> list[float]:
    """Return where each link meets its first box: in the order of the boxes at the other end."""
    at_box: dict[int, list[int]] = defaultdict(list)
    for place, (here, _) in enumerate(ends):
        at_box[here].append(place)
    found = [0.0] * len(ends)
    for here, places in at_box.items():
        places.sort(key=lambda place: boxes[ends[place][1]].x)
        step = min(STEP, (BOX_WIDTH - STEP) / len(places))
        for order, place in enumerate(places):
            found[place] = boxes[here].middle + (order - (len(places) - 1) / 2) * step
    return found


def _path(boxes: Sequence[Box], source: Box, target: Box, leaving: float, arriving: float) -> str:
    """Draw a link from a cause to what it drives, upwards where the cause stands below."""
    if source.y == target.y:
        return _beside(source, target)
    if source.y > target.y:
        start, end, way = source.y, target.bottom + ARROW, -1
    else:
        start, end, way = source.bottom, target.y - ARROW, 1
    between = [box for box in boxes if min(start, end) < box.y and box.bottom < max(start, end)]
    if not between:
        half = (start + end) / 2
        return _curve((leaving, start), (leaving, half), (arriving, half), (arriving, end))
    gap = _free(between, (leaving + arriving) / 2)
    first, last = start + way * 2 * BEND, end - way * 2 * BEND
    out = _curve((leaving, start), (leaving, start + way * BEND), (gap, start), (gap, first))
    back = _curve((gap, last), (gap, end), (arriving, end - way * BEND), (arriving, end))
    return f"{out}L{back[1:]}"


def _curve(start: Point, toward: Point, onward: Point, end: Point) -> str:
    """Return a Bézier curve as a path writes it."""
    (x, y), *others = start, toward, onward, end
    return f"M{x:g} {y:g}C" + " ".join(f"{x:g} {y:g}" for x, y in others)


def _beside(source: Box, target: Box) -> str:
    """Draw a link within a row: straight to the neighbour, over the boxes to one further away."""
    is_right = target.x > source.x
    start, end = (
        (source.x + BOX_WIDTH, target.x - ARROW)
        if is_right
        else (source.x, target.x + BOX_WIDTH + ARROW)
    )
    if abs(end - start) < BOX_WIDTH:
        half = source.y + BOX_HEIGHT / 2
        return f"M{start:g} {half:g}L{end:g} {half:g}"
    over = source.y - BEND
    return _curve(
        (source.middle, source.y),
        (source.middle, over),
        (target.middle, over),
        (target.middle, target.y - ARROW),
    )


def _free(between: Sequence[Box], wanted: float) -> float:
    """Return the place nearest to the one wanted at which a line passes by all boxes."""
    edges = [edge for box in between for edge in (box.x - GAP / 2, box.x + BOX_WIDTH + GAP / 2)]
    free = [x for x in (wanted, *edges) if not any(_is_on(box, x) for box in between)]
    return min(free, key=lambda x: abs(x - wanted))


def _is_on(box: Box, x: float) -> bool:
    return box.x - ARROW < x < box.x + BOX_WIDTH + ARROW
