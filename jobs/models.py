"""What is still to be worked off, and how far long jobs are."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.querysets import OutboxQuerySet


class OutboxRow(models.Model):
    """A promise, committed with the change that made it, that `key` of `topic` is worked off.

    `part` says what of the key is due, in words of its topic; all of it where that is empty.
    """

    topic = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    part = models.TextField(blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "key", "id"], name="outbox_by_key")]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Job(models.Model):
    """A long piece of work that somebody may be waiting for, with its progress."""

    kind = models.CharField(_("kind"), max_length=40)
    label = models.CharField(_("what"), max_length=200)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.done} of {self.total}"


class Heartbeat(models.Model):
    """The last sign of life of a part that runs by itself, for example the drain."""

    name = models.CharField(primary_key=True, max_length=40)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.seen_at:%Y-%m-%d %H:%M:%S}"


class Freeze(models.Model):
    """A position in the order of commits: whatever is recorded from then on comes after it."""

    at = models.DateTimeField(_("position"), unique=True)

    def __str__(self) -> str:
        return self.at.isoformat()


class Change(models.Model):
    """Rows of which the sum moves with every commit that changed anything that pages show.

    Written by triggers alone (`core.changes`); the sum is the position (`jobs.services.changes`).
    """

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class MeaningChange(models.Model):
    """Rows of which the sum moves with every commit that changed what gives figures their meaning.

    The organisation, the strategy, what KPIs mean, who reports them and at what they aim; not the
    figures. Written by triggers alone, as the rows of `Change` are.
    """

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
