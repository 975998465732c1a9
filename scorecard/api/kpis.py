"""Definitions of KPIs for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet
from rest_framework import serializers

from core.endpoints import Listing
from scorecard.api.numbers import NumberField
from scorecard.models import Kpi, KpiVersion
from scorecard.selectors.lines import person

if TYPE_CHECKING:
    from accounts.models import User


class WordOrNull(serializers.ChoiceField):
    """One of some words; null where none is given."""

    def to_representation(self, value: Any) -> Any:
        """Write it."""
        return value or None


class KpiSerializer(serializers.ModelSerializer[KpiVersion]):
    """A KPI as it is defined at present."""

    code = serializers.CharField(source="kpi.code", read_only=True)
    owner = serializers.SerializerMethodField(help_text="A name; empty where nobody is named.")
    kind = WordOrNull(KpiVersion.KINDS, read_only=True, allow_null=True)
    direction = WordOrNull(KpiVersion.DIRECTIONS, read_only=True, allow_null=True)
    weight_kpi = serializers.SlugRelatedField[Kpi](
        slug_field="code", read_only=True, allow_null=True
    )
    target_profile = serializers.ListField(
        child=serializers.FloatField(), read_only=True, allow_null=True
    )
    minimum = NumberField(read_only=True, allow_null=True)
    maximum = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = KpiVersion
        fields = (
            "code",
            "name",
            "definition",
            "source",
            "owner",
            "kind",
            "unit_rule",
            "time_rule",
            "frequency",
            "weight_kpi",
            "target_profile",
            "formula",
            "scoring",
            "min_coverage",
            "carry_forward_periods",
            "approved_only",
            "unit_of_measure",
            "decimals",
            "direction",
            "minimum",
            "maximum",
        )
        read_only_fields = fields

    def get_owner(self, version: KpiVersion) -> str:
        """Return who owns it."""
        return person(version)


class KpiFilters(FilterSet):  # type: ignore[misc]
    """What KPIs can be asked for."""

    code = CharFilter("kpi__code", help_text="Exactly this KPI.")
    frequency = ChoiceFilter(choices=KpiVersion.FREQUENCIES, help_text="KPIs entered so often.")


class Kpis(Listing):
    """List the KPIs and their definitions, by code."""

    serializer_class = KpiSerializer
    filterset_class = KpiFilters
    queryset = KpiVersion.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of which the person may know."""
        known = Kpi.objects.known_to(cast("User", self.request.user))
        present = KpiVersion.objects.filter(pk__in=known.values("current"))
        return present.select_related("kpi", "owner", "weight_kpi").order_by("kpi__code")
