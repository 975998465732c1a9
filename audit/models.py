"""The record of every change, and the chain that shows whether somebody tampered with it."""

import json
from datetime import UTC
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.querysets import RecordQuerySet

# What the first link of the chain names as the hash before it.
BEGINNING = "0" * 64


class Record(models.Model):
    """One change: who did what to which object, when and why. Appended, never edited.

    `unit_id` is the unit it concerns, a number only: apps above know units. `content_hash` is the
    SHA-256 of all other columns; the database chains it (`Link`) as the transaction commits.
    """

    recorded_at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_records",
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_records_on_behalf",
        db_index=False,
    )
    unit_id = models.BigIntegerField(_("unit"), null=True)
    verb = models.CharField(_("what was done"), max_length=60)
    subject_kind = models.CharField(_("kind of object"), max_length=60)
    subject = models.CharField(_("object"), max_length=200)
    reason = models.TextField(_("why"), blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    content_hash = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject"], name="record_by_subject"),
            models.Index(fields=["unit_id", "id"], name="record_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject}"

    def hash_of_content(self) -> str:
        """Return the SHA-256 of the columns as 64 hexadecimal digits: what `content_hash` must be.

        They are written as a JSON list, the moment in UTC with microseconds, keys in order.
        """
        exact = [
            self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_id,
            self.on_behalf_of_id,
            self.unit_id,
            self.verb,
            self.subject_kind,
            self.subject,
            self.reason,
            self.detail,
        ]
        return sha256(json.dumps(exact, sort_keys=True).encode()).hexdigest()


class Link(models.Model):
    """One link of the chain: the row, its place in the order of commits, and the hash so far.

    The database inserts it when the row's transaction commits; nothing else does.
    """

    position = models.BigIntegerField(primary_key=True)
    record = models.OneToOneField(
        Record, on_delete=models.PROTECT, related_name="link", db_constraint=False
    )
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


def link_hash(previous_hash: str, position: int, record_id: int, content_hash: str) -> str:
    """Return the hash of a link, as the triggers of the database compute it.

    >>> link_hash(BEGINNING, 1, 1, "c0ffee")[:8]
    '78aba273'
    """
    return sha256(f"{previous_hash} {position} {record_id} {content_hash}".encode()).hexdigest()
