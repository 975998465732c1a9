"""Find a unit by its words, without script."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from scorecard.selectors.units import find_units


@require_safe
def units(request: SignedInRequest) -> HttpResponse:
    """List the units that the person may see and whose name or code has the words.

    Where there is one alone, whoever looked for it is on its scorecard at once.
    """
    words = request.GET.get("unit", "").strip()
    found = find_units(request.user, words)
    if words and len(found) == 1:
        asked = urlencode({"unit": found[0].code})
        return redirect(f"{reverse('scorecard:scorecard')}?{asked}")
    return render(request, "scorecard/units.html", {"words": words, "found": found})
