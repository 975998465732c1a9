"""How long a session lasts: 12 hours at most, 30 minutes of silence for who may do much."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.sessions import forget_session, note_session
from organization.policies import may_anywhere
from organization.roles import Action

Answer = Callable[[HttpRequest], HttpResponse]

LONGEST = timedelta(hours=12)
LONGEST_SILENCE = timedelta(minutes=30)
# How exactly the last use is known; each note costs a write.
NOTED_EVERY = timedelta(minutes=1)
# A page that is left open asks whether it still holds (static/js/fresh.js): that is no use of it.
FOLLOWS = "HTTP_OSM_FOLLOWS"
STARTED, SEEN = "osm_started", "osm_seen"


class SessionLimitsMiddleware:
    """Signs out whose session is over, and notes when and from where a session is used."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does, to whom the session still belongs."""
        now = timezone.now().timestamp()
        if _is_signed_in(request):
            reason = _why_over(request, now)
            if reason:
                _sign_out(request, reason)
            elif FOLLOWS not in request.META:
                _note(request, now)
        answer = self.get_response(request)
        # Signing in begins a session; it ends by this clock even if nothing follows for hours.
        if _is_signed_in(request) and STARTED not in request.session:
            request.session[STARTED] = now
        return answer


def _is_signed_in(request: HttpRequest) -> bool:
    # A program with a token is somebody, too, but has no session.
    return SESSION_KEY in request.session and request.user.is_authenticated


def _why_over(request: HttpRequest, now: float) -> str:
    """Return why the session is over; empty where it is not."""
    started = request.session.get(STARTED, now)
    seen = request.session.get(SEEN, now)
    if now - started > LONGEST.total_seconds():
        return _("You were signed out: a session lasts 12 hours. Sign in again.")
    if now - seen > LONGEST_SILENCE.total_seconds() and _may_do_much(request.user):
        return _("You were signed out after 30 minutes without a click. Sign in again.")
    return ""


def _may_do_much(user: object) -> bool:
    return isinstance(user, User) and (user.is_staff or may_anywhere(user, Action.MANAGE_PEOPLE))


def _sign_out(request: HttpRequest, reason: str) -> None:
    forget_session(request.session.session_key or "")
    logout(request)
    messages.info(request, reason)


def _note(request: HttpRequest, now: float) -> None:
    request.session.setdefault(STARTED, now)
    if now - request.session.get(SEEN, 0) >= NOTED_EVERY.total_seconds():
        request.session[SEEN] = now
        note_session(request)
