"""What people type about initiatives and next steps."""

from initiatives.forms.actions import (
    ActionForm,
    DropForm,
    FinishForm,
    HandOverForm,
    MoveForm,
)
from initiatives.forms.initiatives import (
    ContributionForm,
    InitiativeForm,
    MilestoneDoneForm,
    MilestoneForm,
    StatusLineForm,
)

__all__ = [
    "ActionForm",
    "ContributionForm",
    "DropForm",
    "FinishForm",
    "HandOverForm",
    "InitiativeForm",
    "MilestoneDoneForm",
    "MilestoneForm",
    "MoveForm",
    "StatusLineForm",
]
