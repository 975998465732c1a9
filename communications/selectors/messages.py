"""What writers and speakers see of a message: its text, its way, its reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from audit.models import Record
from audit.selectors.history import HistoryLine, history
from communications.models import Delivery, MessageVersion, State, VersionEvent
from communications.policies import may_answer, may_see_audit_of, may_write_to
from communications.selectors.audiences import audience_size, with_units_below
from communications.selectors.places import Places, places
from communications.selectors.reach import Counts, Reach, reach
from communications.selectors.steps import Step, steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page

    from accounts.models import User


# What its readers do with a message.
ANSWERS = ("read", "acknowledged")


@dataclass(frozen=True)
class SentLine:
    """One message in the list of those that went out."""

    message_id: int
    title: str
    speaker: str
    sent_at: datetime
    audience: list[str]
    counts: Counts


@dataclass(frozen=True)
class OpenLine:
    """One message that has not gone out yet."""

    message_id: int
    title: str
    speaker: str
    state: State
    changed_at: datetime


@dataclass(frozen=True)
class SentPage:
    """The messages that a writer or speaker looks after."""

    places: Places
    unfinished: list[OpenLine]
    sent: list[SentLine]


@dataclass(frozen=True)
class MessagePage:
    """One message with its way from draft to check, and what this person may do next."""

    places: Places
    message_id: int
    title: str
    text: str
    text_hash: str
    speaker: str
    drafter: str
    objective: str
    asks_acknowledgement: bool
    audience: list[tuple[str, int]]
    people: int
    steps: list[Step]
    returned_reason: str
    returned_at: datetime | None
    sent_at: datetime | None
    reach: Reach | None
    history: tuple[HistoryLine, ...]
    can_edit: bool
    can_submit: bool
    can_answer: bool
    is_speaker: bool


def open_versions(user: "User") -> list[MessageVersion]:
    """Return the newest versions of what has not gone out and `user` may see, latest first."""
    rows = MessageVersion.objects.newest().open_to(user).filter(publication=None)
    return list(rows.with_people().order_by("-recorded_at"))


def sent_page(user: "User", sent: "Page[MessageVersion]") -> SentPage:
    """Return the list of messages for `user`, with one page of those that went out."""
    return SentPage(
        places=places(user),
        unfinished=[_open_line(version) for version in open_versions(user)],
        sent=sent_lines(sent),
    )


def sent_lines(sent: "Iterable[MessageVersion]") -> list[SentLine]:
    """Return messages that went out with how many people read them."""
    versions = list(sent)
    counts = _counts(versions)
    return [_sent_line(version, counts.get(version.pk, Counts())) for version in versions]


def message_page(user: "User", version: MessageVersion) -> MessagePage:
    """Return the page of the newest version of a message that `user` may see."""
    units = list(version.units.all())
    state, writes = version.state, may_write_to(user, units)
    publication = version.publication if state == State.SENT else None
    reached = reach(publication) if publication else None
    returned = _event(version, VersionEvent.Kind.RETURNED)
    people = reached.total.people if reached else audience_size([unit.path for unit in units])
    return MessagePage(
        places=places(user),
        message_id=version.message_id,
        title=version.title,
        text=version.text,
        text_hash=version.text_hash,
        speaker=version.message.speaker.name,
        drafter=version.message.drafter.name,
        objective=str(version.objective or ""),
        asks_acknowledgement=version.asks_acknowledgement,
        audience=with_units_below(units),
        people=people,
        steps=steps(version, reached),
        returned_reason=returned.reason if returned else "",
        returned_at=returned.recorded_at if returned else None,
        sent_at=publication.published_at if publication else None,
        reach=reached,
        history=_history(version.message_id) if may_see_audit_of(user, units) else (),
        can_edit=writes and state != State.SENT,
        can_submit=writes and state == State.DRAFT,
        can_answer=state == State.WAITING and may_answer(user, version.message),
        is_speaker=version.message.speaker_id == user.pk,
    )


def _history(message_id: int) -> tuple[HistoryLine, ...]:
    """Return how the message came about; who read or acknowledged it is nobody's business."""
    records = Record.objects.filter(subject_kind="message").exclude(verb__in=ANSWERS)
    named = Q(subject=str(message_id)) | Q(subject__startswith=f"{message_id} revision ")
    return history(records.filter(named))


def _event(version: MessageVersion, kind: VersionEvent.Kind) -> VersionEvent | None:
    return next((event for event in version.events.all() if event.kind == kind), None)


def _open_line(version: MessageVersion) -> OpenLine:
    return OpenLine(
        version.message_id,
        version.title,
        version.message.speaker.name,
        version.state,
        version.recorded_at,
    )


def _sent_line(version: MessageVersion, counts: Counts) -> SentLine:
    return SentLine(
        version.message_id,
        version.title,
        version.message.speaker.name,
        version.publication.published_at,
        [unit.name for unit in version.units.all()],
        counts,
    )


def _counts(versions: list[MessageVersion]) -> dict[int, Counts]:
    rows = Delivery.objects.filter(version__in=versions).order_by().values_list("version_id")
    counted = rows.annotate(Count("id"), Count("read_at"), Count("acknowledged_at"))
    return {version: Counts(*counts) for version, *counts in counted}
