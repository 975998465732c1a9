"""The engine alone: from arrays of entries and targets to figures in four views.

One peer does the same in SQL level by level, one only copies the bytes that the engine reads and
writes. The answer is first held against the recursive second opinion, cell by cell in a sample,
and every cell against that of the peer.
"""

import time
from statistics import median

import numpy as np

from scorecard.engine import Figures
from tests.bench.in_arrays import RolledUp, Sources, roll_up_sources, shown_windows, spans
from tests.bench.in_duckdb import FIGURES, Peer, duckdb
from tests.bench.second_opinion import differing_cells
from tests.bench.verdict import Line, Place, WrongError
from tests.bench.worlds import RULES, World, make_world

SIZES = ("S", "M", "L")
ROUNDS = 3
TIMES_FASTER = {"M": 25.0, "L": 25.0}
# 0.15 of the bandwidth.
MOST_COPIES = 1 / 0.15
TOLERANCE = 1e-9


def measure(place: Place) -> list[Line]:
    """Roll a world up in memory, check it, and time it beside both peers."""
    world = make_world(place.size)
    everything = [Sources.of(each) for each in world.measures]
    trees, shown = spans(world), shown_windows(world)

    def rolled(kpi: int) -> RolledUp:
        return roll_up_sources(everything[kpi], trees, shown)

    place.say("Asking the second opinion …")
    _check_sample(world, rolled)
    with duckdb(world) as peer:
        place.say("Rolling up in DuckDB …")
        theirs = _timed(peer.roll_up)
        for kpi in range(len(everything)):
            _compare(peer, kpi, rolled(kpi))
    place.say("Rolling up …")
    ours = median(_timed(lambda: _all(rolled, len(everything))) for _ in range(ROUNDS))
    sizes = [
        everything[kpi].bytes_read + rolled(kpi).bytes_written for kpi in range(len(everything))
    ]
    copied = median(_timed_copies(sizes) for _ in range(ROUNDS))
    goal = TIMES_FASTER.get(place.size)
    return [
        Line(place, "beside DuckDB", ours, theirs, goal, faster=True),
        Line(place, "beside a copy", ours, copied, MOST_COPIES, f"{sum(sizes) / 1e6:,.0f} MB"),
    ]


def _all(rolled, n_kpis: int) -> None:
    for kpi in range(n_kpis):
        rolled(kpi)


def _timed(work) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _timed_copies(sizes: list[int]) -> float:
    """Return the milliseconds that copying takes, one KPI after the other as the engine goes."""
    source, target = (np.full(max(sizes), fill, dtype=np.uint8) for fill in (1, 2))
    return _timed(lambda: [np.copyto(target[:size], source[:size]) for size in sizes])


def _check_sample(world: World, rolled) -> None:
    """Hold a KPI of each rule against the second opinion."""
    for kpi in range(len(RULES)):
        if wrong := differing_cells(world, world.measures[kpi], rolled(kpi)):
            raise WrongError(f"KPI {kpi} differs from the second opinion: {wrong[:3]}")


def _compare(peer: Peer, kpi: int, found: RolledUp) -> None:
    """Hold every cell of a KPI against the peer's."""
    for view, figures in found.views.items():
        theirs = peer.figures(view, kpi, figures.value.shape)
        ours = _by_name(figures)
        due = theirs["due"] == 1
        if not np.array_equal(due, figures.due):
            raise WrongError(f"KPI {kpi}, {view}: other cells are due")
        for name in FIGURES:
            mine, other = ours[name][due].astype(float), theirs[name][due]
            if not np.allclose(mine, other, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True):
                raise WrongError(f"KPI {kpi}, {view}: {name} differs from the peer's")


def _by_name(figures: Figures) -> dict[str, np.ndarray]:
    found = {name: getattr(figures, name) for name in FIGURES if name not in {"goal", "red_flag"}}
    return found | {"goal": figures.goal, "red_flag": figures.red}
