"""Strategy messages: what is said in whose name, who approved it, whom it has reached."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communications.querysets import DeliveryQuerySet, MessageVersionQuerySet
from organization.models import Unit
from scorecard.models import Objective

LONGEST_TITLE = 120
LONGEST_TEXT = 2000


class State(models.TextChoices):
    """How far a message is."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for approval")
    RETURNED = "returned", _("returned")
    SENT = "sent", _("sent")


class Message(models.Model):
    """Something said in the speaker's name, drafted by another person."""

    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafted_messages"
    )
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="spoken_messages"
    )
    recorded_at = models.DateTimeField(_("drafted"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_drafter_is_not_speaker", condition=~Q(drafter=F("speaker"))
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} from {self.speaker}"


class MessageVersion(models.Model):
    """One revision of a message's exact text and audience; the newest counts."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField(_("revision"), default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="message_versions"
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    text = models.TextField(_("message"), max_length=LONGEST_TEXT)
    units = models.ManyToManyField(Unit, verbose_name=_("units"), related_name="message_versions")
    objective = models.ForeignKey(
        Objective,
        verbose_name=_("objective"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="message_versions",
    )
    asks_acknowledgement = models.BooleanField(_("asks for an acknowledgement"), default=False)
    text_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[MessageVersionQuerySet] = MessageVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "revision"], name="messageversion_revision_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> State:
        """How far this version is; lists prefetch `events` and select `publication`."""
        if hasattr(self, "publication"):
            return State.SENT
        kinds = {event.kind for event in self.events.all()}
        if VersionEvent.Kind.RETURNED in kinds:
            return State.RETURNED
        return State.WAITING if VersionEvent.Kind.SUBMITTED in kinds else State.DRAFT


class VersionEvent(models.Model):
    """What happened to a version after it was written; appended, never edited."""

    class Kind(models.TextChoices):
        """What can happen."""

        SUBMITTED = "submitted", _("sent for approval")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    version = models.ForeignKey(MessageVersion, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="message_events"
    )
    # Copied from the version, so that the database itself refuses an author who approves.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="versionevent_once"),
            models.CheckConstraint(
                name="versionevent_approver_is_not_author",
                condition=~Q(kind="approved", actor=F("author")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"


class Publication(models.Model):
    """The moment from which a version is out; its text and its units are frozen."""

    version = models.OneToOneField(
        MessageVersion, on_delete=models.PROTECT, related_name="publication"
    )
    published_at = models.DateTimeField(_("sent"))

    def __str__(self) -> str:
        return f"{self.version} sent {self.published_at:%Y-%m-%d}"


class PublicationUnit(models.Model):
    """A unit whose people get a publication, as the tree stood when it went out.

    `area` is the unit under which the sender's page counts it: a command, for example.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publication_units")
    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "unit"], name="publicationunit_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} to {self.unit}"


class Delivery(models.Model):
    """A version in the inbox of a person: this row is the delivery.

    `unit` is that of the membership through which the person got it.
    """

    version = models.ForeignKey(MessageVersion, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    delivered_at = models.DateTimeField(_("delivered"))
    read_at = models.DateTimeField(_("read"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["person", "read_at"], name="delivery_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_acknowledged_is_read",
                condition=Q(acknowledged_at=None) | Q(read_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} to person {self.person_id}"

    @property
    def waits_for_acknowledgement(self) -> bool:
        """Whether it asks for an acknowledgement that has not been given."""
        return self.version.asks_acknowledgement and self.acknowledged_at is None
