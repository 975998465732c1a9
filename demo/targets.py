"""The targets: what HQ asks of the Army each fiscal year, and what units answer for."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from demo.chance import Stream, stream
from demo.figures import sum_weights
from demo.kpis import Kpi
from demo.months import Bools, Floats, Timeline
from demo.package import Table
from demo.reporters import duties_of
from demo.units import HQ, Army, Unit

# Goal and red flag of HQ in the years before the last one, where they were raised since.
BEFORE: Final = {"VEH_AVAIL": (0.80, 0.73), "PATCHES": (0.93, 0.89), "DIGITAL": (0.60, 0.45)}
# Commands that were promised another goal than the Army's, in distances from red flag to goal.
LIGHTER: Final = {"RES": -0.3, "TDC": -0.2}
# Battalions of the Reserve and groups have none of their own: they are shown, not scored.
WITHOUT: Final = frozenset({"reserve", "group"})
# Too few cases in one battalion or depot for a goal of its own.
AT_COMMANDS_ONLY: Final = frozenset({"ACCIDENTS", "JOINT_EX", "ON_BASELINE"})
UNIT_YEARS: Final = 2

Row = tuple[str, ...]


def targets_table(kpis: tuple[Kpi, ...], army: Army, timeline: Timeline, *, seed: int) -> Table:
    """Return the rows of targets.csv: one goal and red flag per unit, KPI and fiscal year."""
    chance = stream(seed, "targets")
    rows: list[Row] = []
    for kpi in kpis:
        if kpi.goal is not None:
            rows.extend(_headquarters_rows(kpi, timeline))
            rows.extend(_unit_rows(kpi, army, timeline, chance))
    return Table(("unit", "kpi", "period", "goal", "red_flag"), rows)


def thresholds(kpi: Kpi, year: int, timeline: Timeline) -> tuple[float, float]:
    """Return goal and red flag of HQ for a fiscal year."""
    goal, red = kpi.goal or 0.0, kpi.red or 0.0
    return (goal, red) if year == timeline.fiscal_year else BEFORE.get(kpi.code, (goal, red))


def _headquarters_rows(kpi: Kpi, timeline: Timeline) -> Iterator[Row]:
    for year in timeline.fiscal_years:
        yield _row(HQ, kpi, year, *thresholds(kpi, year, timeline))


def _unit_rows(kpi: Kpi, army: Army, timeline: Timeline, chance: Stream) -> Iterator[Row]:
    """Yield the targets of commands and units; a goal of a sum is the share of the subtree."""
    owes = np.array([kpi.code in duties_of(unit) for unit in army.units])
    shares = _subtree_shares(kpi, owes, army)
    moves = 0.15 * chance.integers(-1, 2, len(army.units)) * (chance.random(len(army.units)) < 0.4)
    for at, unit in enumerate(army.units):
        if not _answers(kpi, unit, owes=bool(owes[at]), share=float(shares[at])):
            continue
        move = LIGHTER.get(unit.command, 0.0) + (0.0 if unit.profile == "command" else moves[at])
        for year in _years(unit, timeline):
            goal, red = thresholds(kpi, year, timeline)
            whole = (goal * shares[at], red * shares[at])
            agreed = _whole(kpi, *whole) if kpi.unit_rule == "sum" else _moved(kpi, goal, red, move)
            yield _row(unit.code, kpi, year, *agreed)


def _subtree_shares(kpi: Kpi, owes: Bools, army: Army) -> Floats:
    """Return the share of each unit's subtree in the weight of all reporters, ``(n_units,)``."""
    weights = np.where(owes, sum_weights(kpi, army), 0.0)
    for level in reversed(army.levels[1:]):
        np.add.at(weights, army.parents[level], weights[level])
    return np.asarray(weights / max(weights[0], 1.0))


def _answers(kpi: Kpi, unit: Unit, *, owes: bool, share: float) -> bool:
    if unit.profile == "command":
        return share > 0
    below = unit.code != HQ and unit.profile not in WITHOUT
    return owes and below and kpi.code not in AT_COMMANDS_ONLY


def _years(unit: Unit, timeline: Timeline) -> range:
    """Return the years to set targets for: all at a command, none after a unit has closed."""
    years = timeline.fiscal_years
    if unit.closed is not None:
        years = range(years.start, timeline.fiscal_year_of(unit.closed) + 1)
    return years if unit.profile == "command" else years[-UNIT_YEARS:]


def _whole(kpi: Kpi, goal: float, red: float) -> tuple[float, float]:
    """Return whole numbers that stay apart and keep the direction."""
    aim = max(float(round(goal)), 1.0)
    return aim, aim - kpi.sign * max(float(round(abs(goal - red))), 1.0)


def _moved(kpi: Kpi, goal: float, red: float, move: float) -> tuple[float, float]:
    step = move * kpi.sign * kpi.reach
    places = 3 if kpi.measure == "%" else 1
    return round(goal + step, places), round(red + step, places)


def _row(unit: str, kpi: Kpi, year: int, goal: float, red: float) -> Row:
    return (unit, kpi.code, f"FY{year}", f"{goal:.12g}", f"{red:.12g}")
