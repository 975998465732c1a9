"""Targets for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter
from rest_framework import serializers

from organization.models import Unit
from scorecard.api.filters import PublishedFilters
from scorecard.api.numbers import NumberField
from scorecard.api.periods import DatedListing, PeriodFilter, written_period
from scorecard.models import Kpi, Target

if TYPE_CHECKING:
    from accounts.models import User


class TargetSerializer(serializers.ModelSerializer[Target]):
    """What a unit aims at, as it was set: for the KPI's period or for a longer one."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    period = serializers.SerializerMethodField()
    goal = NumberField(read_only=True, allow_null=True)
    red_flag = NumberField(read_only=True, allow_null=True)
    baseline = NumberField(read_only=True, allow_null=True)
    stretch = NumberField(read_only=True, allow_null=True)
    lower = NumberField(read_only=True, allow_null=True)
    upper = NumberField(read_only=True, allow_null=True)
    lower_zero = NumberField(read_only=True, allow_null=True)
    upper_zero = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = Target
        fields = (
            "unit",
            "kpi",
            "period",
            "goal",
            "red_flag",
            "baseline",
            "stretch",
            "lower",
            "upper",
            "lower_zero",
            "upper_zero",
        )
        read_only_fields = fields

    def get_period(self, target: Target) -> str | None:
        """Write the period."""
        return written_period(self.context["calendar"], target.frequency, target.period)


class TargetFilters(PublishedFilters):
    """What targets can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Targets of this KPI.")
    period = PeriodFilter("frequency")


class Targets(DatedListing):
    """List the targets that are set for one's own units, those below and those above."""

    serializer_class = TargetSerializer
    filterset_class = TargetFilters
    queryset = Target.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the newest revisions that are published to the person."""
        units = Unit.objects.published_to(cast("User", self.request.user))
        seen = Target.objects.newest().filter(unit__in=units.values("pk"))
        return seen.select_related("unit", "kpi").order_by(
            "unit__code", "kpi__code", "frequency", "period"
        )
