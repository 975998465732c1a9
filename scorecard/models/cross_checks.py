"""What the figures of several KPIs have to say of each other, for the same unit and period."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from scorecard.models.checks import CheckRule
from scorecard.models.dated import Dated
from scorecard.models.kpis import Kpi
from scorecard.querysets import CrossCheckQuerySet


class CrossCheck(Dated):
    """One revision of: one KPI, or two together, are at most as much as another, or exactly.

    Of the same KPIs and relation the newest row counts whose day a period has not ended before;
    one that is “off” ends the rule.
    """

    AT_MOST, EXACTLY = "at_most", "exactly"
    RELATIONS = [
        (AT_MOST, _("at most as much as")),
        (EXACTLY, _("exactly as much as")),
    ]

    part = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="checked_as_part")
    other = models.ForeignKey(
        Kpi, null=True, on_delete=models.PROTECT, related_name="checked_as_other_part"
    )
    whole = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="checked_as_whole")
    relation = models.CharField(_("relation"), max_length=10, choices=RELATIONS)
    effect = models.CharField(_("effect"), max_length=10, choices=CheckRule.EFFECTS)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cross_checks"
    )

    objects: ClassVar[CrossCheckQuerySet] = CrossCheckQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            # The two parts in the order of their ids: A and B are the same rule as B and A.
            models.CheckConstraint(
                name="crosscheck_of_different_kpis",
                condition=~Q(part=F("whole"))
                & (Q(other=None) | (Q(other__gt=F("part")) & ~Q(other=F("whole")))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part.code} {self.relation} {self.whole.code}: {self.effect}"

    @property
    def rule(self) -> tuple[int, int | None, int, str]:
        """What makes revisions those of the same rule."""
        return (self.part_id, self.other_id, self.whole_id, self.relation)

    @property
    def parts(self) -> tuple[Kpi, ...]:
        """The one KPI, or the two that are added."""
        return (self.part, self.other) if self.other else (self.part,)

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """All of them, the whole last."""
        return (*self.parts, self.whole)
