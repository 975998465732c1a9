"""The units directly below one as rows of the scorecard, KPI by KPI."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import SignedInRequest
from core.htmx import is_partial
from organization.selectors.readers import reader_of
from scorecard.selectors.context import read_context
from scorecard.selectors.kpis import kpi_page
from scorecard.selectors.subjects import DEFAULT_SPAN, kpi_at
from scorecard.services.figures import read_readings


@require_safe
@vary_on_headers("HX-Request")
def below(request: SignedInRequest, code: str) -> HttpResponse:
    """Show how a KPI stands at the units below, as rows; whoever comes by a link gets its page."""
    reader = reader_of(request.user)
    context = read_context(reader, request.GET)
    subject = kpi_at(reader, context, code)
    if not is_partial(request):
        return redirect(f"{reverse('scorecard:kpi', args=[code])}?{request.GET.urlencode()}")
    page = kpi_page(context, subject, read_readings(context, subject, DEFAULT_SPAN))
    return render(request, "scorecard/rows_below.html", {"context": context, "page": page})
