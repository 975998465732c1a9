"""Who asks, and which initiative they may see."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from initiatives.models import Initiative
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import SignedInRequest


def visible_initiative(request: "SignedInRequest", initiative_id: int) -> Initiative:
    """Return an initiative that the person may see, or answer 404."""
    seen = Initiative.objects.allowing(request.user, Action.SEE_UNIT).with_facts()
    initiative: Initiative = get_object_or_404(seen.exclude(current=None), pk=initiative_id)
    return initiative
