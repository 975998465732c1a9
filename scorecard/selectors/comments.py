"""Comments as pages show them, who may be named in one, and where somebody was."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from organization.models import Membership, Unit
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Comment, CommentText, Kpi, Matter, Mention, about
from scorecard.policies import Owned, may_discuss
from scorecard.selectors.context import Context
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.matters import MatterPage

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import CommentQuerySet, MentionQuerySet


@dataclass(frozen=True, slots=True)
class Wording:
    """What a comment said at some time."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a page shows it.

    Attributes
    ----------
    text, earlier
        What it says, and what it said before, the newest first; empty once it is withdrawn.
    changed_at, withdrawn_at
        None where it was not.
    mentioned
        The names of those who were told.
    """

    pk: int
    by: str
    author_id: int
    at: datetime
    text: str
    changed_at: datetime | None
    earlier: tuple[Wording, ...]
    withdrawn_at: datetime | None
    mentioned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comments:
    """What was said to each other of a matter at a unit in a period, the oldest first."""

    place: MatterPage
    period_word: str
    lines: tuple[CommentLine, ...]
    can_write: bool


@dataclass(frozen=True, slots=True)
class MentionLine:
    """Somebody named the reader in a comment that they have not opened."""

    by: str
    matter: str
    unit: str
    address: str


def comments_beside(
    context: Context,
    matter: Matter,
    period: Period,
    owned: Owned,
    as_of: datetime | None = None,
) -> Comments | None:
    """Return the comments beside a figure; None for a reader who may not read them.

    Parameters
    ----------
    owned
        What the reader owns, who has no name here.
    as_of
        The moment as of which they are shown: then nobody writes any more.
    """
    if not may_discuss(context.user, context.unit, matter, owned):
        return None
    return Comments(
        place=MatterPage(context.unit, matter, period),
        period_word=context.calendar.format(period),
        lines=comments_on(context.unit, matter, period, as_of),
        can_write=as_of is None,
    )


def comments_on(
    unit: Unit, matter: Matter, period: Period, as_of: datetime | None = None
) -> tuple[CommentLine, ...]:
    """Return the comments on a matter at a unit in a period, the oldest first, in three queries.

    What is withdrawn is not shown as of an earlier moment, either.
    """
    rows = Comment.objects.filter(
        unit=unit, **about(matter), frequency=period.frequency.value, period=period.ordinal
    )
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    return tuple(line_of(row) for row in with_words(rows, as_of).order_by("id"))


def with_words(rows: "CommentQuerySet", as_of: datetime | None = None) -> "CommentQuerySet":
    """Fetch with comments what pages show of them, as it was at a moment or is now."""
    texts = CommentText.objects.order_by("-id")
    mentions = Mention.objects.select_related("person").order_by("id")
    if as_of is not None:
        texts = texts.filter(recorded_at__lte=as_of)
        mentions = mentions.filter(recorded_at__lte=as_of)
    return rows.select_related("author", "withdrawal").prefetch_related(
        Prefetch("texts", texts), Prefetch("mentions", mentions)
    )


def line_of(row: Comment) -> CommentLine:
    """Return a comment, fetched with its words, as a page shows it."""
    withdrawal = getattr(row, "withdrawal", None)
    said = [] if withdrawal else [Wording(each.text, each.recorded_at) for each in row.texts.all()]
    return CommentLine(
        pk=row.pk,
        by=row.author.name,
        author_id=row.author_id,
        at=row.recorded_at,
        text=said[0].text if said else "",
        changed_at=said[0].at if len(said) > 1 else None,
        earlier=tuple(said[1:]),
        withdrawn_at=withdrawal.recorded_at if withdrawal else None,
        mentioned=() if withdrawal else tuple(each.person.name for each in row.mentions.all()),
    )


def discussants(unit: Unit, matter: Matter) -> list["User"]:
    """Return who may read comments on a matter at a unit, and so be named there, by name.

    Who has a role at the unit or above it that lets them see into it, and the owner.
    """
    path = [int(part) for part in unit.path.strip("/").split("/")]
    today = local_day(timezone.now())
    rows = Membership.objects.valid_on(today).granting(Action.SEE_UNIT)
    members = rows.filter(unit__in=path, person__is_active=True).select_related("person")
    found = {row.person_id: row.person for row in members}
    owner = matter.current.owner if matter.current else None
    if owner and owner.is_active and may_discuss(owner, unit, matter):
        found.setdefault(owner.pk, owner)
    return sorted(found.values(), key=lambda person: (person.name.casefold(), person.pk))


def own_comment(user: "User", comment_id: int) -> Comment:
    """Return a comment that `user` may read and wrote, or answer 404."""
    seen = Comment.objects.filter(unit__in=Unit.objects.published_to(user), author=user.pk)
    related = with_words(seen).select_related("unit", "kpi__current", "objective__current")
    found: Comment = get_object_or_404(related, pk=comment_id)
    if not may_discuss(user, found.unit, found.matter):
        raise Http404
    return found


def mentions_of(user: "User", unit: Unit, matter: Matter, period: Period) -> "MentionQuerySet":
    """Return where comments on a matter in a period name `user`, who has not opened them."""
    return Mention.objects.unread_by(user).filter(
        **{f"comment__{name}": found for name, found in about(matter).items()},
        comment__unit=unit,
        comment__frequency=period.frequency.value,
        comment__period=period.ordinal,
    )


def unread_mentions(user: "User") -> tuple[MentionLine, ...]:
    """Return where `user` is mentioned and has not looked yet, the oldest first, in two queries."""
    comments = [
        row.comment
        for row in mentions_to_read(user)
        .order_by("id")
        .select_related(
            "comment__unit",
            "comment__author",
            "comment__kpi__current",
            "comment__objective__current",
        )
    ]
    if not comments:
        return ()
    calendar = calendar_now()
    return tuple(
        MentionLine(each.author.name, str(each.matter), each.unit.name, address_of(each, calendar))
        for each in comments
    )


def mentions_to_read(user: "User") -> "MentionQuerySet":
    """Return where `user` is mentioned and has not looked yet.

    Only where they may still read it: whoever left the unit could not open what they are told of.
    """
    rows: MentionQuerySet = Mention.objects.unread_by(user).filter(
        Q(comment__kpi=None) | Q(comment__kpi__in=Kpi.objects.known_to(user)),
        Q(comment__unit__in=Unit.objects.allowing(user, Action.SEE_UNIT)) | _is_owner(user),
        comment__unit__in=Unit.objects.published_to(user),
    )
    return rows


def _is_owner(user: "User") -> Q:
    kpi = Q(comment__kpi__current__owner=user.pk)
    return kpi | Q(comment__objective__current__owner=user.pk)


def place_of(comment: Comment) -> tuple[MatterPage, Period]:
    """Return of what a comment speaks, and the period."""
    period = Period(Frequency(comment.frequency), comment.period)
    return MatterPage(comment.unit, comment.matter, period), period


def address_of(comment: Comment, calendar: FiscalCalendar) -> str:
    """Return where a comment is read among the others, and answered."""
    place, period = place_of(comment)
    name = "comments-kpi" if place.is_kpi else "comments-objective"
    page = reverse(f"scorecard:{name}", args=[comment.matter.code])
    query = urlencode({"unit": comment.unit.code, "period": calendar.format(period)})
    return f"{page}?{query}#comment-{comment.pk}"
