"""Where a person is signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import User

# The first word found names it; many browsers claim to be several.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionLine:
    """One place where a person is signed in."""

    session_id: int
    device: str
    address: str
    since: datetime
    last_seen: datetime
    is_current: bool


def live_sessions(user: "User") -> QuerySet[UserSession]:
    """Return the sessions of `user` that a request would still be answered in."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    found: QuerySet[UserSession] = UserSession.objects.filter(user=user, session_key__in=live)
    return found


def session_lines(user: "User", current: str | None) -> list[SessionLine]:
    """Return where `user` is signed in, the present session first, then the latest used."""
    lines = [
        SessionLine(
            session_id=row.pk,
            device=device(row.user_agent),
            address=row.ip,
            since=row.created_at,
            last_seen=row.last_seen_at,
            is_current=row.session_key == current,
        )
        for row in live_sessions(user).order_by("-last_seen_at", "-id")
    ]
    return sorted(lines, key=lambda line: not line.is_current)


def device(user_agent: str) -> str:
    """Say in words which browser runs on what.

    >>> device("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    'Firefox on Linux'
    """
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown program")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for word, name in known if word in user_agent), "")
