"""What people type about initiatives."""

from initiatives.forms.initiatives import (
    ContributionForm,
    InitiativeForm,
    MilestoneDoneForm,
    MilestoneForm,
    StatusLineForm,
)

__all__ = [
    "ContributionForm",
    "InitiativeForm",
    "MilestoneDoneForm",
    "MilestoneForm",
    "StatusLineForm",
]
