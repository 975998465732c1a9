"""Notices: somebody is told of something that concerns them, and where to find it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communications.models.mails import Mail
from communications.querysets import NoticeQuerySet
from initiatives.models import ActionItem
from scorecard.models import Comment, Entry, Extension, Flag, OwnerExplanation, Reopening
from scorecard.models.matters import AboutMatter


class Notice(AboutMatter):
    """A person is told of one thing that happened to a KPI or objective at a unit.

    Or to all figures of a unit and `month`, which is then no matter of its own.

    It holds no words of anybody: what was said is read where it stands, by who may read it then.
    `cause` names what happened; a person is told of it once, however often it is worked off.
    """

    MENTION, FLAG, STEP, HANDED = "mention", "flag", "step", "handed"
    EXPLAINED, LINE, APPROVAL = "explained", "line", "approval"
    REJECTED = "rejected"
    EXTENDED, REMINDED, ASKED, REOPENED = "extended", "reminded", "asked", "reopened"
    KINDS = [
        (MENTION, _("you are mentioned")),
        (FLAG, _("a flag was raised")),
        (STEP, _("a next step was given to you")),
        (HANDED, _("a next step was handed over to you")),
        (EXPLAINED, _("a figure was explained")),
        (LINE, _("the strategy office added a line to your explanation")),
        (APPROVAL, _("a figure waits for your approval")),
        (REJECTED, _("a figure was rejected, to be corrected by you")),
        (EXTENDED, _("your unit was given more time")),
        (REMINDED, _("figures of your unit are missing")),
        (ASKED, _("somebody asks to open a locked month again")),
        (REOPENED, _("it was answered whether a locked month is opened again")),
    ]

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    cause = models.CharField(_("cause"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="notices")
    action = models.ForeignKey(
        ActionItem, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    explanation = models.ForeignKey(
        OwnerExplanation, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="notices")
    month = models.IntegerField(_("month"), null=True)
    extension = models.ForeignKey(
        Extension, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    reopening = models.ForeignKey(
        Reopening, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    # The mail that told of it; until then one may.
    mail = models.ForeignKey(Mail, null=True, on_delete=models.PROTECT, related_name="notices")
    urgent = models.BooleanField(_("urgent"), default=False)
    recorded_at = models.DateTimeField(_("recorded"))
    read_at = models.DateTimeField(_("read"), null=True)

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(AboutMatter.Meta):
        indexes = [models.Index(fields=["person", "read_at"], name="notice_by_person")]
        constraints = [
            models.CheckConstraint(
                name="notice_one_matter",
                condition=Q(kpi=None, objective__isnull=False, month=None)
                | Q(kpi__isnull=False, objective=None, month=None)
                | Q(kpi=None, objective=None, month__isnull=False),
            ),
            models.UniqueConstraint(fields=["person", "cause"], name="notice_once_a_cause"),
            models.CheckConstraint(
                name="notice_kind",
                condition=Q(
                    kind__in=[
                        *("mention", "flag", "step", "handed"),
                        *("explained", "line", "approval", "rejected"),
                        *("extended", "reminded", "asked", "reopened"),
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} to person {self.person_id}"
