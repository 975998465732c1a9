"""Work that moves objectives: initiatives with their milestones."""

from initiatives.models.initiatives import (
    LARGEST_AMOUNT,
    OVER,
    UNDER_WAY,
    Contribution,
    Initiative,
    InitiativeVersion,
    Milestone,
    Stage,
    StatusLine,
)

__all__ = [
    "LARGEST_AMOUNT",
    "OVER",
    "UNDER_WAY",
    "Contribution",
    "Initiative",
    "InitiativeVersion",
    "Milestone",
    "Stage",
    "StatusLine",
]
