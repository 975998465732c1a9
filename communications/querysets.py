"""Which messages a person may see: as a reader, as a writer, as the speaker; which notices."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Subquery

from organization.models import Unit
from organization.querysets import principals_of
from organization.roles import Action
from scorecard.models import Entry, EntryEvent, FlagReading, Kpi, MentionReading, Reporter

if TYPE_CHECKING:
    from accounts.models import User


class MessageVersionQuerySet(models.QuerySet[Any]):
    """Versions of messages: revisions, of which the newest counts."""

    def newest(self) -> Self:
        """Leave out versions that a later revision replaced."""
        later = self.model.objects.filter(message=OuterRef("message"), id__gt=OuterRef("id"))
        return self.filter(~Exists(later))

    def published(self) -> Self:
        """Return those that went out."""
        return self.filter(publication__isnull=False)

    def waiting(self) -> Self:
        """Return the newest ones that wait for their speaker's approval."""
        submitted = self.newest().filter(publication=None, events__kind="submitted")
        return submitted.exclude(events__kind="returned")

    def writable_by(self, user: "User") -> Self:
        """Return those all of whose units lie within the reach in which `user` writes."""
        links = self.model.units.through.objects.filter(messageversion=OuterRef("pk"))
        reach = Unit.objects.allowing(user, Action.WRITE_MESSAGES)
        outside = links.exclude(unit__in=reach.values("pk"))
        return self.filter(Exists(links), ~Exists(outside))

    def spoken_by(self, user: "User") -> Self:
        """Return those that `user`, or whom they stand for, has been asked to approve."""
        asked = self.model.objects.filter(message=OuterRef("message"), events__kind="submitted")
        return self.filter(Exists(asked), message__speaker__in=[user.pk, *principals_of(user)])

    def open_to(self, user: "User") -> Self:
        """Return those whose making and reach `user` may see: as writer or as speaker."""
        written, spoken = self.writable_by(user), self.spoken_by(user)
        return self.filter(
            models.Q(pk__in=written.values("pk")) | models.Q(pk__in=spoken.values("pk"))
        )

    def latest_first(self) -> Self:
        """Order by when they went out, the latest first."""
        return self.order_by("-publication__published_at", "-id")

    def with_people(self) -> Self:
        """Fetch along who speaks and who drafted, and what tells the state."""
        return self.select_related(
            "message__speaker", "message__drafter", "publication"
        ).prefetch_related("events")


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries; a person sees their own only."""

    def to(self, user: "User") -> Self:
        """Return the deliveries to `user`; none to somebody who may not sign in."""
        return self.filter(person=user) if user.is_active else self.none()

    def unread(self) -> Self:
        """Return those not yet marked as read."""
        return self.filter(read_at=None)

    def with_messages(self) -> Self:
        """Fetch along what was said, by whom and when."""
        return self.select_related(
            "version__message__speaker", "version__publication", "version__objective__current"
        )

    def newest_first(self) -> Self:
        """Order by when the message went out, the latest first."""
        return self.order_by("-version__publication__published_at", "-id")


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices; a person sees their own, of what they may still see."""

    def to(self, user: "User") -> Self:
        """Return the notices to `user` of what still stands and they may see now.

        The gate is asked each time: a right that was lost since takes its notices along.
        """
        if not user.is_active:
            return self.none()
        seen = Q(unit__in=Unit.objects.allowing(user, Action.SEE_UNIT))
        published = Q(unit__in=Unit.objects.published_to(user))
        is_owner = Q(kpi__current__owner=user.pk) | Q(objective__current__owner=user.pk)
        within = Q(kind__in=["step", "handed", "approval", "rejected"])
        known = Q(kpi=None) | Q(kpi__in=Kpi.objects.known_to(user))
        own = self.filter(known, seen | (published & is_owner & ~within), person=user)
        return own.standing().approvable_by(user)

    def unread(self) -> Self:
        """Return those neither marked as read, nor opened where they lead to."""
        return self.filter(~self._opened(), read_at=None)

    def with_openings(self) -> Self:
        """Add `is_opened`: whether the person has opened what it leads to."""
        opened = ExpressionWrapper(self._opened(), output_field=models.BooleanField())
        return self.annotate(is_opened=opened)

    def with_matters(self) -> Self:
        """Fetch along what a line shows."""
        return self.select_related(
            *("unit", "by", "kpi__current", "objective__current", "flag", "action", "explanation"),
            *("comment__unit", "comment__kpi__current", "comment__objective__current"),
            *("entry__kpi__current", "extension", "reopening__answer"),
        ).annotate(rejected_because=Subquery(_rejections().values("reason")[:1]))

    def newest_first(self) -> Self:
        """Order by when it happened, the latest first."""
        return self.order_by("-recorded_at", "-id")

    def standing(self) -> Self:
        """Leave out comments taken back, and figures that nobody has to decide on or correct."""
        cell = {name: OuterRef(f"entry__{name}") for name in ("kpi", "unit", "period")}
        later = Entry.objects.filter(revision__gt=OuterRef("entry__revision"), **cell)
        answered = EntryEvent.objects.filter(entry=OuterRef("entry"))
        waits = ~Q(Exists(later)) & (Q(kind="rejected") | ~Q(Exists(answered)))
        return self.filter(Q(entry=None) | waits, Q(comment=None) | Q(comment__withdrawal=None))

    def approvable_by(self, user: "User") -> Self:
        """Leave out figures that `user` may not approve any more, or correct."""
        entered = Unit.objects.allowing(user, Action.ENTER_VALUES)
        corrects = Q(kind="rejected", unit__in=entered)
        approved = Unit.objects.allowing(user, Action.APPROVE_VALUES)
        named = Reporter.objects.newest().filter(
            kpi=OuterRef("kpi"), unit=OuterRef("unit"), approver=user.pk
        )
        approves = ~Q(kind="rejected") & (Q(unit__in=approved) | Q(Exists(named)))
        return self.filter(Q(entry=None) | corrects | approves)

    def _opened(self) -> Q:
        mention = MentionReading.objects.filter(
            mention__comment=OuterRef("comment"), mention__person=OuterRef("person")
        )
        flag = FlagReading.objects.filter(flag=OuterRef("flag"), person=OuterRef("person"))
        return Q(Exists(mention)) | Q(Exists(flag))


def _rejections() -> "models.QuerySet[EntryEvent]":
    """Return what was said when the figure of a notice was rejected."""
    return EntryEvent.objects.filter(entry=OuterRef("entry"), kind=EntryEvent.REJECTED)


class MailQuerySet(models.QuerySet[Any]):
    """Mails about notices."""

    def due(self, now: datetime, most_attempts: int) -> Self:
        """Return those to be sent now: their time has come, or a mailer left them half done."""
        left = Q(state__in=["claimed", "ambiguous"], lease_until__lte=now)
        waiting = Q(state="new", not_before__lte=now)
        return self.filter(waiting | left & Q(attempts__lt=most_attempts))

    def finished(self) -> Self:
        """Return those of which the mail server said yes or no."""
        return self.filter(state__in=["sent", "bounced"])
