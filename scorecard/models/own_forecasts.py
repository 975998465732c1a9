"""What those who answer for a figure expect of the year."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import ExactDecimalField
from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.querysets import OwnForecastQuerySet


class OwnForecast(models.Model):
    """One revision of what a unit expects a KPI to be at the end of a fiscal year.

    For one unit, KPI and year the newest row counts.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="own_forecasts")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="own_forecasts")
    year = models.IntegerField(_("fiscal year"))
    value = ExactDecimalField(_("value"))
    comment = models.TextField(_("comment"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="own_forecasts"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[OwnForecastQuerySet] = OwnForecastQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["kpi", "unit", "year", "id"], name="ownforecast_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} at {self.unit.code} in {self.year}: {self.value}"
