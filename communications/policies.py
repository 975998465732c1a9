"""Who may write, approve and read which message, and who may be told of what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import DomainError, NotAllowedError
from organization.policies import (
    act_as,
    may,
    may_act_as,
    may_anywhere,
    may_in_person,
    require_each,
)
from organization.roles import Action
from scorecard.policies import approval_refusal, may_discuss
from scorecard.selectors.approvals import named_approver

if TYPE_CHECKING:
    from accounts.models import User
    from communications.models import Delivery, Message, Notice
    from organization.models import Unit


def may_write(user: "User") -> bool:
    """Tell whether `user` may write messages to any unit at all."""
    return may_anywhere(user, Action.WRITE_MESSAGES)


def may_write_to(user: "User", units: Iterable["Unit"]) -> bool:
    """Tell whether `user` may write to every one of `units`."""
    return all(may(user, Action.WRITE_MESSAGES, unit) for unit in units)


def may_see_audit_of(user: "User", units: Iterable["Unit"]) -> bool:
    """Tell whether `user` may see the audit of every one of `units`."""
    return all(may(user, Action.SEE_AUDIT, unit) for unit in units)


def may_speak(user: "User") -> bool:
    """Tell whether messages may go out in the name of `user`."""
    return may_anywhere(user, Action.SPEAK)


def require_desk(user: "User") -> None:
    """Refuse a person who writes to no unit.

    Raises
    ------
    NotAllowedError
        Saying who writes messages.
    """
    if not may_write(user):
        raise NotAllowedError(_("Messages are written by the strategy office. Ask it for help."))


def require_desk_or_voice(user: "User") -> None:
    """Refuse a person who neither writes messages nor has any go out in their name.

    Raises
    ------
    NotAllowedError
        Saying whose page this is.
    """
    if not (may_write(user) or may_speak(user)):
        raise NotAllowedError(
            _("This page is for those who write messages and those in whose name they go out.")
        )


def require_writer(user: "User", units: Iterable["Unit"]) -> None:
    """Refuse a writer to whom one of `units` does not belong.

    Raises
    ------
    NotAllowedError
        Naming the unit.
    """
    require_each(user, Action.WRITE_MESSAGES, units)


def require_voice(speaker: "User", units: Iterable["Unit"]) -> None:
    """Refuse a speaker who has no say in one of `units`; a deputy speaks in no name of their own.

    Raises
    ------
    DomainError
        Naming speaker and unit; beside the field "speaker".
    """
    for unit in units:
        if not may_in_person(speaker, Action.SPEAK, unit):
            raise DomainError(
                _("%(name)s does not speak for %(unit)s. Choose another speaker or other units.")
                % {"name": speaker.name, "unit": unit.name},
                field="speaker",
            )


def may_answer(user: "User", message: "Message") -> bool:
    """Tell whether `user` may approve or return: the speaker, or a deputy who wrote none of it."""
    if message.speaker_id == user.pk:
        return may_act_as(user, message.speaker_id)
    wrote = message.drafter_id == user.pk or message.versions.filter(author=user.pk).exists()
    return may_act_as(user, message.speaker_id) and not wrote


def require_speaker(user: "User", message: "Message") -> None:
    """Refuse everybody but the person in whose name the message is, and their deputy.

    Raises
    ------
    NotAllowedError
        Naming the speaker.
    """
    if not may_act_as(user, message.speaker_id):
        raise NotAllowedError(
            _("Only %(name)s can approve a message in their own name.")
            % {"name": message.speaker.name}
        )
    if not may_answer(user, message):
        raise NotAllowedError(
            _("You wrote in this message, so %(name)s answers it, not their deputy.")
            % {"name": message.speaker.name}
        )
    act_as(user, message.speaker)


def require_recipient(user: "User", delivery: "Delivery") -> None:
    """Refuse everybody but the person who got the message.

    Raises
    ------
    NotAllowedError
        A mark of reading is one's own.
    """
    if delivery.person_id != user.pk:
        raise NotAllowedError(_("You can mark only messages in your own inbox."))


def may_be_told(person: "User", notice: "Notice") -> bool:
    """Tell whether `person` may see what a notice, not stored yet, is about."""
    if not person.is_active:
        return False
    if notice.kind == "rejected":
        return may(person, Action.ENTER_VALUES, notice.unit)
    if notice.entry is not None:
        return not approval_refusal(person, notice.entry, named_approver(notice.entry))
    if notice.action is not None or notice.month is not None:
        return may(person, Action.SEE_UNIT, notice.unit)
    return may_discuss(person, notice.unit, notice.matter)


def require_own(user: "User", notice: "Notice") -> None:
    """Refuse everybody but the person whom a notice tells.

    Raises
    ------
    NotAllowedError
        A mark of reading is one's own.
    """
    if notice.person_id != user.pk:
        raise NotAllowedError(_("You can mark only your own notices."))
