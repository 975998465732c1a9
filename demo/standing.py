"""How well each command and formation stands beside the others: in usual times, and since the fall.

One step is 0.3 of the way from red flag to goal; above 0 is better than the Army as a whole.
"""

from typing import Final

import numpy as np

from demo.chance import Stream
from demo.kpis import Kpi
from demo.months import Floats, Timeline
from demo.units import Army

STEP: Final = 0.3
USUAL: Final = {
    "HQ": 0.8,
    "NFC": -0.8,
    "SFC": 0.2,
    "EFC": -1.9,
    "SOC": 1.7,
    "AMD": 0.3,
    "SIG": 1.2,
    "MAT": -0.3,
    "LOG": -0.2,
    "ENG": -0.2,
    "MED": 1.4,
    "TDC": 0.7,
    "PER": 0.5,
    "RES": -0.5,
}
# Points of vehicle availability against the Army's figure in the last month.
FALLEN: Final = {
    "HQ": 0,
    "NFC": -7,
    "SFC": 4,
    "EFC": -14,
    "SOC": 20,
    "AMD": 9,
    "SIG": 16,
    "MAT": 11,
    "LOG": 8,
    "ENG": 6,
    "MED": 16,
    "TDC": 12,
    "PER": 10,
    "RES": -2,
}
FORMATIONS: Final = {
    "EFC-1AB": -1.0,
    "EFC-4MB": -1.2,
    "EFC-7IB": 1.5,
    "EFC-SBE": -0.5,
    "EFC-12AR": -0.3,
    "EFC-9RR": 0.5,
    "NFC-2AB": -0.8,
    "NFC-SBN": -0.4,
    "NFC-CR": 0.8,
}
# What the want of spares reaches, and how many steps a point of vehicle availability is there.
HIT: Final = {
    "VEH_AVAIL": 0.01 / (STEP * 0.07),
    "REPAIR_DAYS": 0.25,
    "READY_UNITS": 0.25,
    "NOTICE": 0.15,
    "LONGEST_WAIT": 0.2,
    "SPARES_OUT": 0.25,
}


def deviations(kpi: Kpi, army: Army, timeline: Timeline, chance: Stream) -> Floats:
    """Return how far each unit stands from the Army's figure, ``(n_units, n_months)``, in steps.

    Above 0 is better, whichever way the KPI counts. The parts are the command's standing, the
    formation's, the unit's own and the noise of the month.
    """
    own = 1.1 * chance.standard_normal((len(army.units), 1))
    noise = 0.4 * chance.standard_normal((len(army.units), len(timeline.offsets)))
    return _command_standing(kpi, army, timeline) + _formation_standing(army) + own + noise


def _command_standing(kpi: Kpi, army: Army, timeline: Timeline) -> Floats:
    usual = np.array([USUAL[unit.command] for unit in army.units])[:, None]
    if kpi.code not in HIT:
        return np.asarray(usual + np.zeros(len(timeline.offsets)))
    fallen = np.array([FALLEN[unit.command] for unit in army.units])[:, None] * HIT[kpi.code]
    share = np.clip((timeline.offsets + 4) / 4, 0.0, 1.0)
    return np.asarray(usual * (1 - share) + fallen * share)


def _formation_standing(army: Army) -> Floats:
    found = [FORMATIONS.get(u.code, FORMATIONS.get(u.parent, 0.0)) for u in army.units]
    return np.array(found)[:, None]
