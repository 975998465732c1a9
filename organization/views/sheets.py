"""The list of people as a file."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.sheets import download
from organization.policies import require_people
from organization.selectors.people import all_people
from organization.selectors.sheets import people_sheet


@require_safe
def people(request: SignedInRequest, kind: str) -> HttpResponse:
    """Give all people of the units that one manages, not only those of one page."""
    require_people(request.user)
    lines = all_people(request.user, request.GET.get("q", "").strip())
    return download(people_sheet(lines), kind)
