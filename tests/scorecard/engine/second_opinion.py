"""A slow second opinion on every figure: plain Python, exact fractions, one cell at a time.

It knows nothing of partial states. A value is computed from the list of all entries in the
subtree, a longer period from the list of its base periods.
"""

from dataclasses import dataclass, field
from fractions import Fraction

Cell = tuple[int, int]


@dataclass
class World:
    """One KPI in one organisation; dictionaries by (unit, period), a missing key is unknown."""

    parents: list[dict[int, int | None]]
    x: dict[Cell, Fraction] = field(default_factory=dict)
    w: dict[Cell, Fraction] = field(default_factory=dict)
    due: set[Cell] = field(default_factory=set)
    not_applicable: set[Cell] = field(default_factory=set)
    goal: dict[Cell, Fraction] = field(default_factory=dict)
    red: dict[Cell, Fraction] = field(default_factory=dict)

    def children(self, unit: int, period: int) -> list[int]:
        return sorted(u for u, parent in self.parents[period].items() if parent == unit)

    def subtree(self, unit: int, period: int) -> list[int]:
        if unit not in self.parents[period]:
            return []
        below = (self.subtree(child, period) for child in self.children(unit, period))
        return [unit, *(u for units in below for u in units)]

    def reporters(self, unit: int, period: int) -> list[int]:
        return [u for u in self.subtree(unit, period) if (u, period) in self.due]


def has_entry(world: World, rule: str, unit: int, period: int) -> bool:
    cell = unit, period
    if cell not in world.due or cell in world.not_applicable or cell not in world.x:
        return False
    return rule != "ratio" or cell in world.w


def entries(world: World, rule: str, unit: int, period: int) -> list[tuple[int, int]]:
    return [(u, period) for u in world.reporters(unit, period) if has_entry(world, rule, u, period)]


def value(world: World, rule: str, unit: int, period: int) -> Fraction | None:
    if unit not in world.parents[period]:
        return None
    if rule == "none":
        return world.x[unit, period] if has_entry(world, rule, unit, period) else None
    if rule == "mean_of_children":
        return _mean_of_children(world, unit, period)
    cells = entries(world, rule, unit, period)
    if rule == "ratio":
        return _over(sum(world.x[c] for c in cells), sum(world.w[c] for c in cells))
    if rule == "weighted_mean":
        cells = [c for c in cells if c in world.w]
        return _over(sum(world.w[c] * world.x[c] for c in cells), sum(world.w[c] for c in cells))
    return _plain(rule, [world.x[c] for c in cells])


def _mean_of_children(world: World, unit: int, period: int) -> Fraction | None:
    finished = [
        value(world, "mean_of_children", child, period) for child in world.children(unit, period)
    ]
    if has_entry(world, "mean_of_children", unit, period):
        finished.append(world.x[unit, period])
    return _plain("mean", [number for number in finished if number is not None])


def coverage(world: World, rule: str, unit: int, period: int) -> tuple[int, int]:
    units = [unit] if rule == "none" else world.subtree(unit, period)
    units = [u for u in units if u in world.parents[period]]
    expected = [u for u in units if (u, period) in world.due - world.not_applicable]
    return sum(has_entry(world, rule, u, period) for u in expected), len(expected)


def is_due(world: World, rule: str, unit: int, period: int) -> bool:
    if rule == "none":
        return unit in world.parents[period] and (unit, period) in world.due
    return bool(world.reporters(unit, period))


def _over(numerator: Fraction, denominator: Fraction) -> Fraction | None:
    return None if denominator == 0 else Fraction(numerator) / denominator


def _plain(rule: str, numbers: list[Fraction]) -> Fraction | None:
    if not numbers:
        return None
    return {
        "sum": lambda: sum(numbers),
        "mean": lambda: sum(numbers) / Fraction(len(numbers)),
        "min": lambda: min(numbers),
        "max": lambda: max(numbers),
        "last": lambda: numbers[-1],
    }[rule]()


def target(
    world: World, rule: str, unit: int, period: int
) -> tuple[Fraction | None, Fraction | None]:
    """Goal and red flag after rolling up."""
    cell = unit, period
    if cell in world.goal or cell in world.red or unit not in world.parents[period]:
        return world.goal.get(cell), world.red.get(cell)
    if rule == "none" or _directions(world, unit, period) not in (set(), {1}, {-1}):
        return None, None
    goal = _rolled(world, rule, world.goal, unit, period)
    red = _rolled(world, rule, world.red, unit, period)
    return goal, red


def _directions(world: World, unit: int, period: int) -> set[int]:
    cells = [(u, period) for u in world.subtree(unit, period) if is_due(world, "sum", u, period)]
    differences = [
        world.goal[c] - world.red[c] for c in cells if c in world.goal and c in world.red
    ]
    return {(d > 0) - (d < 0) for d in differences}


def _rolled(
    world: World, rule: str, number: dict[Cell, Fraction], unit: int, period: int
) -> Fraction | None:
    reporters = world.reporters(unit, period)
    if not reporters or any((u, period) not in number for u in reporters):
        return None
    if rule == "mean_of_children":
        below = [
            number.get((child, period), _rolled(world, rule, number, child, period))
            for child in world.children(unit, period)
            if world.reporters(child, period)
        ]
        return _plain("mean", below)
    standing = [
        (number[u, period], _weight(world, rule, u, period))
        for u in _standing(world, number, unit, period)
    ]
    if rule in ("mean", "weighted_mean", "ratio"):
        return _over(sum(t * w for t, w in standing), sum(w for _, w in standing))
    return _plain(rule, [t for t, _ in standing])


def _standing(world: World, number: dict[Cell, Fraction], unit: int, period: int) -> list[int]:
    """Topmost units with a number of their own, in whose subtree somebody is due."""
    if (unit, period) in number:
        return [unit] if world.reporters(unit, period) else []
    below = (_standing(world, number, child, period) for child in world.children(unit, period))
    return [u for units in below for u in units]


def _weight(world: World, rule: str, unit: int, period: int) -> Fraction:
    if rule == "mean":
        return Fraction(len(world.reporters(unit, period)))
    return sum(
        (world.w[c] for c in entries(world, rule, unit, period) if c in world.w), Fraction(0)
    )


def shared(
    amount: Fraction, length: int, place: int, profile: list[Fraction] | None
) -> list[Fraction]:
    """Shares of a longer target in its base periods."""
    part = [Fraction(1)] * length if profile is None else profile[place : place + length]
    if sum(part) == 0:
        part = [Fraction(1)] * length
    return [amount * p / sum(part) for p in part]


@dataclass(frozen=True)
class Line:
    value: Fraction | None
    reported: int
    expected: int
    due: bool
    goal: Fraction | None
    red: Fraction | None
    shown: int


NO_LINE = Line(None, 0, 0, due=False, goal=None, red=None, shown=-1)


def line(
    world: World, rule: str, time_rule: str, unit: int, columns: list[int], rest: list[int]
) -> Line:
    """One line over base columns; it ends with the last due column of ``rest``, where given."""
    due = [p for p in columns if is_due(world, rule, unit, p)]
    if not due or (rest and not any(is_due(world, rule, unit, p) for p in rest)):
        return NO_LINE
    by_period = [(p, value(world, rule, unit, p)) for p in columns]
    finished = [(p, v) for p, v in by_period if v is not None]
    targets = [target(world, rule, unit, p) for p in due]
    counted, shown = due, -1
    if time_rule == "last":
        shown = finished[-1][0] if finished else -1
        counted = [shown] if finished else due[-1:]
        targets = [target(world, rule, unit, shown)] if finished else [(None, None)]
    counts = [coverage(world, rule, unit, p) for p in counted]
    return Line(
        value=_value_over_time(world, rule, time_rule, unit, columns, [v for _, v in finished]),
        reported=sum(reported for reported, _ in counts),
        expected=sum(expected for _, expected in counts),
        due=True,
        goal=_target_over_time(rule, time_rule, [goal for goal, _ in targets]),
        red=_target_over_time(rule, time_rule, [red for _, red in targets]),
        shown=shown,
    )


def _value_over_time(world, rule, time_rule, unit, columns, finished):
    pooled = [c for p in columns for c in entries(world, rule, unit, p)]
    if rule == "ratio" and time_rule == "sum":
        return _over(sum(world.x[c] for c in pooled), sum(world.w[c] for c in pooled))
    if rule == "mean" and time_rule == "mean":
        return _plain("mean", [world.x[c] for c in pooled])
    if rule == "weighted_mean" and time_rule == "mean":
        pooled = [c for c in pooled if c in world.w]
        return _over(sum(world.w[c] * world.x[c] for c in pooled), sum(world.w[c] for c in pooled))
    return _plain(time_rule, finished)


def _target_over_time(rule, time_rule, numbers):
    if any(number is None for number in numbers):
        return None
    return _plain("mean" if rule == "ratio" and time_rule == "sum" else time_rule, numbers)
