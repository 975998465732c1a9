"""What somebody has typed for the last month and not submitted."""

from dataclasses import dataclass
from typing import Final

from demo.people import address


@dataclass(frozen=True)
class TypedFigure:
    """A figure as its manager wrote it, on the page on which figures are entered."""

    by: str
    unit: str
    kpi: str
    text: str


# The two that need no counting; then the telephone rang.
TYPED: Final = (
    TypedFigure(address("nils"), "EFC-4MB", "REPAIR_DAYS", "26,5"),
    TypedFigure(address("nils"), "EFC-4MB", "SPARES_OUT", "11"),
)
