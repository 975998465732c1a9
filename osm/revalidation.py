"""Answer 304 where the page that the browser kept is the page that it would get."""

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language

from core.revalidation import is_revalidated
from jobs.services.changes import POSITION
from osm.middleware import SEEN
from osm.release import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SAFE = {"GET", "HEAD"}
KEPT = {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}
# What the browser says of how it wants the page: the same address may answer with a part of it.
WANTED_AS = ("HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")
ZONE = "SELECT time_zone FROM organization_organization ORDER BY id DESC LIMIT 1"
ASKED = f"SELECT ({POSITION}), ({ZONE})"


class RevalidationMiddleware:
    """Gives marked pages an ETag that moves with whatever the page could show.

    The last of all: whoever refuses or redirects has done so before. What a page has said once,
    as a notice is, must not be said again from the browser's memory: such a page gets none.
    """

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Answer as the view does, with the ETag beside it."""
        response = self.get_response(request)
        etag = getattr(request, "etag", "")
        if etag and response.status_code in KEPT:
            response["ETag"] = etag
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self, request: "HttpRequest", view: "Callable[..., Any]", _args: Any, _kwargs: Any
    ) -> "HttpResponse | None":
        """Answer 304 instead of the view where the browser has this very page."""
        if not may_be_kept(request, view):
            return None
        # Read before the page: what it then shows is at least as new.
        request.state = fingerprint(), *moment()  # type: ignore[attr-defined]
        request.etag = etag_of(request)  # type: ignore[attr-defined]
        return get_conditional_response(request, etag=request.etag)  # type: ignore[attr-defined]


def may_be_kept(request: "HttpRequest", view: "Callable[..., Any]") -> bool:
    """Tell whether a page is marked, and says nothing that is said only once."""
    if not is_revalidated(view) or request.method not in SAFE or settings.DEBUG:
        return False
    return request.user.is_authenticated and not len(get_messages(request))


def etag_of(request: "HttpRequest") -> str:
    """Return the mark of a page: everything that its text may depend on, as one hash.

    Weak: the tokens in forms are written anew each time and mean the same.
    """
    parts = (
        *request.state,  # type: ignore[attr-defined]
        request.user.pk,
        # Signed in anew, or with another way of looking at things: another page. When it was last
        # used no page says.
        sorted(pair for pair in request.session.items() if pair[0] != SEEN),
        # The forms of a kept page still work only while this is the same.
        request.META.get("CSRF_COOKIE"),
        get_language(),
        request.build_absolute_uri(),
        *(request.META.get(name) for name in WANTED_AS),
    )
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:40]}"'


def moment() -> tuple[int, str, str]:
    """Return the position of the database, and the hour: here, and where the organisation is.

    What is late is late from a moment on, most often a full hour: pages say so within the hour.
    One question for both: this is asked for every page.
    """
    with connection.cursor() as cursor:
        cursor.execute(ASKED)
        position, zone = cursor.fetchone()
    now = timezone.now()
    there = now.astimezone(ZoneInfo(zone or "UTC"))
    return int(position or 0), f"{now:%Y-%m-%d %H}", f"{there:%Y-%m-%d %H}"
