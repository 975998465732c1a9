"""Where values lie on a chart of paper: an axis from its description, in Plotly's words."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Value = str | float | None
# Room beyond the outermost points of a line, as a part of its range; bars end where they end.
ROOM = 0.06
MOST_TICKS = 6
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a chart.

    Attributes
    ----------
    start, end
        Where its first and last value lie on the sheet.
    low, high
        The values there; `low` may be the larger one.
    names
        The categories in their order; empty where values are numbers.
    ticks
        What is written along it: value and text.
    """

    start: float
    end: float
    low: float
    high: float
    names: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]

    def at(self, value: Value) -> float | None:
        """Return where a value lies; None where it is unknown or no value of this axis."""
        if isinstance(value, str):
            value = self.names.index(value) if value in self.names else None
        if value is None:
            return None
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def axis(described: dict[str, Any], values: Iterable[Value], start: float, end: float) -> Axis:
    """Return the axis for the values that are drawn along it.

    Parameters
    ----------
    described
        Plotly's `xaxis` or `yaxis`: `range`, `tickvals`, `ticktext`, `rangemode`, `type`.
    values
        All values of all traces, in order.
    start, end
        Where it lies on the sheet.
    """
    known = [value for value in values if value is not None]
    names = tuple(dict.fromkeys(value for value in known if isinstance(value, str)))
    numbers = [float(value) for value in known if not isinstance(value, str)]
    low, high = described.get("range") or _range(described, names, numbers)
    if low == high:
        low, high = low - 1, high + 1
    return Axis(start, end, low, high, names, tuple(_ticks(described, names, low, high)))


def _range(
    described: dict[str, Any], names: Sequence[str], numbers: Sequence[float]
) -> tuple[float, float]:
    if names:
        return -0.5, len(names) - 0.5
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    if described.get("rangemode") == "tozero":
        low, high = min(0.0, low), max(0.0, high)
    room = (high - low) * ROOM
    return (low - room if low else low), (high + room if high else high)


def _ticks(
    described: dict[str, Any], names: Sequence[str], low: float, high: float
) -> Iterable[tuple[float, str]]:
    if "tickvals" in described:
        places = described["tickvals"]
        yield from zip(places, map(str, described.get("ticktext", places)), strict=True)
    elif names:
        # From the newest back, so that its name is among those for which there is room.
        each = math.ceil(len(names) / (2 * MOST_TICKS + 1))
        yield from ((n, name) for n, name in enumerate(names) if (len(names) - 1 - n) % each == 0)
    else:
        yield from _round_numbers(min(low, high), max(low, high))


def _round_numbers(low: float, high: float) -> Iterable[tuple[float, str]]:
    """Yield at most so many round numbers between two values.

    >>> [text for _, text in _round_numbers(0.0, 95.0)]
    ['0', '20', '40', '60', '80']
    """
    rough = (high - low) / (MOST_TICKS - 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(each * power for each in STEPS if each * power >= rough)
    decimals = max(0, -math.floor(math.log10(step)) + (step / power == STEPS[2]))
    first = math.ceil(low / step)
    for number in range(first, math.floor(high / step) + 1):
        value = number * step
        yield value, f"{value:,.{decimals}f}".replace("-", "−")
