"""What waits for a speaker's answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q

from communications.models import Message, MessageVersion
from communications.querysets import MessageVersionQuerySet
from organization.querysets import principals_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class WaitingApproval:
    """A message in one's own name, or a principal's, that goes out as soon as one approves it.

    `speaker` is empty where it is one's own name.
    """

    message_id: int
    title: str
    drafter: str
    speaker: str
    asked_at: datetime


def approvals_waiting(user: "User") -> list[WaitingApproval]:
    """Return what `user` has been asked to approve, the longest waiting first."""
    rows = answerable(user).annotate(asked_at=F("events__recorded_at")).order_by("asked_at")
    return [
        WaitingApproval(
            row.message_id,
            row.title,
            row.message.drafter.name,
            "" if row.message.speaker_id == user.pk else row.message.speaker.name,
            row.asked_at,
        )
        for row in rows.select_related("message__drafter", "message__speaker")
    ]


def answerable(user: "User") -> MessageVersionQuerySet:
    """Return what waits for `user`; as a deputy, without what they wrote themselves."""
    if not user.is_active:
        nothing: MessageVersionQuerySet = MessageVersion.objects.none()
        return nothing
    written = Message.objects.filter(Q(drafter=user.pk) | Q(versions__author=user.pk))
    stood_in_for = Q(message__speaker__in=principals_of(user)) & ~Q(
        message__in=written.values("pk")
    )
    waiting: MessageVersionQuerySet = MessageVersion.objects.waiting()
    return waiting.filter(Q(message__speaker=user) | stood_in_for)
