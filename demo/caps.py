"""Where the strategy office lets a critical KPI not cap what is above it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from demo.months import Timeline


@dataclass(frozen=True)
class CapOff:
    """An objective that nothing caps on the scorecard of a unit, from a day on."""

    unit: str
    objective: str
    first_day: dt.date
    reason: str


# unit, objective, month before the last one, reason
SWITCHED_OFF: Final = (
    (
        "LOG-TRG",
        "CONVOYS",
        -4,
        (
            "Tags arrive depot by depot until the end of the year. Until every pallet has one, "
            "their number says how far that is, not whether convoys leave on time, full and safe."
        ),
    ),
)


def caps_off(timeline: Timeline) -> tuple[CapOff, ...]:
    """Return the switches with their days."""
    return tuple(
        CapOff(unit, objective, timeline.day(before, 1), reason)
        for unit, objective, before, reason in SWITCHED_OFF
    )
