"""Who gave which figures to whom, and who stands in for whom this week."""

from dataclasses import dataclass
from typing import Final

from demo.package import read_text_table
from demo.people import address

# unit | who enters | the KPIs; all others are the manager's
ASSIGNED: Final = """
EFC-1AB | p.amadi | VEH_AVAIL REPAIR_DAYS FIRST_FIX SPARES_OUT
MAT     | j.weil  | DIGITAL STRENGTH CRIT_POSTS
"""
# who is away | who stands in | for how many days from today on
AWAY: Final = """
j.weil | r.kimura | 7
"""


@dataclass(frozen=True)
class HandOver:
    """Somebody acts for somebody else for some days; both are e-mail addresses."""

    away: str
    deputy: str
    days: int


def assigned() -> dict[tuple[str, str], str]:
    """Return the e-mail address of who enters a KPI, by codes of unit and KPI."""
    return {
        (unit, code): address(local)
        for unit, local, codes in read_text_table(ASSIGNED)
        for code in codes.split()
    }


def hand_overs() -> tuple[HandOver, ...]:
    """Return who stands in for whom."""
    return tuple(
        HandOver(address(away), address(deputy), int(days))
        for away, deputy, days in read_text_table(AWAY)
    )
