"""The page that finds units, KPIs, objectives, people, initiatives and messages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import SignedInRequest
from core.htmx import is_partial
from osm.search import search as find


@require_safe
@vary_on_headers("HX-Request")
def search(request: SignedInRequest) -> HttpResponse:
    """Show what the person may see of what was asked for in `q`; while they type, the best."""
    found = find(request.user, request.GET.get("q", ""))
    template = "osm/suggestions.html" if is_partial(request) else "osm/search.html"
    return render(request, template, {"found": found})
