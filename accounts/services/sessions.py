"""Sessions of a person: noted while they are used, and ended."""

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from audit.services.records import record

LONGEST_NAME = 200

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def note_session(request: "HttpRequest") -> None:
    """Keep from which device and address a session was last used: one statement."""
    if request.session.session_key is None:
        request.session.save()
    row = UserSession(
        user_id=request.user.pk,
        session_key=request.session.session_key,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", "")[:LONGEST_NAME],
        last_seen_at=timezone.now(),
    )
    UserSession.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["session_key"],
        update_fields=["user", "ip", "user_agent", "last_seen_at"],
    )


@transaction.atomic
def end_session(*, actor: "User", session: UserSession) -> None:
    """End one of one's own sessions: its next request is asked to sign in."""
    _end([session.session_key])
    record(actor=actor, verb="ended session", kind="person", subject=actor.email)


@transaction.atomic
def end_others(*, actor: "User", session_key: str) -> int:
    """End all of one's own sessions but the present one; return how many."""
    ended = end_other_sessions(actor, keep=session_key)
    record(
        actor=actor,
        verb="ended other sessions",
        kind="person",
        subject=actor.email,
        detail={"sessions": ended},
    )
    return ended


def end_other_sessions(person: "User", *, keep: str = "") -> int:
    """End the sessions of `person` but the one with the key `keep`; return how many."""
    theirs = UserSession.objects.filter(user=person).exclude(session_key=keep)
    return _end(list(theirs.values_list("session_key", flat=True)))


def forget_session(session_key: str) -> None:
    """Leave out of the list a session that is over."""
    UserSession.objects.filter(session_key=session_key).delete()


def remove_outdated_sessions() -> int:
    """Remove sessions whose time is over, and what was noted of them; safe to run twice."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    over = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return int(over.delete()[0])


def _end(keys: list[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    return int(UserSession.objects.filter(session_key__in=keys).delete()[0])
