"""What is asked about figures that are entered: the rules of a KPI, and what an entry raised."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from scorecard.models.entries import Entry
from scorecard.models.kpis import Kpi
from scorecard.querysets import CheckRuleQuerySet


class CheckRule(models.Model):
    """One revision of what happens where a figure of a KPI is doubtful in one way.

    The newest row of a KPI and kind counts; without one the effect of `USUAL` holds.
    """

    SLIP, PART, JUMP, RED = "slip", "part", "jump", "red"
    EVIDENCE = "evidence"
    KINDS = [
        (SLIP, _("about a hundred times the last figure, or a hundredth of it")),
        (PART, _("a part that is larger than its whole")),
        (JUMP, _("outside what was usual before")),
        (RED, _("off target")),
        (EVIDENCE, _("without a file of evidence")),
    ]
    OFF, ASK, STOP = "off", "ask", "stop"
    EFFECTS = [
        (OFF, _("is taken as it is")),
        (ASK, _("asks for a comment")),
        (STOP, _("is refused")),
    ]
    USUAL = {SLIP: ASK, PART: ASK, JUMP: ASK, RED: OFF, EVIDENCE: OFF}

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="check_rules")
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    effect = models.CharField(_("effect"), max_length=10, choices=EFFECTS)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="check_rules"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[CheckRuleQuerySet] = CheckRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["kpi", "kind", "id"], name="checkrule_by_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi.code}: {self.kind} {self.effect}"


class EntryQuestion(models.Model):
    """A question that an entry raised when it was submitted; the entry's comment answers it."""

    CROSS = "cross"
    KINDS = [*CheckRule.KINDS, (CROSS, _("at odds with other KPIs"))]

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="questions")
    kind = models.CharField(max_length=10, choices=KINDS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind"], name="entryquestion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.kind}"
