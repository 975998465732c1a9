"""Geometry of a strip of dots: values side by side on one line, equal ones above each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH = 480.0
PAD = 12.0
RADIUS, OWN_RADIUS = 5.0, 7.0
MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """A value; one's own is drawn larger."""

    x: float
    y: float
    is_own: bool

    @property
    def radius(self) -> float:
        """How large it is drawn."""
        return OWN_RADIUS if self.is_own else RADIUS


@dataclass(frozen=True, slots=True)
class Strip:
    """Dots over a line, and where the marks stand that they are held against.

    Attributes
    ----------
    dots
        By value, one's own last, so that it is drawn over the others.
    ground
        How deep the line lies.
    marks
        The places of other values, None where they are unknown.
    """

    width: float
    height: float
    ground: float
    dots: tuple[Dot, ...]
    own: Dot | None
    marks: tuple[float | None, ...]

    @property
    def foot(self) -> float:
        """Where the marks end, below the line."""
        return self.ground + PAD / 2


def strip(values: Sequence[float], own: int | None, marks: Sequence[float | None] = ()) -> Strip:
    """Place values, of which the one at `own` is one's own, and marks on the same scale.

    >>> [dot.x for dot in strip([0.0, 1.0], own=1).dots]
    [12.0, 468.0]
    """
    scale = _scale([*values, *(mark for mark in marks if mark is not None)])
    order = sorted(range(len(values)), key=lambda place: (values[place], place == own))
    levels = _levels([scale(values[place]) for place in order])
    ground = PAD + 2 * RADIUS * (max(levels, default=0) + 0.5)
    dots = [
        Dot(scale(values[place]), ground - RADIUS * (2 * level + 1), place == own)
        for place, level in zip(order, levels, strict=True)
    ]
    mine = next((dot for dot in dots if dot.is_own), None)
    return Strip(
        width=WIDTH,
        height=ground + PAD,
        ground=ground,
        dots=(*(dot for dot in dots if not dot.is_own), *([mine] if mine else [])),
        own=mine,
        marks=tuple(None if mark is None else scale(mark) for mark in marks),
    )


def _scale(values: Sequence[float]) -> Callable[[float], float]:
    """Return where a number stands on a line that just holds all of some values."""
    low, high = min(values), max(values)

    def place(value: float) -> float:
        share = 0.5 if high == low else (value - low) / (high - low)
        return round(PAD + share * (WIDTH - 2 * PAD), 1)

    return place


def _levels(places: Sequence[float]) -> list[int]:
    """Return how high each dot stands: no two on one level overlap, as far as levels go."""
    last: list[float] = []
    found = []
    for x in places:
        free = [level for level, taken in enumerate(last) if x - taken >= 2 * RADIUS]
        level = free[0] if free else min(len(last), MOST_LEVELS - 1)
        last[level : level + 1] = [x]
        found.append(level)
    return found
