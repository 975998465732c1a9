"""The page that finds units, KPIs, objectives, people, initiatives and messages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from osm.search import search as find


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Show what the person may see of what was asked for in `q`."""
    found = find(request.user, request.GET.get("q", ""))
    return render(request, "osm/search.html", {"found": found})
