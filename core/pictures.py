"""Geometry of the small pictures that stand in rows: points and widths, no colours, no text.

All lengths are in the units of the picture's own view box; unknown values are None or NaN.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.numbers import Number, is_unknown

SPARK_LEFT = 2.0
SPARK_RIGHT = 6.0
SPARK_PAD = 4.0
GAP_OVERHANG = 3.0
HEADROOM = 1.12
TICK = 2.5


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch along the x axis."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Band:
    """A shaded stretch of a bullet bar: ``b1`` off target, ``b2`` at risk, ``b3`` on target."""

    css: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A thin line over equal steps of time.

    Attributes
    ----------
    lines
        Points (``"x,y x,y"``) of each unbroken run of known values.
    gaps
        Where values are missing; hatched.
    dot
        Place of the last known value.
    target
        Height of the target line.
    """

    width: int
    height: int
    lines: tuple[str, ...]
    gaps: tuple[Span, ...]
    dot: tuple[float, float] | None
    target: float | None

    @property
    def right(self) -> float:
        """Where the newest period stands."""
        return self.width - SPARK_RIGHT

    @property
    def inside(self) -> float:
        """Height between the paddings."""
        return self.height - 2 * SPARK_PAD


@dataclass(frozen=True, slots=True)
class Bullet:
    """A bar over its status bands; ``bar`` is None where there is no value."""

    width: int
    height: int
    bands: tuple[Band, ...]
    bar: Span | None
    tick: float | None


def sparkline(
    values: Sequence[Number | None], target: Number | None, *, width: int = 96, height: int = 24
) -> Sparkline:
    """Place values (n_periods,) on their own scale; the newest stands at the right.

    >>> sparkline([1, 2, None], None).lines
    ('2.0,20.0 46.0,4.0',)
    """
    known = [float(value) for value in values if value is not None and not is_unknown(value)]
    goal = None if target is None or is_unknown(target) else float(target)
    if not known:
        return Sparkline(width, height, (), (Span(0, width),), None, None)
    low, high = _range([*known, *([] if goal is None else [goal])])
    places = [
        (
            _step(period, len(values), width),
            None if value is None or is_unknown(value) else _level(value, low, high, height),
        )
        for period, value in enumerate(values)
    ]
    return Sparkline(
        width,
        height,
        lines=tuple(_lines(places)),
        gaps=tuple(_gaps(places, width)),
        dot=next((x, y) for x, y in reversed(places) if y is not None),
        target=None if goal is None else _level(goal, low, high, height),
    )


def bullet(
    actual: Number | None,
    goal: Number | None,
    red: Number | None,
    *,
    width: int = 128,
    height: int = 14,
) -> Bullet:
    """Place a bar from zero to the actual value over its three status bands.

    Where less is better (goal below red flag) the dark band is at the right.
    """
    value, goal, red = (None if is_unknown(each) else each for each in (actual, goal, red))
    known = [float(each) for each in (value, goal, red) if each is not None]
    if value is None or not known:
        return Bullet(width, height, (), None, None)
    low, high = min(0.0, *known) * HEADROOM, max(0.0, *known) * HEADROOM or 1.0

    def at(level: Number) -> float:
        return round((float(level) - low) / (high - low) * width, 1)

    return Bullet(
        width,
        height,
        bands=() if goal is None or red is None else _bands(at(goal), at(red), width),
        bar=_between(at(0), at(value)),
        tick=None if goal is None else round(at(goal) - TICK / 2, 2),
    )


def share(part: Number | None, whole: Number | None, *, width: float = 100) -> float:
    """Return the width of a part of a whole; 0 where there is no whole, never wider than it.

    >>> share(11, 12, width=34)
    31.2
    """
    if part is None or whole is None or is_unknown(part) or is_unknown(whole) or not whole:
        return 0.0
    return round(min(1.0, max(0.0, float(part) / float(whole))) * width, 1)


def stacked(parts: Iterable[Number], whole: Number, *, width: float = 100) -> tuple[Span, ...]:
    """Place parts of a whole one after the other.

    >>> stacked([12, 1], 20)[1]
    Span(x=60.0, width=5.0)
    """
    spans: list[Span] = []
    done = 0.0
    for part in parts:
        start = share(done, whole, width=width)
        done += float(part)
        spans.append(Span(start, round(share(done, whole, width=width) - start, 1)))
    return tuple(spans)


def _range(levels: Sequence[float]) -> tuple[float, float]:
    low, high = min(levels), max(levels)
    # A level line stands in the middle of its picture.
    return (low, high) if high > low else (low - 1, high + 1)


def _step(period: int, periods: int, width: int) -> float:
    usable = width - SPARK_LEFT - SPARK_RIGHT
    return round(SPARK_LEFT + usable * period / max(1, periods - 1), 1)


def _level(value: Number, low: float, high: float, height: int) -> float:
    usable = height - 2 * SPARK_PAD
    return round(height - SPARK_PAD - usable * (float(value) - low) / (high - low), 1)


def _lines(places: Sequence[tuple[float, float | None]]) -> Iterable[str]:
    for is_known, run in groupby(places, key=lambda place: place[1] is not None):
        if is_known:
            points = [f"{x},{y}" for x, y in run]
            # A lone point still draws: a line of no length with round ends.
            yield " ".join(points if len(points) > 1 else points * 2)


def _gaps(places: Sequence[tuple[float, float | None]], width: int) -> Iterable[Span]:
    step = places[1][0] - places[0][0] if len(places) > 1 else 0.0
    for is_known, run in groupby(places, key=lambda place: place[1] is not None):
        if not is_known:
            xs = [x for x, _ in run]
            left = max(0.0, xs[0] - step + GAP_OVERHANG)
            right = min(float(width), xs[-1] + max(GAP_OVERHANG, step - GAP_OVERHANG))
            yield Span(round(left, 1), round(right - left, 1))


def _bands(goal: float, red: float, width: int) -> tuple[Band, ...]:
    near, far = min(goal, red), max(goal, red)
    names = ("b3", "b2", "b1") if goal < red else ("b1", "b2", "b3")
    return (
        Band(names[0], 0, near),
        Band(names[1], near, round(far - near, 1)),
        Band(names[2], far, round(width - far, 1)),
    )


def _between(start: float, end: float) -> Span:
    return Span(min(start, end), round(abs(end - start), 1))
