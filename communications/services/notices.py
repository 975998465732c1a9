"""Tell people what concerns them, and note that they have read it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from audit.services.records import record
from communications.models import Notice
from communications.policies import require_own
from communications.selectors.concerned import (
    approvers,
    concerned_by_explanation,
    concerned_by_flag,
    correctors,
    mentioned,
)
from communications.services.month_notices import (
    tell_of_answer,
    tell_of_extension,
    tell_of_reminder,
    tell_of_reopening,
)
from communications.services.telling import tell
from initiatives.models import ActionEvent, ActionItem
from scorecard.models import Comment, Entry, EntryEvent, Flag, OfficeLine, OwnerExplanation, about
from scorecard.models.matters import AboutMatter

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

TOPIC = "notices"


def tell_key(key: str) -> None:
    """Tell whom it concerns of what `key` names: the outbox handler of topic "notices".

    Safe to run twice: a person is told of a cause once. The gate is asked now, for each person.
    """
    kind, _, number = key.partition(":")
    TELLERS[kind](int(number), key)


@transaction.atomic
def mark_notice_read(*, actor: "User", notice: Notice) -> None:
    """Note that `actor` has read a notice; the first time counts.

    Raises
    ------
    NotAllowedError
        If it is another person's.
    """
    require_own(actor, notice)
    if Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now()):
        # No name: who has read what is nobody's business, the auditor's neither.
        record(actor=None, verb="read", kind="notice", subject=notice.cause)


@transaction.atomic
def mark_all_read(*, actor: "User", until: int) -> int:
    """Note that `actor` has read their notices up to the number `until`; return how many.

    What came in after the page was opened stays unread.
    """
    rows = Notice.objects.filter(person=actor, read_at=None, pk__lte=until)
    n_read: int = rows.update(read_at=timezone.now())
    if n_read:
        record(actor=None, verb="read all", kind="notice", subject=str(until))
    return n_read


def _notice(
    matter: AboutMatter, kind: str, key: str, by: "User | None", at: "datetime", **thing: Any
) -> Notice:
    """Word a notice about a thing that somebody did to the matter of a unit."""
    place = {"unit": matter.unit, **about(matter.matter)}
    return Notice(**place, kind=kind, cause=key, by=by, recorded_at=at, **thing)


def _tell_of_comment(number: int, key: str) -> None:
    row = Comment.objects.get(pk=number)
    notice = _notice(row, Notice.MENTION, key, row.author, row.recorded_at, comment=row)
    tell(mentioned(row), notice)


def _tell_of_flag(number: int, key: str) -> None:
    row = Flag.objects.get(pk=number)
    people, urgent_to = concerned_by_flag(row)
    notice = _notice(row, Notice.FLAG, key, row.raised_by, row.recorded_at, flag=row)
    tell(people, notice, urgent_to)


def _tell_of_action(number: int, key: str) -> None:
    row = ActionItem.objects.get(pk=number)
    notice = _notice(row, Notice.STEP, key, row.added_by, row.recorded_at, action=row)
    tell([row.owner] if row.owner else [], notice)


def _tell_of_handing(number: int, key: str) -> None:
    row = ActionEvent.objects.get(pk=number)
    step = row.action
    notice = _notice(step, Notice.HANDED, key, row.by, row.recorded_at, action=step)
    tell([row.owner] if row.owner else [], notice)


def _tell_of_explanation(number: int, key: str) -> None:
    row = OwnerExplanation.objects.get(pk=number)
    notice = _notice(row, Notice.EXPLAINED, key, row.author, row.recorded_at, explanation=row)
    tell(concerned_by_explanation(row), notice)


def _tell_of_line(number: int, key: str) -> None:
    row = OfficeLine.objects.get(pk=number)
    told = row.explanation
    notice = _notice(told, Notice.LINE, key, row.author, row.recorded_at, explanation=told)
    tell([told.author], notice)


def _tell_of_entry(number: int, key: str) -> None:
    row = Entry.objects.select_related("kpi", "unit").get(pk=number)
    # An entry is no matter of its own: it names unit and KPI itself.
    place = {"unit": row.unit, "kpi": row.kpi, "recorded_at": row.recorded_at}
    notice = Notice(**place, kind=Notice.APPROVAL, cause=key, by=row.author, entry=row)
    tell(approvers(row), notice)


def _tell_of_rejection(number: int, key: str) -> None:
    row = Entry.objects.select_related("kpi", "unit", "author").get(pk=number)
    said = row.events.select_related("actor").get(kind=EntryEvent.REJECTED)
    place = {"unit": row.unit, "kpi": row.kpi, "recorded_at": said.recorded_at}
    notice = Notice(**place, kind=Notice.REJECTED, cause=key, by=said.actor, entry=row)
    tell(correctors(row), notice)


TELLERS: dict[str, Callable[[int, str], None]] = {
    "comment": _tell_of_comment,
    "flag": _tell_of_flag,
    "action": _tell_of_action,
    "handed": _tell_of_handing,
    "explanation": _tell_of_explanation,
    "line": _tell_of_line,
    "entry": _tell_of_entry,
    "rejected": _tell_of_rejection,
    "extension": tell_of_extension,
    "reminder": tell_of_reminder,
    "reopening": tell_of_reopening,
    "reopened": tell_of_answer,
}
