"""The figure of every unit, KPI and month, made so that their roll-up is the course of HQ."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.chance import Stream, stream
from demo.kpis import Kpi
from demo.months import Bools, Floats, Timeline
from demo.reporters import Duty
from demo.standing import STEP, deviations
from demo.units import Army

# How many cases a unit's ratio stands for: per soldier, per vehicle, and in any case.
CASES: Final[dict[str, tuple[float, float, float]]] = {
    "READY_UNITS": (0.008, 0, 1),
    "ALLY_CERT": (0, 0, 24),
    "COMPLAINTS": (0.03, 0, 20),
    "VEH_AVAIL": (0, 1, 0),
    "FIRST_FIX": (0, 0.35, 3),
    "DEMANDS_MET": (0.08, 0, 12),
    "STOCK_RIGHT": (0.3, 0, 150),
    "FIELDED": (0, 0, 14),
    "PATCHES": (0.15, 0, 30),
    "INCIDENTS": (0.03, 0, 5),
    "RECRUITS": (0, 0, 34),
    "RE_ENLIST": (0.03, 0, 4),
    "LEFT_EARLY": (0.08, 0, 6),
    "CRIT_POSTS": (0.24, 0, 6),
    "MECHANICS": (0.02, 0.7, 4),
    "DIGITAL": (4, 0, 300),
    "MED_FIT": (0.97, 0, 0),
    "FITNESS": (0.1, 0, 8),
    "TALKS": (0.9, 0, 0),
    "BUDGET_SPENT": (52, 0, 400),
    "READY_SHARE": (260, 0, 20000),
    "COST_GROWTH": (0, 0, 1300),
    "SUPPORT_COST": (0, 1, 0),
}
# How far one step of standing moves a unit's share of a sum, as a power of e.
LEANS: Final = {
    "TRAIN_DAYS": 0.1,
    "SPARES_OUT": 0.25,
    "ACCIDENTS": 0.8,
    "ENERGY": 0.04,
    "JOINT_EX": 0.05,
    "ON_BASELINE": 0.1,
    "STRENGTH": 0.004,
}
BY_VEHICLES: Final = frozenset({"SPARES_OUT"})
EVENLY: Final = frozenset({"JOINT_EX", "ON_BASELINE"})
# Cases that are counted anew each month, not held on the last day.
FLOWS: Final = frozenset(
    {"COMPLAINTS", "FIRST_FIX", "DEMANDS_MET", "STOCK_RIGHT", "PATCHES", "INCIDENTS", "FITNESS"}
)
LEAST: Final = 0.02
MOST: Final = 0.9999


@dataclass(frozen=True)
class Figures:
    """The entries of one KPI, each ``(n_units, n_months)``, NaN where nothing was reported.

    A ratio has numerator and denominator, every other rule a value; the part that a rule does not
    have is None.
    """

    value: Floats | None
    numerator: Floats | None
    denominator: Floats | None


def measure(
    kpi: Kpi, course: Floats, duty: Duty, army: Army, timeline: Timeline, *, seed: int
) -> Figures:
    """Return the entries of a KPI whose roll-up over the reporting units follows the course."""
    chance = stream(seed, f"figures {kpi.code}")
    steps = deviations(kpi, army, timeline, chance)
    if kpi.unit_rule == "sum":
        return _amounts(kpi, course, steps, duty.reported, army, chance)
    levels = course + steps * kpi.sign * STEP * kpi.reach
    if kpi.unit_rule == "ratio":
        cases = _cases(kpi, army, timeline, chance)
        return _pairs(kpi, levels, course, cases, duty.reported, chance)
    if kpi.unit_rule == "none":
        levels = course + np.zeros_like(levels)
    levels = _bounded(kpi, levels + _shift(levels, course, duty.reported, army, kpi.unit_rule))
    return Figures(np.where(duty.reported, np.round(levels, kpi.places), np.nan), None, None)


def sum_weights(kpi: Kpi, army: Army) -> Floats:
    """Return what each unit weighs in a sum in usual times, ``(n_units,)``."""
    if kpi.code in EVENLY:
        return np.ones(len(army.units))
    return army.vehicles if kpi.code in BY_VEHICLES else army.strength


def _amounts(
    kpi: Kpi, course: Floats, steps: Floats, reported: Bools, army: Army, chance: Stream
) -> Figures:
    """Share the whole number of each month out over the units that reported."""
    lean = np.exp(steps * kpi.sign * LEANS[kpi.code])
    weights = np.where(reported, sum_weights(kpi, army)[:, None] * lean, 0.0)
    shares = weights / np.maximum(weights.sum(axis=0), 1.0)
    whole = _whole(shares * np.rint(course), chance)
    return Figures(np.where(reported, whole, np.nan), None, None)


def _pairs(
    kpi: Kpi, levels: Floats, course: Floats, cases: Floats, reported: Bools, chance: Stream
) -> Figures:
    weights = np.where(reported, cases, 0.0)
    total = np.maximum(weights.sum(axis=0), 1.0)
    for _ in range(3):
        # Twice more, since what the bounds cut off must be made up elsewhere.
        levels = _bounded(kpi, levels + course - (levels * weights).sum(axis=0) / total)
    numerator = _whole(levels * weights, chance)
    return Figures(None, np.where(reported, numerator, np.nan), np.where(reported, cases, np.nan))


def _cases(kpi: Kpi, army: Army, timeline: Timeline, chance: Stream) -> Floats:
    """Return the denominators, whole numbers of at least 1."""
    soldier, vehicle, fixed = CASES[kpi.code]
    usual = (soldier * army.strength + vehicle * army.vehicles + fixed)[:, None]
    months = np.ones(len(timeline.offsets))
    cases = usual * months
    if kpi.code in FLOWS:
        cases = cases * chance.uniform(0.85, 1.15, cases.shape)
    if kpi.code == "RECRUITS":
        cases = cases * (timeline.seasons + 1)
    return np.maximum(np.rint(cases), 1.0)


def _whole(amounts: Floats, chance: Stream) -> Floats:
    """Return whole numbers beside the amounts; each month's total stays within 1 of its own.

    Systematic sampling: the running total is cut at every whole number past a random start.
    """
    start = chance.random(amounts.shape[1])
    running = np.floor(np.cumsum(amounts, axis=0) + start + 1e-9)
    return np.diff(running, axis=0, prepend=0.0)


def _bounded(kpi: Kpi, levels: Floats) -> Floats:
    if kpi.maximum:
        return np.clip(levels, LEAST, MOST)
    return np.maximum(levels, LEAST)


def _shift(levels: Floats, course: Floats, reported: Bools, army: Army, rule: str) -> Floats:
    """Return what to add to all units so that HQ stands on its course, ``(n_months,)``."""
    anyone = reported.any(axis=0)
    return np.where(anyone, course - _headline(levels, reported, army, rule), 0.0)


def _headline(levels: Floats, reported: Bools, army: Army, rule: str) -> Floats:
    if rule == "min":
        return np.asarray(np.where(reported, levels, np.inf).min(axis=0))
    if rule == "max":
        return np.asarray(np.where(reported, levels, -np.inf).max(axis=0))
    if rule == "mean_of_children":
        return _mean_of_children(levels, reported, army)
    people = army.strength[:, None] if rule == "weighted_mean" else 1.0
    weights = reported * people
    return np.asarray((levels * weights).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9))


def _mean_of_children(levels: Floats, reported: Bools, army: Army) -> Floats:
    """Return the mean of means at HQ; a unit's own entry counts as one more child."""
    totals = np.where(reported, levels, 0.0)
    counts = reported.astype(np.float64)
    parents = army.parents
    for level in reversed(army.levels[1:]):
        finished = totals[level] / np.maximum(counts[level], 1.0)
        np.add.at(totals, parents[level], finished)
        np.add.at(counts, parents[level], (counts[level] > 0).astype(np.float64))
    return np.asarray(totals[0] / np.maximum(counts[0], 1.0))
