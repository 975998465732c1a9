"""Settings of a peer: the product, which rolls up inside the request that submitted something."""

from osm.settings import *  # noqa: F403
from osm.settings import MIDDLEWARE

MIDDLEWARE = ["tests.bench.inline.RollUpMiddleware", *MIDDLEWARE]


class RollUpMiddleware:
    """Answers a submission only when everything that it moved is right again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Submit, then roll up, as a simple program would."""
        from jobs.services import hints
        from jobs.services.drain import drain

        if request.method != "POST":
            return self.get_response(request)
        with hints.withheld():
            response = self.get_response(request)
            drain()
        return response
