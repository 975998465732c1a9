"""Random organisations for the properties, as the second opinion and as the engine see them."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import strategies as st

from scorecard.engine import (
    OUTSIDE,
    ROOT,
    Lines,
    Own,
    Targets,
    TreeSpan,
    UnitRule,
    build_tree,
    carry_forward,
)
from tests.scorecard.engine.second_opinion import World

NAN = np.nan


@dataclass
class Sample:
    """The same organisation twice."""

    world: World
    parents: list[list[int]]
    trees: list[TreeSpan]
    own: Own
    targets: Targets
    n_units: int
    n_periods: int

    def entries(self, rule: UnitRule) -> Own:
        """Own entries, carried forward where the world says so."""
        return carry_forward(rule, self.own, self.world.carry)


@st.composite
def samples(draw, n_periods=8, *, with_targets=0.8, max_units=9):
    """Draw an organisation of up to three trees in time; a seed fills its cells."""
    n_units = draw(st.integers(1, max_units))
    random = Random(draw(st.integers(0, 2**32)))
    cuts = sorted(draw(st.sets(st.integers(1, n_periods - 1), max_size=2))) if n_periods > 1 else []
    bounds = [0, *cuts, n_periods]
    parents = [_random_parents(random, n_units) for _ in bounds[1:]]
    world = World(
        parents=[
            {u: (None if p == ROOT else p) for u, p in enumerate(parents[part]) if p != OUTSIDE}
            for part in range(len(parents))
            for _ in range(bounds[part], bounds[part + 1])
        ]
    )
    _fill(random, world, n_units, n_periods, with_targets)
    return as_sample(world, parents, bounds, n_units)


def _random_parents(random: Random, n_units: int) -> list[int]:
    """Any depth, several roots, some units outside; a parent's index may follow its child's."""
    order = random.sample(range(n_units), n_units)
    parents = [OUTSIDE] * n_units
    inside = order[: random.randint(max(1, n_units - 2), n_units)]
    # A chain, a deep tree, a bushy one, or one broad family below the first unit.
    reach = random.choice((1, 2, n_units, None))
    for position, unit in enumerate(inside):
        above = inside[:position] if reach is None else inside[max(0, position - reach) : position]
        above = above[:1] if reach is None else above
        parents[unit] = random.choice(above) if above and random.random() < 0.9 else ROOT
    return parents


def _fill(random: Random, world: World, n_units: int, n_periods: int, with_targets: float) -> None:
    mostly = random.choice((0.6, 0.95))
    world.carry = random.choice((0, 0, 1, 3))
    falling = random.choice((0.0, 0.0, 0.1, 1.0))
    overriding = random.choice((0.0, 0.0, 0.1, 0.3))
    for cell in ((u, p) for u in range(n_units) for p in range(n_periods)):
        if random.random() < mostly:
            world.due.add(cell)
        if random.random() < 0.1:
            world.not_applicable.add(cell)
        if random.random() < mostly:
            world.x[cell] = Fraction(random.randint(-500, 5000), 8)
        if random.random() < mostly:
            world.w[cell] = Fraction(random.choice((0, 1, 3, 10, 40)), 4)
        if random.random() < overriding and cell not in world.not_applicable:
            world.x.pop(cell, None)
            world.override[cell] = Fraction(random.randint(-500, 5000), 8)
            world.override_w[cell] = Fraction(random.randint(0, 40), 4)
        if random.random() < with_targets:
            _aim(random, world, cell, lower_is_better=random.random() < falling)


def _aim(random: Random, world: World, cell: tuple[int, int], *, lower_is_better: bool) -> None:
    goal = Fraction(random.randint(0, 4000), 8)
    distance = Fraction(random.randint(0 if random.random() < 0.05 else 1, 400), 8)
    world.goal[cell] = goal
    if random.random() < 0.95:
        world.red[cell] = goal + distance if lower_is_better else goal - distance


def as_sample(world: World, parents: list[list[int]], bounds: list[int], n_units: int) -> Sample:
    """Lay a world out in arrays."""
    n_periods = len(world.parents)
    shape = n_units, n_periods
    return Sample(
        world=world,
        parents=parents,
        trees=[
            TreeSpan(first, stop, build_tree(np.array(part)))
            for (first, stop), part in zip(pairwise(bounds), parents, strict=True)
        ],
        own=Own(
            numbers(world.x, shape),
            numbers(world.w, shape),
            marks(world.due, shape),
            marks(world.not_applicable, shape),
            numbers(world.override, shape),
            numbers(world.override_w, shape),
        ),
        targets=Targets.pair(numbers(world.goal, shape), numbers(world.red, shape)),
        n_units=n_units,
        n_periods=n_periods,
    )


def numbers(known: dict, shape: tuple[int, int]) -> np.ndarray:
    array = np.full(shape, NAN)
    for cell, number in known.items():
        array[cell] = float(number)
    return array


def marks(known: set, shape: tuple[int, int]) -> np.ndarray:
    array = np.zeros(shape, dtype=bool)
    for cell in known:
        array[cell] = True
    return array


def listed(array: np.ndarray) -> list:
    """An array as nested lists with None for unknown."""
    return [[None if np.isnan(v) else float(v) for v in row] for row in array]


def assert_agrees(ours: np.ndarray, theirs: list[list[Fraction | None]], scale: float) -> None:
    """The same cells are unknown and the others differ by rounding only."""
    for unit, (row, expected) in enumerate(zip(listed(ours), theirs, strict=True)):
        for period, (got, want) in enumerate(zip(row, expected, strict=True)):
            where = f"unit {unit}, period {period}: engine {got}, second opinion {want}"
            assert (got is None) == (want is None), where
            assert got is None or abs(Fraction(got) - want) <= scale, where


def one_line(value, goal=NAN, red=NAN, reported=1, expected=1, anchors=None) -> Lines:
    """A single line, to be scored."""

    def cell(number, kind=np.float64):
        return np.full((1, 1), number, dtype=kind)

    return Lines(
        value=cell(value),
        reported=cell(reported, np.int32),
        carried=cell(0, np.int32),
        expected=cell(expected, np.int32),
        held=cell(reported, np.int32),
        due=cell(True, np.bool_),
        overridden=cell(False, np.bool_),
        anchors=np.array((goal, red) if anchors is None else anchors, float).reshape(-1, 1, 1),
        shown=cell(-1, np.int64),
    )


def grid(rows) -> np.ndarray:
    """Numbers as ``(n_units, n_periods)``; None is unknown, a bare number one period."""
    rows = [row if isinstance(row, list | tuple) else [row] for row in rows]
    return np.array([[NAN if v is None else v for v in row] for row in rows], dtype=float)


def own_entries(x, w=None, *, due=None, not_applicable=None) -> Own:
    """Own entries by hand; whoever has an entry is due where nothing else is said."""
    values = grid(x)
    return Own(
        values,
        None if w is None else grid(w),
        ~np.isnan(values) if due is None else grid(due) > 0,
        np.zeros(values.shape, bool) if not_applicable is None else grid(not_applicable) > 0,
    )


def whole(parents, n_periods=1) -> list[TreeSpan]:
    """One tree for all periods."""
    return [TreeSpan(0, n_periods, build_tree(np.array(parents)))]
