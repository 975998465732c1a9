"""The course of each KPI at HQ over the 36 months: this is the story that the figures tell.

Vehicle availability falls from three months before the last one, because brake and drive spares
run out and mechanics are missing; readiness follows. Networks and recruiting recover meanwhile.
"""

from typing import Final

import numpy as np

from demo.chance import stream
from demo.kpis import PROFILES, Kpi
from demo.months import Floats, Timeline
from demo.package import read_text_table

# code | offset:value at HQ, straight in between | noise, in distances from red flag to goal
TEXT: Final = """
READY_UNITS   | -35:.785 -12:.792 -4:.783 -3:.78 -2:.768 -1:.742 0:.71 | .05
NOTICE        | -35:35.6 -6:35.4 -3:35.9 0:38 | .1
TRAIN_DAYS    | -35:.98 -12:1.0 -4:.97 0:.93 | .15
ALLY_CERT     | -35:.915 -12:.925 0:.94 | .05
JOINT_EX      | -35:15 -20:14 -8:16 0:16 | .1
PUBLIC_TRUST  | -35:.76 -18:.72 0:.74 | .05
COMPLAINTS    | -35:.94 -14:.95 0:.96 | .08
VEH_AVAIL     | -35:.806 -20:.801 -12:.803 -7:.800 -4:.786 -3:.772 -2:.741 -1:.71 0:.68 | .06
REPAIR_DAYS   | -35:13.9 -6:14.2 -4:14.9 -3:15.9 -2:17.6 -1:19.2 0:21 | .06
FIRST_FIX     | -35:.865 -12:.88 0:.89 | .06
LONGEST_WAIT  | -35:42 -8:44 -4:48 -2:57 -1:64 0:71 | .15
SPARES_OUT    | -35:108 -8:112 -4:119 -3:131 -2:154 -1:182 0:212 | .06
DEMANDS_MET   | -35:.925 -9:.915 -5:.91 0:.93 | .06
AMMO_DAYS     | -35:31 -6:31 0:28 | .1
STOCK_RIGHT   | -35:.955 0:.963 | .06
FIELDED       | -35:.9 -10:.88 0:.83 | .04
PATCHES       | -35:.95 -19:.94 -16:.88 -12:.90 -6:.94 0:.97 | .08
INCIDENTS     | -35:.9 -18:.87 -14:.83 -6:.89 0:.92 | .08
NET_UP        | -35:.994 -16:.986 -12:.991 0:.996 | .06
RECRUITS      | -35:.95 -22:.9 -13:.84 -8:.86 -3:.89 0:.91 | .03
RE_ENLIST     | -35:.56 -12:.58 0:.61 | .05
LEFT_EARLY    | -35:.11 -12:.118 0:.112 | .08
OVERTIME      | -35:8.2 -6:8.4 0:9.1 | .08
CRIT_POSTS    | -35:.905 -12:.88 -3:.84 0:.81 | .02
MECHANICS     | -35:.87 -12:.815 -3:.77 0:.74 | .02
DIGITAL       | -35:.43 -12:.52 -1:.59 0:.595 | .03
MED_FIT       | -35:.90 -12:.908 0:.914 | .06
INJURY_DAYS   | -35:40 -12:39.5 0:38 | .1
FITNESS       | -35:.925 -12:.935 0:.94 | .08
ACCIDENTS     | -35:5.6 -12:5 0:4 | .5
LEADERSHIP    | -35:7.2 -12:7.3 0:7.4 | .02
CLIMATE       | -35:7 -12:7.1 0:7.1 | .05
TALKS         | 0:.86 | 0
BUDGET_SPENT  | -35:.98 -12:.985 0:.976 | .04
READY_SHARE   | -35:.41 -12:.42 -3:.415 0:.41 | .05
COST_GROWTH   | -35:.036 -12:.044 -3:.052 0:.061 | .03
ON_BASELINE   | -35:13 -12:12.6 0:11 | .05
SUPPORT_COST  | -35:43.6 -12:42.4 0:41.2 | .04
ENERGY        | -35:1.01 -12:1.0 0:.985 | .1
STRENGTH      | -35:87300 -12:88000 0:88400 | 60
"""
# Months at the end that keep to the story, so that every seed tells it alike.
QUIET: Final = 4
SEASONS: Final[dict[str, tuple[float, ...]]] = {
    "INJURY_DAYS": (4, 4, 2, 0, -1, -2, -4, -3, 0, 0, 1, 2),
    "OVERTIME": (-0.3, 0, 0.4, 0.2, 0.2, 0, -1, -0.6, 0.3, 0, 0.2, 0.4),
    "VEH_AVAIL": (-0.004, -0.005, -0.002, 0, 0.002, 0.003, 0, 0, 0, 0, 0.001, -0.001),
    "FITNESS": (-0.006, -0.004, 0, 0.004, 0.006, 0.004, 0, 0, 0.002, 0, -0.002, -0.006),
}


def read_courses(kpis: tuple[Kpi, ...], timeline: Timeline, *, seed: int) -> dict[str, Floats]:
    """Return the figure of HQ by KPI code, each ``(n_months,)``, in the unit of the KPI."""
    lines = {code: (knots, float(noise)) for code, knots, noise in read_text_table(TEXT)}
    return {kpi.code: _course(kpi, *lines[kpi.code], timeline, seed) for kpi in kpis}


def _course(kpi: Kpi, knots: str, noise: float, timeline: Timeline, seed: int) -> Floats:
    offsets, heights = zip(*(map(float, knot.split(":")) for knot in knots.split()), strict=True)
    line = np.interp(timeline.offsets, offsets, heights)
    if kpi.code in PROFILES:
        line = line * _monthly_goal(kpi, timeline)
    restless = np.where(timeline.offsets > -QUIET, 0.0, noise * _step(kpi))
    chance = stream(seed, f"course {kpi.code}")
    noise_of_months = restless * chance.standard_normal(len(line))
    return np.asarray(line + _season(kpi, timeline) + noise_of_months)


def _step(kpi: Kpi) -> float:
    """Return the distance from red flag to goal in one month."""
    return kpi.reach / 12 if kpi.accumulates else kpi.reach


def _monthly_goal(kpi: Kpi, timeline: Timeline) -> Floats:
    shares = np.array(PROFILES[kpi.code], dtype=np.float64)
    return np.asarray((kpi.goal or 0.0) * shares[timeline.seasons] / shares.sum())


def _season(kpi: Kpi, timeline: Timeline) -> Floats:
    """Return the swing over the year, 0 in the last month: the story ends on round figures."""
    swing = np.array(SEASONS.get(kpi.code, (0.0,) * 12), dtype=np.float64)
    quiet = timeline.offsets > -QUIET
    return np.where(quiet, 0.0, swing[timeline.seasons])
