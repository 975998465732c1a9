"""Tell whether OSM is well."""

from dataclasses import asdict
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.services.heartbeats import health


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer 200 once the program serves, 503 with the reason when it should be looked at."""
    found = health()
    return JsonResponse(
        asdict(found), status=HTTPStatus.OK if found.is_well else HTTPStatus.SERVICE_UNAVAILABLE
    )
