"""Mails about notices: who wants them when, what became of each, and whether any leave."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.querysets import MailQuerySet


class MailChoice(models.Model):
    """When a person wants to be told by mail; without a row, what the defaults say."""

    DAILY, WEEKLY, NEVER = "daily", "weekly", "never"
    FREQUENCIES = [
        (DAILY, _("once a day")),
        (WEEKLY, _("once a week, on Monday")),
        (NEVER, _("never")),
    ]

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_choice"
    )
    frequency = models.CharField(
        _("a mail"), max_length=10, choices=FREQUENCIES, default=DAILY, db_default="daily"
    )
    hour = models.PositiveSmallIntegerField(_("at what hour"), default=7, db_default=7)
    quiet_from = models.TimeField(_("quiet from"), null=True, default=time(20))
    quiet_until = models.TimeField(_("quiet until"), null=True, default=time(7))
    # Empty: the organisation's.
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mailchoice_frequency",
                condition=Q(frequency__in=["daily", "weekly", "never"]),
            ),
            models.CheckConstraint(name="mailchoice_hour", condition=Q(hour__lte=23)),
            models.CheckConstraint(
                name="mailchoice_quiet_has_both_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.frequency}"


class Mail(models.Model):
    """One mail to one person, promised; which notices it tells is decided when it is claimed.

    NEW waits for its time; CLAIMED is in the hands of a mailer until its lease ends; SENT was
    accepted by the mail server, BOUNCED refused for good; of an AMBIGUOUS one nobody knows, and it
    is sent again with the same Message-ID; DROPPED had nothing left to say.
    """

    DIGEST, URGENT = "digest", "urgent"
    KINDS = [(DIGEST, _("digest")), (URGENT, _("urgent"))]
    NEW, CLAIMED, SENT = "new", "claimed", "sent"
    BOUNCED, AMBIGUOUS, DROPPED = "bounced", "ambiguous", "dropped"
    STATES = [
        (NEW, _("waits")),
        (CLAIMED, _("being sent")),
        (SENT, _("sent")),
        (BOUNCED, _("refused")),
        (AMBIGUOUS, _("perhaps sent")),
        (DROPPED, _("nothing left to say")),
    ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_mails"
    )
    kind = models.CharField(max_length=10, choices=KINDS)
    day = models.DateField(_("day, where the person is"))
    # UTC, and beside it what the person's clock shows then.
    not_before = models.DateTimeField(_("not before"))
    wall_time = models.CharField(_("on the person's clock"), max_length=20)
    time_zone = models.CharField(_("time zone"), max_length=60)
    message_id = models.CharField(max_length=250, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=NEW)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    maybe_twice = models.BooleanField(_("perhaps sent twice"), default=False)
    finished_at = models.DateTimeField(_("finished"), null=True)
    reason = models.TextField(_("what the mail server said"), blank=True)

    objects: ClassVar[MailQuerySet] = MailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="mail_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(kind="digest") & ~Q(state="dropped"),
                name="mail_one_digest_a_day",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="urgent", state="new"),
                name="mail_one_urgent_waits",
            ),
            models.CheckConstraint(
                name="mail_claimed_has_a_token",
                condition=~Q(state="claimed") | Q(token__isnull=False, lease_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to person {self.person_id} on {self.day}: {self.state}"


class MailSwitch(models.Model):
    """Mails about notices are held back, or let go again; the newest row counts."""

    is_paused = models.BooleanField(_("paused"))
    reason = models.TextField(_("why"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="mailswitch_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason
