"""What a view needs to know about htmx: whether a whole page is wanted or one part of it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def is_partial(request: HttpRequest) -> bool:
    """Say whether the browser swaps one part of a page that it already shows.

    Boosted links and htmx's own history requests replace the whole page, so they are not partial.
    """
    details = HtmxDetails(request)
    return bool(details) and not details.boosted and not details.history_restore_request
