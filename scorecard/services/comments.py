"""Say something to each other of a figure, say it anew, take it back, and open what names one."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError, NotAllowedError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import (
    Comment,
    CommentText,
    CommentWithdrawal,
    Matter,
    Mention,
    MentionReading,
    about,
)
from scorecard.policies import require_discussant
from scorecard.selectors.comments import discussants, mentions_of
from scorecard.selectors.entries import calendar_now
from scorecard.services.matters import check_matter, check_period, subject_of
from scorecard.services.mentions import mentioned_in
from scorecard.services.texts import checked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 1000


@transaction.atomic
def write_comment(
    *,
    actor: "User",
    unit: Unit,
    matter: Matter,
    period: Period,
    text: str,
    mentioned: Iterable["User"] = (),
) -> Comment:
    """Append a comment, and tell those whom it names with an @ or who were chosen.

    The same words sent twice in a row are one comment. Whoever answers has seen what names them.

    Raises
    ------
    NotAllowedError
        For who may not see into the unit, and does not own the matter.
    DomainError
        Without words, with too many, for a matter that the unit does not have, a period that has
        not begun, and where a name is nobody's who may read it, or that of several.
    """
    require_discussant(actor, unit, matter)
    check_matter(unit, matter)
    check_period(matter, period)
    words, people = _checked(text, unit, matter, mentioned)
    recorded_at = recorded_now()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    place = {"unit": unit, **about(matter)}
    cell = {"frequency": period.frequency.value, "period": period.ordinal}
    last: Comment | None = Comment.objects.standing().filter(**place, **cell).last()
    if last and last.author_id == actor.pk and last.texts.order_by("-id")[0].text == words:
        return last
    comment: Comment = Comment.objects.create(
        **place, **cell, author=actor, recorded_at=recorded_at
    )
    CommentText.objects.create(comment=comment, text=words, recorded_at=recorded_at)
    _open(mentions_of(actor, unit, matter, period), recorded_at)
    _mention(comment, people, recorded_at)
    _audit_comment(comment, actor, verb="commented")
    return comment


@transaction.atomic
def reword_comment(
    *, actor: "User", comment: Comment, text: str, mentioned: Iterable["User"] = ()
) -> CommentText:
    """Append other words to one's comment; who is named for the first time is told.

    Raises
    ------
    NotAllowedError
        For everybody but its author.
    DomainError
        As for a new one, and where it was withdrawn.
    """
    _require_author(actor, comment)
    words, people = _checked(text, comment.unit, comment.matter, mentioned)
    recorded_at = recorded_now()
    _lock_standing(comment)
    last: CommentText = comment.texts.order_by("-id")[0]
    is_new = last.text != words
    if is_new:
        last = CommentText.objects.create(comment=comment, text=words, recorded_at=recorded_at)
    if _mention(comment, people, recorded_at) or is_new:
        _audit_comment(comment, actor, verb="changed comment")
    return last


@transaction.atomic
def withdraw_comment(*, actor: "User", comment: Comment) -> CommentWithdrawal:
    """Take one's comment back: that it was there stays, its words are shown to nobody any more.

    Raises
    ------
    NotAllowedError
        For everybody but its author.
    DomainError
        Where it was withdrawn already.
    """
    _require_author(actor, comment)
    recorded_at = recorded_now()
    _lock_standing(comment)
    row: CommentWithdrawal = CommentWithdrawal.objects.create(
        comment=comment, recorded_at=recorded_at
    )
    _audit_comment(comment, actor, verb="withdrew comment")
    return row


@transaction.atomic
def note_mentions(*, actor: "User", unit: Unit, matter: Matter, period: Period) -> int:
    """Note that somebody opened the comments that name them; return how many they had not.

    Safe to run twice, and at once: the first time counts.

    Raises
    ------
    NotAllowedError
        For who may not read comments there.
    """
    require_discussant(actor, unit, matter)
    recorded_at = recorded_now()
    # Whoever opens them at the same moment elsewhere waits here, and then finds none.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    n_opened = _open(mentions_of(actor, unit, matter, period), recorded_at)
    if n_opened:
        _audit(unit, matter, period, actor, verb="read")
    return n_opened


def _open(unread: Iterable[Mention], recorded_at: datetime) -> int:
    rows = [MentionReading(mention=row, recorded_at=recorded_at) for row in unread]
    MentionReading.objects.bulk_create(rows)
    return len(rows)


def _checked(
    text: str, unit: Unit, matter: Matter, chosen: Iterable["User"]
) -> tuple[str, list["User"]]:
    """Return the words, and whom they name or who was chosen."""
    words = checked(text, field="text", longest=LONGEST, missing=_("Write what you want to say."))
    people, named = discussants(unit, matter), list(chosen)
    if not {person.pk for person in named} <= {person.pk for person in people}:
        sentence = _("Somebody you chose does not see this figure. Choose again from the list.")
        raise DomainError(sentence, field="mentioned")
    return words, [*named, *mentioned_in(words, people)]


def _mention(comment: Comment, people: Iterable["User"], recorded_at: datetime) -> int:
    """Tell those whom the comment does not name yet; return how many they are."""
    told = set(comment.mentions.values_list("person", flat=True))
    rows = {
        person.pk: Mention(comment=comment, person=person, recorded_at=recorded_at)
        for person in people
        if person.pk not in told
    }
    Mention.objects.bulk_create(rows.values())
    if rows:
        post("notices", [f"comment:{comment.pk}"])
    return len(rows)


def _require_author(actor: "User", comment: Comment) -> None:
    require_discussant(actor, comment.unit, comment.matter)
    if actor.pk != comment.author_id:
        sentence = _("%(who)s wrote this comment. Write one of your own.")
        raise NotAllowedError(sentence % {"who": comment.author.name})


def _lock_standing(comment: Comment) -> None:
    Unit.objects.select_for_update().get(pk=comment.unit_id)
    if CommentWithdrawal.objects.filter(comment=comment).exists():
        raise DomainError(_("This comment was withdrawn already. Write a new one."))


def _audit_comment(comment: Comment, actor: "User", *, verb: str) -> None:
    period = Period(Frequency(comment.frequency), comment.period)
    _audit(comment.unit, comment.matter, period, actor, verb=verb)


def _audit(unit: Unit, matter: Matter, period: Period, actor: "User", *, verb: str) -> None:
    # Without the words: the record keeps what it has, and a comment may be withdrawn.
    record(
        actor=actor,
        verb=verb,
        kind="comment",
        subject=f"{subject_of(unit, matter)} {calendar_now().format(period)}",
        unit_id=unit.pk,
    )
