"""From when on limits are computed anew, because everybody knows what changed for good."""

from dataclasses import dataclass
from typing import Final

from demo.months import Timeline


@dataclass(frozen=True)
class NewLimits:
    """What the strategy office decided about the course of a KPI at a unit."""

    unit: str
    kpi: str
    month: str
    reason: str


# unit, KPI, month before the last one, reason
DECIDED: Final = (
    (
        "HQ",
        "PATCHES",
        -12,
        (
            "With the zero-trust core every device reports its patches by itself, "
            "and those that nobody counted before count too."
        ),
    ),
)


def new_limits(timeline: Timeline) -> tuple[NewLimits, ...]:
    """Return the decisions with their months."""
    return tuple(
        NewLimits(unit, kpi, timeline.month(before), reason)
        for unit, kpi, before, reason in DECIDED
    )
