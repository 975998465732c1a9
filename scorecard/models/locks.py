"""Months that are closed to changes, and how two people open one again for a while."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from scorecard.querysets import ReopeningQuerySet


class MonthLock(models.Model):
    """What is reported with a month takes no figures any more; a lock is never taken away."""

    month = models.IntegerField(unique=True)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="month_locks"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    def __str__(self) -> str:
        return f"month {self.month}"


class Reopening(models.Model):
    """Somebody asks that a locked month takes figures again until a moment.

    Of one unit, or of all where `unit` is NULL. It holds once another person confirmed it.
    """

    month = models.IntegerField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="reopenings")
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reopenings"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[ReopeningQuerySet] = ReopeningQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["month", "unit"], name="reopening_by_month")]

    def __str__(self) -> str:
        return f"month {self.month} until {self.until:%Y-%m-%d %H:%M}"


class ReopeningAnswer(models.Model):
    """What a second person said to it."""

    reopening = models.OneToOneField(Reopening, on_delete=models.PROTECT, related_name="answer")
    is_confirmed = models.BooleanField(_("confirmed"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reopening_answers"
    )
    # Copied, so that the database itself refuses who confirms what they asked for.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reopeninganswer_by_another",
                condition=~Q(is_confirmed=True, author=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reopening}: {'confirmed' if self.is_confirmed else 'refused'}"
