"""Who reports what, for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter
from rest_framework import serializers

from organization.models import Unit
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.periods import DatedListing, written_period
from scorecard.models import Kpi, Reporter

if TYPE_CHECKING:
    from accounts.models import User


class ReporterSerializer(serializers.ModelSerializer[Reporter]):
    """A unit that is expected to enter a KPI, from one period to another."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    first_period = serializers.SerializerMethodField()
    last_period = serializers.SerializerMethodField()
    person = serializers.SlugRelatedField[Any](slug_field="email", read_only=True, allow_null=True)
    approver = serializers.SlugRelatedField[Any](
        slug_field="email", read_only=True, allow_null=True
    )

    class Meta:
        model = Reporter
        fields = ("unit", "kpi", "first_period", "last_period", "person", "approver")
        read_only_fields = fields

    def get_first_period(self, reporter: Reporter) -> str | None:
        """Write the first period; null is: since ever."""
        return self._written(reporter, reporter.first_period)

    def get_last_period(self, reporter: Reporter) -> str | None:
        """Write the last period; null is: open."""
        return self._written(reporter, reporter.last_period)

    def _written(self, reporter: Reporter, ordinal: int | None) -> str | None:
        frequency = reporter.kpi.definition.frequency
        return written_period(self.context["calendar"], frequency, ordinal)


class ReporterFilters(OpenFilters):
    """What reporters can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Reporters of this KPI.")


class Reporters(DatedListing):
    """List who reports what in the units that the person may see into."""

    serializer_class = ReporterSerializer
    filterset_class = ReporterFilters
    queryset = Reporter.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the newest revisions."""
        user = cast("User", self.request.user)
        seen = Reporter.objects.newest().allowing(user, Action.SEE_UNIT)
        return seen.select_related("unit", "kpi__current", "person", "approver").order_by(
            "unit__code", "kpi__code"
        )
