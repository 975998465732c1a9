"""What a person finds in the inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models import User
from communications.models import Delivery, Notice
from communications.selectors.approvals import WaitingApproval, approvals_waiting
from communications.selectors.places import Places, places
from organization.models import Membership
from organization.roles import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class InboxLine:
    """One message in the inbox."""

    message_id: int
    title: str
    speaker: str
    sent_at: datetime
    is_read: bool
    waits_for_acknowledgement: bool


@dataclass(frozen=True)
class InboxPage:
    """The inbox: what is unread comes first; above it what waits for one's approval."""

    places: Places
    approvals: list[WaitingApproval]
    unread: list[InboxLine]
    read: list[InboxLine]


@dataclass(frozen=True)
class LetterPage:
    """One message as its reader sees it."""

    places: Places
    message_id: int
    title: str
    text: str
    speaker: str
    objective: str
    sent_at: datetime
    read_at: datetime | None
    asks_acknowledgement: bool
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class LatestMessage:
    """The chief's latest message, as Today shows it."""

    message_id: int
    title: str
    text: str
    speaker: str
    sent_at: datetime
    is_read: bool
    waits_for_acknowledgement: bool


def inbox(user: User) -> InboxPage:
    """Return the inbox of `user`, newest first within unread and read."""
    rows = Delivery.objects.to(user).newest_first().with_messages()
    lines = [_line(row) for row in rows]
    return InboxPage(
        places=places(user),
        approvals=approvals_waiting(user),
        unread=[line for line in lines if not line.is_read],
        read=[line for line in lines if line.is_read],
    )


def letter(user: User, delivery: Delivery) -> LetterPage:
    """Return the page of one delivery to `user`."""
    version = delivery.version
    return LetterPage(
        places=places(user),
        message_id=version.message_id,
        title=version.title,
        text=version.text,
        speaker=version.message.speaker.name,
        objective=str(version.objective or ""),
        sent_at=version.publication.published_at,
        read_at=delivery.read_at,
        asks_acknowledgement=version.asks_acknowledgement,
        acknowledged_at=delivery.acknowledged_at,
    )


def latest_from_chief(user: User) -> LatestMessage | None:
    """Return the newest message to `user` in the name of an executive of the top unit, if any."""
    today = timezone.now().date()
    chiefs = Membership.objects.valid_on(today).in_role(Role.EXECUTIVE).filter(unit__parent=None)
    said = Delivery.objects.to(user).filter(version__message__speaker__in=chiefs.values("person"))
    row = said.newest_first().with_messages().first()
    if row is None:
        return None
    return LatestMessage(
        message_id=row.version.message_id,
        title=row.version.title,
        text=row.version.text,
        speaker=row.version.message.speaker.name,
        sent_at=row.version.publication.published_at,
        is_read=row.read_at is not None,
        waits_for_acknowledgement=row.waits_for_acknowledgement,
    )


def unread_messages(user: User) -> "QuerySet[Any]":
    """Return the deliveries that `user` has not read, to be counted."""
    return Delivery.objects.to(user).unread()


def unread_notices(user: User) -> "QuerySet[Any]":
    """Return the notices that `user` has not read, to be counted."""
    return Notice.objects.to(user).unread()


def _line(row: Delivery) -> InboxLine:
    version = row.version
    return InboxLine(
        message_id=version.message_id,
        title=version.title,
        speaker=version.message.speaker.name,
        sent_at=version.publication.published_at,
        is_read=row.read_at is not None,
        waits_for_acknowledgement=row.waits_for_acknowledgement,
    )
