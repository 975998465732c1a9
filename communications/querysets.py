"""Which messages a person may see: as a reader, as a writer, as the speaker."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from organization.models import Unit
from organization.querysets import principals_of
from organization.roles import Action

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
