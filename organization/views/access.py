"""Which people one manages."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from organization.models import Membership
from organization.policies import require_people
from organization.selectors.people import managed_people, managed_units

if TYPE_CHECKING:
    from accounts.models import SignedInRequest, User


def managed_person(request: "SignedInRequest", person_id: int) -> "User":
    """Return a person with a role in one's units, or answer 404; 403 where one manages nobody."""
    require_people(request.user)
    found: User = get_object_or_404(managed_people(request.user), pk=person_id)
    return found


def managed_role(request: "SignedInRequest", membership_id: int) -> Membership:
    """Return a role in one's units, or answer 404; 403 where one manages nobody."""
    require_people(request.user)
    rows = Membership.objects.newest().filter(unit__in=managed_units(request.user).values("pk"))
    found: Membership = get_object_or_404(rows.select_related("person", "unit"), pk=membership_id)
    return found
