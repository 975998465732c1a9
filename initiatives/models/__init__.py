"""Work that moves objectives: initiatives with their milestones, and next steps."""

from initiatives.models.actions import ENDINGS, ActionEvent, ActionItem, Happening
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
    "ENDINGS",
    "LARGEST_AMOUNT",
    "OVER",
    "UNDER_WAY",
    "ActionEvent",
    "ActionItem",
    "Contribution",
    "Happening",
    "Initiative",
    "InitiativeVersion",
    "Milestone",
    "Stage",
    "StatusLine",
]
