"""What the strategy office has proposed for next year's strategy map and not yet published."""

from dataclasses import dataclass
from typing import Final

from demo.people import address


@dataclass(frozen=True)
class Proposal:
    """A change of the map, as the page proposes it."""

    kind: str
    objective: str
    said: dict[str, object]


PROPOSALS: Final = (
    Proposal(
        "add",
        "DATA",
        {
            "name": "Figures that everyone trusts",
            "perspective": "PEOPLE",
            "theme": "MODERN",
            "owner": address("d.iyer"),
            "weight": 1.0,
        },
    ),
    Proposal("connect", "DATA", {"other": "SUPPLY"}),
    Proposal("move", "RECRUIT", {"perspective": "PEOPLE", "theme": "FIRST"}),
    Proposal("assign", "SUPPLY", {"owner": "Chief of the new supply agency"}),
    Proposal("weigh", "SUPPLY", {"weight": 2.0}),
)
