"""Write a message in somebody's name, and ask them to approve it."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from communications.models import Message, MessageVersion, State, VersionEvent
from communications.policies import require_voice, require_writer
from communications.selectors.audiences import audience_size
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.querysets import outermost

if TYPE_CHECKING:
    from accounts.models import User
    from organization.models import Unit
    from scorecard.models import Objective


@dataclass(frozen=True)
class Wording:
    """What a message says and to which units, with all below them: what a speaker approves."""

    title: str
    text: str
    units: tuple["Unit", ...]
    objective: "Objective | None" = None
    asks_acknowledgement: bool = False

    def audience(self) -> tuple["Unit", ...]:
        """Return the chosen units without those below another chosen one."""
        kept = set(outermost(unit.path for unit in self.units))
        return tuple(unit for unit in self.units if unit.path in kept)


def draft_message(*, actor: "User", speaker: "User", wording: Wording) -> MessageVersion:
    """Draft a message in the name of `speaker`.

    Raises
    ------
    NotAllowedError
        If `actor` may not write to one of the units.
    DomainError
        If `actor` is the speaker, or the speaker has no say in one of the units.
    """
    _check(actor, speaker, wording)
    with transaction.atomic():
        message = Message.objects.create(drafter=actor, speaker=speaker, recorded_at=recorded_now())
        version = _append(message, actor, wording, revision=1)
        record(actor=actor, verb="drafted", kind="message", subject=_subject(version))
    return version


def revise_message(*, actor: "User", version: MessageVersion, wording: Wording) -> MessageVersion:
    """Replace `version`, which must still be the newest, by a new revision.

    A message that waited for approval is a draft again: an approval holds for one exact text.

    Raises
    ------
    NotAllowedError
        If `actor` may not write to one of the old or new units.
    DomainError
        If the message is out, or somebody else changed it in the meantime.
    """
    message = version.message
    require_writer(actor, version.units.all())
    _check(actor, message.speaker, wording)
    with transaction.atomic():
        newest = lock_newest(message)
        _refuse_sent(newest)
        if newest.pk != version.pk:
            raise DomainError(
                _("%(name)s changed this message in the meantime. Open it again to see how.")
                % {"name": newest.author.name}
            )
        revised = _append(message, actor, wording, revision=newest.revision + 1)
        record(actor=actor, verb="revised", kind="message", subject=_subject(revised))
    return revised


def send_for_approval(*, actor: "User", message: Message) -> MessageVersion:
    """Ask the speaker to approve the newest version.

    Raises
    ------
    NotAllowedError
        If `actor` may not write to one of its units.
    DomainError
        If it is out already, waits already, was returned and not changed since, or nobody is
        a member of its units.
    """
    with transaction.atomic():
        version = lock_newest(message)
        require_writer(actor, version.units.all())
        _refuse_sent(version)
        _refuse_asked(version)
        _refuse_nobody(version)
        require_voice(message.speaker, version.units.all())
        append_event(version, VersionEvent.Kind.SUBMITTED, actor)
        record(actor=actor, verb="sent for approval", kind="message", subject=_subject(version))
    return version


def lock_newest(message: Message) -> MessageVersion:
    """Lock `message` until the transaction ends and return its newest version."""
    Message.objects.select_for_update().get(pk=message.pk)
    newest: MessageVersion = (
        MessageVersion.objects.newest().select_related("author").get(message=message)
    )
    return newest


def append_event(
    version: MessageVersion, kind: VersionEvent.Kind, actor: "User", reason: str = ""
) -> VersionEvent:
    """Append what happened to `version`."""
    return VersionEvent.objects.create(
        version=version,
        kind=kind,
        actor=actor,
        author=version.author,
        reason=reason,
        recorded_at=recorded_now(),
    )


def text_hash(speaker: "User", wording: Wording) -> str:
    """Return the SHA-256 of everything that the speaker approves, as 64 hexadecimal digits."""
    exact = [
        speaker.pk,
        wording.title,
        wording.text,
        sorted(unit.pk for unit in wording.audience()),
        wording.objective.pk if wording.objective else None,
        wording.asks_acknowledgement,
    ]
    return sha256(json.dumps(exact, ensure_ascii=False).encode()).hexdigest()


def _append(message: Message, author: "User", wording: Wording, *, revision: int) -> MessageVersion:
    version = MessageVersion.objects.create(
        message=message,
        revision=revision,
        author=author,
        title=wording.title,
        text=wording.text,
        objective=wording.objective,
        asks_acknowledgement=wording.asks_acknowledgement,
        text_hash=text_hash(message.speaker, wording),
        recorded_at=recorded_now(),
    )
    version.units.set(wording.audience())
    return version


def _check(actor: "User", speaker: "User", wording: Wording) -> None:
    if not wording.units:
        raise DomainError(_("Choose at least one unit that gets the message."), field="units")
    require_writer(actor, wording.units)
    if actor.pk == speaker.pk:
        raise DomainError(
            _("You cannot write a message in your own name: its text needs a second person."),
            field="speaker",
        )
    require_voice(speaker, wording.units)
    _check_objective(wording)


def _check_objective(wording: Wording) -> None:
    # Published goes downward only: a sister's objective must not travel in a message.
    objective = wording.objective
    if objective is None:
        return
    for unit in wording.units:
        if not unit.path.startswith(objective.unit.path):
            raise DomainError(
                _("%(objective)s is an objective of %(owner)s, which is not above %(unit)s.")
                % {"objective": objective, "owner": objective.unit.name, "unit": unit.name},
                field="objective",
            )


def _refuse_sent(version: MessageVersion) -> None:
    if version.state == State.SENT:
        raise DomainError(
            _("“%(title)s” has been sent and stays as it is. Write a new message to correct it.")
            % {"title": version.title}
        )


def _refuse_asked(version: MessageVersion) -> None:
    if version.state == State.WAITING:
        raise DomainError(_("“%(title)s” waits for approval already.") % {"title": version.title})
    if version.state == State.RETURNED:
        raise DomainError(
            _("“%(title)s” was returned. Change it before you ask again.")
            % {"title": version.title}
        )


def _refuse_nobody(version: MessageVersion) -> None:
    if not audience_size(version.units.values_list("path", flat=True)):
        raise DomainError(
            _("Nobody is a member of these units, so nobody would get “%(title)s”.")
            % {"title": version.title},
            field="units",
        )


def _subject(version: MessageVersion) -> str:
    return f"{version.message_id} revision {version.revision}"
