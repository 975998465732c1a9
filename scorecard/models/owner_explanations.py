"""What those who answer for a figure say of it, and the line that the office adds."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scorecard.models.matters import AboutMatter
from scorecard.querysets import OfficeLineQuerySet, OwnerExplanationQuerySet


class OwnerExplanation(AboutMatter):
    """One revision of what the owner says of a KPI or objective at a unit in a period.

    What happened, why, what comes next and by when, which help is asked for. For one unit,
    matter and period the newest row counts.
    """

    frequency = models.CharField(max_length=10)
    period = models.IntegerField(_("period"))
    happened = models.TextField(_("what happened"))
    cause = models.TextField(_("why"), blank=True)
    next_step = models.TextField(_("what comes next"))
    due_on = models.DateField(_("by when"), null=True)
    help_asked = models.TextField(_("help asked for"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owner_explanations"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[OwnerExplanationQuerySet] = OwnerExplanationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(AboutMatter.Meta):
        indexes = [
            models.Index(
                fields=["unit", "kpi", "frequency", "period", "id"], name="ownerexplanation_by_cell"
            ),
        ]
        constraints = [
            *AboutMatter.Meta.constraints,
            models.CheckConstraint(
                name="ownerexplanation_says_something",
                condition=~Q(happened="") & ~Q(next_step=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} at {self.unit.code}: {self.happened[:60]}"


class OfficeLine(models.Model):
    """One revision of the line that the strategy office adds to an explanation, in its own name."""

    explanation = models.ForeignKey(
        OwnerExplanation, on_delete=models.PROTECT, related_name="office_lines"
    )
    text = models.TextField(_("line of the strategy office"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="office_lines"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[OfficeLineQuerySet] = OfficeLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(name="officeline_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text
