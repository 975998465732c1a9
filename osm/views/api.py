"""The description of the API for people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from osm.api_description import described


@require_safe
def docs(request: SignedInRequest) -> HttpResponse:
    """Show what the API takes and gives, operation by operation."""
    return render(request, "osm/api.html", {"groups": described()})
