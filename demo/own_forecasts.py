"""What some who answer for a figure expect of the year, beside what is computed."""

from dataclasses import dataclass
from typing import Final

from demo.people import address


@dataclass(frozen=True)
class Expected:
    """What somebody expects a KPI of their unit to be at the end of the year."""

    unit: str
    kpi: str
    value: str
    by: str
    comment: str


EXPECTED: Final = (
    Expected(
        "HQ",
        "VEH_AVAIL",
        "0.76",
        address("ada"),
        "First brake sets arrive in December; the year as a whole cannot be saved any more.",
    ),
    Expected(
        "EFC-1AB",
        "VEH_AVAIL",
        "0.665",
        address("mara"),
        "Lending parts no longer helps: two more weak months until the depot delivers.",
    ),
)
