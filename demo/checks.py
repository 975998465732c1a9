"""How figures are checked, as the office decided it, and what somebody typed that is doubtful."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Decided:
    """What happens where a figure of a KPI is doubtful in one way."""

    kpi: str
    kind: str
    effect: str
    reason: str


@dataclass(frozen=True)
class Doubtful:
    """What the manager of a unit typed for the last month and did not submit yet."""

    unit: str
    kpi: str
    text: str


DECIDED: Final = (
    Decided("ACCIDENTS", "red", "ask", "Behind every accident too many there is a story: tell it."),
    Decided("BUDGET_SPENT", "slip", "stop", "Twice it was booked in kroner, not in thousands."),
)
#: The point was forgotten: it is about a hundred times what the brigade usually needs.
DOUBTFUL: Final = (Doubtful("EFC-SBE", "REPAIR_DAYS", "2310"),)
