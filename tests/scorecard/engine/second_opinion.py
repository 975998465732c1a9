"""A slow second opinion on every figure: plain Python, exact fractions, one cell at a time.

It knows nothing of partial states. A value is computed from the list of all entries in the
subtree, a longer period from the list of its base periods. An override stands in that list for
everything below it.
"""

from dataclasses import dataclass, field, replace
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
    override: dict[Cell, Fraction] = field(default_factory=dict)
    override_w: dict[Cell, Fraction] = field(default_factory=dict)
    carry: int = 0

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


def source(world: World, rule: str, unit: int, period: int) -> Cell | None:
    """The cell whose entry counts here: this one, else the last one before that may be carried."""
    if has_entry(world, rule, unit, period):
        return unit, period
    cell = unit, period
    if cell not in world.due or cell in world.not_applicable or cell in world.override:
        return None
    for before in range(period - 1, max(-1, period - 1 - world.carry), -1):
        if (unit, before) in world.due & world.not_applicable:
            return None
        if has_entry(world, rule, unit, before):
            return unit, before
    return None


def overrides(world: World, rule: str, unit: int, period: int) -> bool:
    cell = unit, period
    if cell not in world.override or (rule == "ratio" and cell not in world.override_w):
        return False
    return is_due(world, rule, unit, period)


def parts(world: World, rule: str, unit: int, period: int) -> list[tuple[Fraction, Fraction]]:
    """What counts at a unit: (value, weight) of a reporter, or of an override for all below."""
    if unit not in world.parents[period]:
        return []
    if overrides(world, rule, unit, period):
        return [_override(world, rule, unit, period)]
    own = _own(world, rule, unit, period)
    below = world.children(unit, period) if rule != "none" else []
    return own + [part for child in below for part in parts(world, rule, child, period)]


def _own(world: World, rule: str, unit: int, period: int) -> list[tuple[Fraction, Fraction]]:
    cell = source(world, rule, unit, period)
    if cell is None:
        return []
    weight = {"ratio": world.w.get(cell), "weighted_mean": world.w.get((unit, period))}
    number = weight.get(rule, Fraction(1))
    return [] if number is None else [(world.x[cell], number)]


def _override(world: World, rule: str, unit: int, period: int) -> tuple[Fraction, Fraction]:
    number = world.override[unit, period]
    if rule == "ratio":
        return number, world.override_w[unit, period]
    below = [
        part for child in world.children(unit, period) for part in parts(world, rule, child, period)
    ]
    least = world.w.get((unit, period), Fraction(0)) if rule == "weighted_mean" else Fraction(1)
    replaced = sum((weight for _, weight in below), Fraction(0)) if rule != "none" else Fraction(0)
    return number, max(replaced, least)


def value(world: World, rule: str, unit: int, period: int) -> Fraction | None:
    if unit not in world.parents[period]:
        return None
    if overrides(world, rule, unit, period) and rule != "ratio":
        return world.override[unit, period]
    if rule == "mean_of_children":
        return _mean_of_children(world, unit, period)
    return _combined(rule, parts(world, rule, unit, period))


def computed(world: World, rule: str, unit: int, period: int) -> Fraction | None:
    """The value without the unit's own override, where it has one."""
    cell = unit, period
    if unit not in world.parents[period] or not overrides(world, rule, unit, period):
        return None
    others = {key: number for key, number in world.override.items() if key != cell}
    # Whatever stood under the override stays out: the cell has no entry of its own.
    own = {key: number for key, number in world.x.items() if key != cell}
    without = replace(world, override=others, x=own, not_applicable=world.not_applicable | {cell})
    return value(without, rule, unit, period)


def _combined(rule: str, found: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    if rule == "ratio":
        return _over(sum(x for x, _ in found), sum(w for _, w in found))
    if rule in ("mean", "weighted_mean"):
        return _over(sum(w * x for x, w in found), sum(w for _, w in found))
    return _plain("sum" if rule == "none" else rule, [x for x, _ in found])


def _mean_of_children(world: World, unit: int, period: int) -> Fraction | None:
    finished = [
        value(world, "mean_of_children", child, period) for child in world.children(unit, period)
    ]
    finished += [x for x, _ in _own(world, "mean_of_children", unit, period)]
    return _plain("mean", [number for number in finished if number is not None])


def coverage(world: World, rule: str, unit: int, period: int) -> tuple[int, int, int]:
    """Reported, carried forward, expected."""
    units = [unit] if rule == "none" else world.subtree(unit, period)
    units = [u for u in units if u in world.parents[period]]
    expected = [u for u in units if (u, period) in world.due - world.not_applicable]
    reported = sum(has_entry(world, rule, u, period) for u in expected)
    there = sum(source(world, rule, u, period) is not None for u in expected)
    return reported, there - reported, len(expected)


def held(world: World, rule: str, unit: int, period: int) -> int:
    """How many the least coverage takes as there."""
    reported, carried, expected = coverage(world, rule, unit, period)
    return expected if overrides(world, rule, unit, period) else reported + carried


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
        (_own_weight(world, rule, u, period) for u in world.reporters(unit, period)), Fraction(0)
    )


def _own_weight(world: World, rule: str, unit: int, period: int) -> Fraction:
    """Weight of a reporter's own figure, an override of its own cell included."""
    cell = unit, period
    if cell in world.override:
        weights = world.override_w if rule == "ratio" else world.w
        return weights.get(cell, Fraction(0))
    return sum((weight for _, weight in _own(world, rule, unit, period)), Fraction(0))


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
    carried: int
    expected: int
    held: int
    due: bool
    overridden: bool
    goal: Fraction | None
    red: Fraction | None
    shown: int


NO_LINE = Line(None, 0, 0, 0, 0, due=False, overridden=False, goal=None, red=None, shown=-1)


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
        reported=sum(reported for reported, _, _ in counts),
        carried=sum(carried for _, carried, _ in counts),
        expected=sum(expected for _, _, expected in counts),
        held=sum(held(world, rule, unit, p) for p in counted),
        due=True,
        overridden=any(overrides(world, rule, unit, p) for p in counted),
        goal=_target_over_time(rule, time_rule, [goal for goal, _ in targets]),
        red=_target_over_time(rule, time_rule, [red for _, red in targets]),
        shown=shown,
    )


def _value_over_time(world, rule, time_rule, unit, columns, finished):
    if len(columns) == 1:
        return value(world, rule, unit, columns[0])
    pairs = {("ratio", "sum"), ("mean", "mean"), ("weighted_mean", "mean")}
    if (rule, time_rule) in pairs:
        return _combined(rule, [part for p in columns for part in parts(world, rule, unit, p)])
    return _plain(time_rule, finished)


def _target_over_time(rule, time_rule, numbers):
    if any(number is None for number in numbers):
        return None
    return _plain("mean" if rule == "ratio" and time_rule == "sum" else time_rule, numbers)
