"""From when on a course is held against new limits: what somebody decided, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.querysets import RebasingQuerySet


class Rebasing(models.Model):
    """One revision of the decision that limits are computed anew from a base period on.

    For one unit, KPI and period the newest row counts; one that `is_taken_back` undoes it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rebasings")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="rebasings")
    period = models.IntegerField()
    is_taken_back = models.BooleanField(_("taken back"), default=False)
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rebasings"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[RebasingQuerySet] = RebasingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["kpi", "unit", "period", "id"], name="rebasing_by_cell"),
        ]
        constraints = [
            models.CheckConstraint(name="rebasing_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} at {self.unit.code} from {self.period}"
