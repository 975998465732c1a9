"""Lead from a reminder to the first figure that is missing."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from scorecard.selectors.missing import first_missing
from scorecard.views.entries import unit_and_month


@never_cache
@require_safe
def missing(request: SignedInRequest) -> HttpResponse:
    """Go to the field on the page on which figures are entered; without one to the page."""
    found = first_missing(request.user, *unit_and_month(request))
    return redirect(reverse("scorecard:enter", query=found.query, fragment=found.field))
