"""My updates: what waits for oneself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from organization.policies import may_anywhere
from organization.roles import Action
from osm.updates import updates_of


@require_safe
def updates(request: SignedInRequest) -> HttpResponse:
    """Show what waits for oneself; somebody who sees no unit has the messages."""
    if not may_anywhere(request.user, Action.SEE_UNIT):
        return redirect("communications:inbox")
    return render(request, "osm/updates.html", {"page": updates_of(request.user)})
