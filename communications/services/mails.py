"""Send mails about notices: claim one, send it, say what became of it.

Exactly-once mail does not exist. These err on the side of twice: a mailer that dies between sending
and saying so leaves a lease that ends, and the next one sends the mail again, with the same
Message-ID and marked `maybe_twice`. None is lost.
"""

import logging
import uuid
from datetime import timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communications.models import Mail, Notice
from communications.selectors.mail_choices import choices_of
from communications.selectors.mail_times import after_quiet
from communications.selectors.notices import NoticeLine, notice_lines
from communications.services.mail_switches import is_paused, pause_where_many_bounce
from communications.services.notice_letters import letter
from core.database import lock_key
from core.errors import DomainError

logger = logging.getLogger(__name__)

LOCK = "notice-mails"
LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
MOST_ATTEMPTS = 5
MOST_URGENT_A_DAY = 5
REFUSED_FOR_GOOD = 500


class Claimed(NamedTuple):
    """A mail in the hands of this mailer, and what it tells."""

    mail: Mail
    lines: tuple[NoticeLine, ...]


class Outcome(NamedTuple):
    """What became of one: its state, and what the mail server said."""

    state: str
    reason: str = ""


def send_due() -> int:
    """Send what is due until nothing is, or no more may leave now; return how many were sent.

    Safe to run twice, even at once: each mail is claimed under a lock by one mailer.
    """
    n_sent = 0
    while claimed := claim_next():
        outcome = deliver(claimed)
        finish(claimed.mail, outcome)
        n_sent += outcome.state == Mail.SENT
    return n_sent


def claim_next() -> Claimed | None:
    """Claim the next mail that has something to say; None where none is due or may leave.

    What it tells is decided here: the gate is asked for its person once more. One that has nothing
    left to say, or is one urgent mail too many for its person and day, is dropped. One that was
    held up until its person's quiet hours waits for their end.
    """
    while (found := _claim_one()) is not None:
        if found.lines:
            return found
    return None


@transaction.atomic
def _claim_one() -> Claimed | None:
    lock_key(LOCK, wait=True)
    now = timezone.now()
    if is_paused() or not _may_more_leave():
        return None
    due = Mail.objects.due(now, MOST_ATTEMPTS).select_related("person")
    mail: Mail | None = due.order_by("not_before", "id").first()
    if mail is None:
        return None
    choice = choices_of([mail.person_id])[mail.person_id]
    slot = after_quiet(choice, mail.time_zone, now)
    if slot.at > now:
        mail.not_before = slot.at
        mail.lease_until = mail.lease_until and slot.at
        mail.save()
        return Claimed(mail, ())
    untold = Notice.objects.to(mail.person).unread().filter(Q(mail=None) | Q(mail=mail))
    lines = () if _is_one_too_many(mail) else notice_lines(untold.newest_first())
    if lines:
        Notice.objects.filter(pk__in=[line.pk for line in lines]).update(mail=mail)
        mail.maybe_twice = mail.maybe_twice or mail.state != Mail.NEW
        mail.state, mail.token, mail.lease_until = Mail.CLAIMED, uuid.uuid4(), now + LEASE
        mail.claimed_at, mail.attempts = now, mail.attempts + 1
    else:
        mail.state, mail.finished_at = Mail.DROPPED, now
    mail.save()
    return Claimed(mail, lines)


def deliver(claimed: Claimed) -> Outcome:
    """Hand a mail to the mail server, and say what became of it."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        # Nothing has left: it waits for the server.
        return Outcome(Mail.NEW, _said(error))
    try:
        connection.send_messages([letter(claimed.mail, claimed.lines)])
    except (OSError, SMTPException, DomainError) as error:
        return _judged(error)
    finally:
        _close(connection)
    return Outcome(Mail.SENT)


def _judged(error: Exception) -> Outcome:
    """Say what became of a mail whose sending failed with `error`."""
    match error:
        case SMTPRecipientsRefused():
            code, _said_by_server = next(iter(error.recipients.values()))
            return Outcome(_refused(code), _said(error))
        case SMTPDataError():
            return Outcome(_refused(error.smtp_code), _said(error))
        case SMTPResponseException() | DomainError():
            # The sender or the session was refused, or there is no server: not this person.
            return Outcome(Mail.NEW, _said(error))
        case _:
            # The line broke meanwhile: nobody knows whether it was taken.
            return Outcome(Mail.AMBIGUOUS, _said(error))


@transaction.atomic
def finish(mail: Mail, outcome: Outcome) -> bool:
    """Store what became of a claimed mail; False where its lease ended and another took it."""
    now = timezone.now()
    pause = min(MINUTE * 2**mail.attempts, LONGEST_PAUSE)
    values: dict[str, Any] = {"state": outcome.state, "reason": outcome.reason, "token": None}
    match outcome.state:
        case Mail.NEW:
            values |= {"not_before": now + pause, "lease_until": None}
        case Mail.AMBIGUOUS:
            values |= {"lease_until": now + pause}
        case _:
            values |= {"finished_at": now, "lease_until": None}
    is_ours = Mail.objects.filter(pk=mail.pk, token=mail.token).update(**values)
    if not is_ours:
        logger.warning("lease was lost mail=%s", mail.pk)
    elif outcome.state == Mail.BOUNCED:
        pause_where_many_bounce()
    return bool(is_ours)


def _may_more_leave() -> bool:
    """Tell whether the last minute has room for one more."""
    since = timezone.now() - MINUTE
    left = Mail.objects.filter(claimed_at__gt=since).count()
    return left < settings.MAILS_A_MINUTE


def _is_one_too_many(mail: Mail) -> bool:
    """Tell whether a person had enough urgent mails that day: their digest tells the rest."""
    had = Mail.objects.filter(person=mail.person_id, kind=Mail.URGENT, day=mail.day)
    others = had.exclude(pk=mail.pk).exclude(state__in=[Mail.NEW, Mail.DROPPED])
    return mail.kind == Mail.URGENT and others.count() >= MOST_URGENT_A_DAY


def _refused(code: int) -> str:
    return Mail.BOUNCED if code >= REFUSED_FOR_GOOD else Mail.NEW


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, SMTPException):
        logger.info("mail server hung up first")
