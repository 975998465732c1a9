"""Tell people what concerns them, and note that they have read it."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from audit.services.records import record
from communications.models import Notice
from communications.policies import may_be_told, require_own
from communications.selectors.concerned import (
    approvers,
    concerned_by_explanation,
    concerned_by_flag,
    mentioned,
)
from communications.services.mail_plans import plan_mails
from initiatives.models import ActionEvent, ActionItem
from scorecard.models import Comment, Entry, Flag, OfficeLine, OwnerExplanation, about
from scorecard.models.matters import AboutMatter

if TYPE_CHECKING:
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


def _tell(people: Iterable["User"], notice: Notice, urgent_to: Collection[int] = ()) -> None:
    """Store a notice for each of `people` who may see what it is about; not for who caused it."""
    rows = [
        _copy(notice, person, urgent=person.pk in urgent_to)
        for person in people
        if person.pk != notice.by_id and may_be_told(person, notice)
    ]
    known = Notice.objects.filter(cause=notice.cause).values_list("person_id", flat=True)
    told = set(known)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    plan_mails((row.person_id, row.urgent) for row in rows if row.person_id not in told)


def _copy(notice: Notice, person: "User", *, urgent: bool) -> Notice:
    fields = [field.attname for field in Notice._meta.concrete_fields if not field.primary_key]
    values: dict[str, Any] = {name: getattr(notice, name) for name in fields}
    return Notice(**values | {"person_id": person.pk, "urgent": urgent})


def _notice(row: AboutMatter, **values: Any) -> Notice:
    return Notice(unit=row.unit, **about(row.matter), **values)


def _tell_of_comment(number: int, key: str) -> None:
    row = Comment.objects.get(pk=number)
    notice = _notice(
        row,
        kind=Notice.MENTION,
        cause=key,
        by=row.author,
        comment=row,
        recorded_at=row.recorded_at,
    )
    _tell(mentioned(row), notice)


def _tell_of_flag(number: int, key: str) -> None:
    row = Flag.objects.get(pk=number)
    people, urgent_to = concerned_by_flag(row)
    notice = _notice(
        row, kind=Notice.FLAG, cause=key, by=row.raised_by, flag=row, recorded_at=row.recorded_at
    )
    _tell(people, notice, urgent_to)


def _tell_of_action(number: int, key: str) -> None:
    row = ActionItem.objects.get(pk=number)
    notice = _notice(
        row, kind=Notice.STEP, cause=key, by=row.added_by, action=row, recorded_at=row.recorded_at
    )
    _tell([row.owner] if row.owner else [], notice)


def _tell_of_handing(number: int, key: str) -> None:
    row = ActionEvent.objects.get(pk=number)
    notice = _notice(
        row.action,
        kind=Notice.HANDED,
        cause=key,
        by=row.by,
        action=row.action,
        recorded_at=row.recorded_at,
    )
    _tell([row.owner] if row.owner else [], notice)


def _tell_of_explanation(number: int, key: str) -> None:
    row = OwnerExplanation.objects.get(pk=number)
    notice = _notice(
        row,
        kind=Notice.EXPLAINED,
        cause=key,
        by=row.author,
        explanation=row,
        recorded_at=row.recorded_at,
    )
    _tell(concerned_by_explanation(row), notice)


def _tell_of_line(number: int, key: str) -> None:
    row = OfficeLine.objects.get(pk=number)
    notice = _notice(
        row.explanation,
        kind=Notice.LINE,
        cause=key,
        by=row.author,
        explanation=row.explanation,
        recorded_at=row.recorded_at,
    )
    _tell([row.explanation.author], notice)


def _tell_of_entry(number: int, key: str) -> None:
    row = Entry.objects.select_related("kpi", "unit").get(pk=number)
    notice = Notice(
        unit=row.unit,
        kpi=row.kpi,
        kind=Notice.APPROVAL,
        cause=key,
        by=row.author,
        entry=row,
        recorded_at=row.recorded_at,
    )
    _tell(approvers(row), notice)


TELLERS: dict[str, Callable[[int, str], None]] = {
    "comment": _tell_of_comment,
    "flag": _tell_of_flag,
    "action": _tell_of_action,
    "handed": _tell_of_handing,
    "explanation": _tell_of_explanation,
    "line": _tell_of_line,
    "entry": _tell_of_entry,
}
