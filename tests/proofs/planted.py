"""Settings of a proof in which a fault is planted, so that one sees it turn red.

`FAULT` names it: some submissions are acknowledged and not stored (`lost`), keys are forgotten
(`doubled`), or a digit changes on the way (`wrong`).
"""

import itertools
import json
import os
from io import BytesIO

from django.http import JsonResponse

from osm.settings import *  # noqa: F403
from osm.settings import MIDDLEWARE

FAULTS = ("lost", "doubled", "wrong")
EVERY = 7
MIDDLEWARE = ["tests.proofs.planted.FaultMiddleware", *MIDDLEWARE]


class FaultMiddleware:
    """Stands before all others, where nobody looks for a fault."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.fault, self.count = os.environ["FAULT"], itertools.count(1)

    def __call__(self, request):
        """Do to every seventh submission what the fault does."""
        is_hit = request.method == "POST" and next(self.count) % EVERY == 0
        if self.fault == "doubled" and request.method == "POST":
            request.META.pop("HTTP_IDEMPOTENCY_KEY", None)
        elif is_hit and self.fault == "lost":
            return JsonResponse([], safe=False, status=201)
        elif is_hit and self.fault == "wrong":
            self._spoil(request)
        return self.get_response(request)

    def _spoil(self, request):
        figures = json.loads(request.body)
        first = next(figure for figure in figures if "value" in figure)
        first["value"] = f"{first['value']}1"
        body = json.dumps(figures).encode()
        request.META["CONTENT_LENGTH"] = str(len(body))
        request._body = body
        request._stream = BytesIO(body)
