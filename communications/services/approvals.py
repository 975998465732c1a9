"""The speaker's answer: approve that exact text, which sends it, or return it."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from communications.models import Message, MessageVersion, Publication, State, VersionEvent
from communications.policies import require_speaker, require_voice
from communications.services.messages import append_event, lock_newest
from communications.services.publications import publish
from core.errors import DomainError

if TYPE_CHECKING:
    from accounts.models import User


def approve_message(*, actor: "User", message: Message, text_hash: str) -> Publication:
    """Approve the text whose hash is `text_hash`, and send it at once.

    Raises
    ------
    NotAllowedError
        If `actor` is neither the speaker nor a deputy of theirs who wrote none of it.
    DomainError
        If another text waits now than the one that was read, or none does.
    """
    require_speaker(actor, message)
    with transaction.atomic():
        version = _lock_waiting(message, text_hash)
        require_voice(message.speaker, version.units.all())
        append_event(version, VersionEvent.Kind.APPROVED, actor)
        publication = publish(version)
        _record(actor, "approved and sent", version)
    return publication


def return_message(
    *, actor: "User", message: Message, text_hash: str, reason: str
) -> MessageVersion:
    """Return the text to its writers with a reason.

    Raises
    ------
    NotAllowedError
        If `actor` is neither the speaker nor a deputy of theirs who wrote none of it.
    DomainError
        If there is no reason, or another text waits now than the one that was read.
    """
    require_speaker(actor, message)
    if not reason.strip():
        raise DomainError(_("Say what should change, so that the writers can act."), field="reason")
    with transaction.atomic():
        version = _lock_waiting(message, text_hash)
        append_event(version, VersionEvent.Kind.RETURNED, actor, reason)
        _record(actor, "returned", version, reason)
    return version


def _lock_waiting(message: Message, text_hash: str) -> MessageVersion:
    version = lock_newest(message)
    if version.state == State.SENT:
        raise DomainError(_("“%(title)s” has been sent already.") % {"title": version.title})
    if version.text_hash != text_hash:
        raise DomainError(
            _("%(name)s changed the text after you opened it. Read it again before you answer.")
            % {"name": version.author.name}
        )
    if version.state != State.WAITING:
        raise DomainError(
            _("“%(title)s” does not wait for your approval.") % {"title": version.title}
        )
    return version


def _record(actor: "User", verb: str, version: MessageVersion, reason: str = "") -> None:
    record(
        actor=actor,
        verb=verb,
        kind="message",
        subject=f"{version.message_id} revision {version.revision}",
        reason=reason,
        detail={"text_hash": version.text_hash},
    )
