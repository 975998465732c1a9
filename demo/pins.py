"""What people of the Army keep on their dashboards, in their order."""

from dataclasses import dataclass
from typing import Final

from demo.package import read_text_table
from demo.people import address

# by | what | KPI or objective | unit
PINS: Final = """
chief | course | VEH_AVAIL | HQ
chief | kpi | SPARES_OUT | HQ
chief | kpi | CRIT_POSTS | HQ
chief | objective | REPAIR | HQ
chief | kpi | VEH_AVAIL | EFC
chief | late | | HQ
mara | kpi | VEH_AVAIL | EFC-1AB
mara | kpi | SPARES_OUT | EFC-1AB
mara | steps | |
ada | late | | HQ
ada | kpi | VEH_AVAIL | HQ
ada | objective | REPAIR | HQ
ada | portfolio | | HQ
ada | steps | |
"""
# Who shares theirs as the start page of which role: each reader sees their own unit.
SHARED: Final = ("ada", "unit_manager")


@dataclass(frozen=True)
class Kept:
    """A thing that somebody pinned; `by` is an e-mail address."""

    by: str
    kind: str
    code: str
    unit: str


def pins() -> tuple[Kept, ...]:
    """Return what everybody pinned, the first thing first."""
    return tuple(
        Kept(address(by), kind, code, unit) for by, kind, code, unit in read_text_table(PINS)
    )
