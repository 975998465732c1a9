"""Figures for the operator's Prometheus: never open, and silent about its existence."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from osm.metrics import exposition


@never_cache
@require_safe
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever shows the token; without one in the settings there is no such page."""
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, wanted):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
