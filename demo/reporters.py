"""Who owes which figure, and which figures never came: late, missing or not applicable."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from demo.chance import Stream, stream
from demo.hand_overs import assigned
from demo.kpis import Kpi
from demo.months import Bools, Timeline
from demo.package import Table, read_text_table
from demo.units import Army, Unit

# profile | the KPIs that a unit of it reports
DUTIES: Final = """
hq        | PUBLIC_TRUST STRENGTH CRIT_POSTS MED_FIT OVERTIME BUDGET_SPENT COMPLAINTS PATCHES
hq        | CLIMATE
command   | STRENGTH CRIT_POSTS MED_FIT BUDGET_SPENT COMPLAINTS PATCHES INCIDENTS READY_SHARE
command   | DIGITAL JOINT_EX ALLY_CERT LEADERSHIP TALKS
brigade   | STRENGTH CRIT_POSTS MED_FIT OVERTIME READY_UNITS NOTICE VEH_AVAIL REPAIR_DAYS
brigade   | FIRST_FIX SPARES_OUT DEMANDS_MET MECHANICS BUDGET_SPENT CLIMATE
regiment  | STRENGTH CRIT_POSTS MED_FIT FITNESS READY_UNITS NOTICE VEH_AVAIL REPAIR_DAYS
regiment  | FIRST_FIX SPARES_OUT DEMANDS_MET MECHANICS BUDGET_SPENT CLIMATE
battalion | STRENGTH CRIT_POSTS MED_FIT INJURY_DAYS FITNESS READY_UNITS NOTICE TRAIN_DAYS
battalion | VEH_AVAIL REPAIR_DAYS FIRST_FIX LONGEST_WAIT MECHANICS ALLY_CERT AMMO_DAYS
battalion | SUPPORT_COST CLIMATE
supply    | STRENGTH CRIT_POSTS MED_FIT INJURY_DAYS ACCIDENTS READY_UNITS VEH_AVAIL REPAIR_DAYS
supply    | FIRST_FIX LONGEST_WAIT SPARES_OUT DEMANDS_MET STOCK_RIGHT MECHANICS SUPPORT_COST
supply    | BUDGET_SPENT
coastal   | STRENGTH CRIT_POSTS MED_FIT FITNESS READY_UNITS NOTICE TRAIN_DAYS VEH_AVAIL
coastal   | REPAIR_DAYS MECHANICS AMMO_DAYS CLIMATE
reserve   | STRENGTH CRIT_POSTS MED_FIT FITNESS READY_UNITS NOTICE TRAIN_DAYS VEH_AVAIL
reserve   | REPAIR_DAYS FIRST_FIX SPARES_OUT MECHANICS RE_ENLIST LEFT_EARLY ALLY_CERT
reserve   | INJURY_DAYS
depot     | STRENGTH CRIT_POSTS OVERTIME BUDGET_SPENT ACCIDENTS VEH_AVAIL REPAIR_DAYS FIRST_FIX
depot     | LONGEST_WAIT SPARES_OUT DEMANDS_MET STOCK_RIGHT MECHANICS SUPPORT_COST ENERGY
school    | STRENGTH CRIT_POSTS MED_FIT INJURY_DAYS FITNESS OVERTIME BUDGET_SPENT VEH_AVAIL
school    | LEFT_EARLY RE_ENLIST COMPLAINTS CLIMATE ENERGY ACCIDENTS STOCK_RIGHT
hospital  | STRENGTH CRIT_POSTS MED_FIT FITNESS OVERTIME BUDGET_SPENT READY_UNITS COMPLAINTS
hospital  | CLIMATE STOCK_RIGHT DEMANDS_MET ENERGY PATCHES
clinic    | STRENGTH CRIT_POSTS MED_FIT OVERTIME BUDGET_SPENT COMPLAINTS CLIMATE STOCK_RIGHT
clinic    | ENERGY PATCHES
signals   | STRENGTH CRIT_POSTS MED_FIT FITNESS OVERTIME READY_UNITS NOTICE VEH_AVAIL PATCHES
signals   | INCIDENTS NET_UP BUDGET_SPENT CLIMATE ALLY_CERT
garrison  | STRENGTH CRIT_POSTS OVERTIME BUDGET_SPENT COMPLAINTS CLIMATE ENERGY ACCIDENTS
garrison  | PATCHES DEMANDS_MET VEH_AVAIL MED_FIT STOCK_RIGHT
office    | STRENGTH CRIT_POSTS OVERTIME BUDGET_SPENT COMPLAINTS CLIMATE PATCHES RE_ENLIST
office    | MED_FIT FITNESS
"""
# The Reserve answers for its own small staff as a unit does, and for no programme.
RESERVE_DUTIES: Final = (
    "READY_UNITS STRENGTH COMPLAINTS VEH_AVAIL REPAIR_DAYS FIRST_FIX SPARES_OUT DEMANDS_MET "
    "PATCHES INCIDENTS CRIT_POSTS MECHANICS DIGITAL MED_FIT INJURY_DAYS BUDGET_SPENT SUPPORT_COST"
)
FIELDING: Final = ("NFC", "SFC", "EFC", "AMD", "SIG", "MAT", "ENG")
PROGRAMMES: Final = ("NFC", "SFC", "AMD", "SIG", "MAT", "LOG", "ENG")

# What has not come for the last month: 11 units. Nothing named is a unit that sent nothing.
LATE: Final[dict[str, tuple[str, ...]]] = {
    "NFC": ("DIGITAL",),
    "SFC": ("DIGITAL",),
    "EFC": ("DIGITAL",),
    "MAT": ("DIGITAL",),
    "LOG": ("DIGITAL",),
    "ENG": ("DIGITAL",),
    "RES": ("DIGITAL", "VEH_AVAIL", "SPARES_OUT", "INCIDENTS", "SUPPORT_COST"),
    "EFC-4MB": ("VEH_AVAIL", "REPAIR_DAYS", "FIRST_FIX", "SPARES_OUT", "MECHANICS"),
    "EFC-SBE": (),
    "NFC-CR": ("TRAIN_DAYS",),
    "MED-FHN": ("STOCK_RIGHT", "DEMANDS_MET", "ENERGY"),
}
# unit, KPI, first and last offset: the question does not arise, and a comment says why.
NOT_APPLICABLE: Final = (
    ("EFC-9RR", "VEH_AVAIL", -20, -18, "All vehicles handed in; new ones arrive in the spring."),
    ("EFC-9RR", "REPAIR_DAYS", -20, -18, "No vehicles in this period."),
    ("NFC-53IN", "TRAIN_DAYS", -9, -8, "On guard duty at the border; no collective training."),
    ("MED-FHE", "READY_UNITS", -27, -25, "Deployed as a whole; not part of the return."),
    ("SIG-IRC", "NOTICE", -35, 0, "Stands watch round the clock; has no notice to move."),
    ("LOG-PON", "REPAIR_DAYS", -12, -12, "Workshop closed for the move; no repair finished."),
)


@dataclass(frozen=True)
class Duty:
    """The cells of one KPI, each ``(n_units, n_months)``; a quarter stands in its last month."""

    due: Bools
    not_applicable: Bools
    reported: Bools


def duties_of(unit: Unit) -> tuple[str, ...]:
    """Return the codes of the KPIs that a unit reports; none for a group or region."""
    if unit.code == "RES":
        return tuple(RESERVE_DUTIES.split())
    return (*_duties_by_profile().get(unit.profile, "").split(), *_extra_duties(unit))


@cache
def _duties_by_profile() -> dict[str, str]:
    duties: dict[str, str] = {}
    for profile, codes in read_text_table(DUTIES):
        duties[profile] = f"{duties.get(profile, '')} {codes}"
    return duties


def find_duties(
    kpis: tuple[Kpi, ...], army: Army, timeline: Timeline, *, seed: int
) -> dict[str, Duty]:
    """Return by KPI code what is due, what does not apply and what has come."""
    lists = [frozenset(duties_of(unit)) for unit in army.units]
    opened = army.open_in(timeline.offsets)
    below = np.array([unit.profile not in ("hq", "command") for unit in army.units])
    absent = _absent_units(opened, stream(seed, "absent")) & below[:, None]
    duties = {}
    for kpi in kpis:
        owes = np.array([kpi.code in codes for codes in lists])
        due = opened & owes[:, None] & _due_months(kpi, timeline)
        exempt = due & _exempt(kpi, army, timeline)
        missing = absent | _lost(kpi, due, stream(seed, f"lost {kpi.code}")) | _late(kpi, army, due)
        duties[kpi.code] = Duty(due, exempt, due & ~exempt & ~missing)
    return duties


def reporters_table(
    kpis: tuple[Kpi, ...], army: Army, timeline: Timeline, persons: dict[str, str]
) -> Table:
    """Return the rows of reporters.csv; ``persons`` gives the e-mail of the manager by unit."""
    given = assigned()
    by_code = {kpi.code: kpi for kpi in kpis}
    rows = [
        (
            unit.code,
            code,
            *_window(by_code[code], unit, timeline),
            given.get((unit.code, code), persons.get(unit.code, "")),
        )
        for unit in army.units
        for code in duties_of(unit)
    ]
    return Table(("unit", "kpi", "first_period", "last_period", "person"), rows)


def _extra_duties(unit: Unit) -> tuple[str, ...]:
    if unit.profile == "command":
        fielding = ("FIELDED",) if unit.code in FIELDING else ()
        return fielding + (("COST_GROWTH", "ON_BASELINE") if unit.code in PROGRAMMES else ())
    recruits = unit.profile == "office" and unit.name.startswith("Recruiting Office")
    return ("RECRUITS",) if recruits else ()


def _due_months(kpi: Kpi, timeline: Timeline) -> Bools:
    if kpi.frequency == "monthly":
        return np.ones(len(timeline.offsets), dtype=np.bool_)
    if kpi.frequency == "quarterly":
        return timeline.quarter_ends()
    return np.zeros(len(timeline.offsets), dtype=np.bool_)


def _window(kpi: Kpi, unit: Unit, timeline: Timeline) -> tuple[str, str]:
    """Return first and last period; the yearly KPI starts with the year of the last month."""
    first = int(timeline.offsets[0]) if unit.opened is None else unit.opened
    if kpi.frequency == "yearly":
        return f"FY{timeline.fiscal_year}", ""
    if kpi.frequency == "quarterly":
        return timeline.quarter(int(timeline.offsets[timeline.quarter_ends()][0])), ""
    last = "" if unit.closed is None else timeline.month(unit.closed)
    return timeline.month(first), last


def _absent_units(opened: Bools, chance: Stream) -> Bools:
    """Return months in which a unit sent nothing at all; the last four are spared."""
    absent = np.asarray(chance.random(opened.shape) < 0.004, dtype=np.bool_)
    absent[:, -4:] = False
    return absent


def _lost(kpi: Kpi, due: Bools, chance: Stream) -> Bools:
    """Return single cells that never came; the few reporters at the top always answer."""
    lost = np.asarray(chance.random(due.shape) < 0.01, dtype=np.bool_)
    lost[:, -1] = False
    if due.any(axis=1).sum() <= 14 or kpi.unit_rule == "none":
        lost[:] = False
    return lost


def _late(kpi: Kpi, army: Army, due: Bools) -> Bools:
    late = np.zeros(due.shape, dtype=np.bool_)
    for code, codes in LATE.items():
        late[army.index[code], -1] = not codes or kpi.code in codes
    return late


def _exempt(kpi: Kpi, army: Army, timeline: Timeline) -> Bools:
    exempt = np.zeros((len(army.units), len(timeline.offsets)), dtype=np.bool_)
    for code, kpi_code, first, last, _why in NOT_APPLICABLE:
        if kpi_code == kpi.code:
            exempt[army.index[code]] |= (timeline.offsets >= first) & (timeline.offsets <= last)
    return exempt
