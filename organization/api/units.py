"""Units for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, DateFilter, FilterSet
from rest_framework import serializers

from core.endpoints import Listing
from organization.models import Unit
from organization.selectors.units import published_unit

if TYPE_CHECKING:
    from accounts.models import User
    from organization.querysets import UnitQuerySet


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """One unit of the present tree."""

    parent = serializers.SlugRelatedField[Unit](  # type: ignore[assignment]
        slug_field="code", read_only=True, allow_null=True
    )

    class Meta:
        model = Unit
        fields = ("code", "name", "kind", "parent", "opened_on", "closed_on")
        read_only_fields = fields


class UnitFilters(FilterSet):  # type: ignore[misc]
    """What units can be asked for."""

    code = CharFilter(help_text="Exactly this unit.")
    kind = CharFilter(help_text="Units of this kind.")
    parent = CharFilter("parent__code", help_text="The units directly below this one.")
    below = CharFilter(method="at_or_below", help_text="This unit and all below it.")
    open_on = DateFilter(
        method="open_at", input_formats=["%Y-%m-%d"], help_text="Units open on this day."
    )

    def at_or_below(self, units: "UnitQuerySet", _name: str, code: str) -> "UnitQuerySet":
        """Keep one unit and those below it."""
        return units.below([published_unit(self.request.user, code).path])

    def open_at(self, units: "UnitQuerySet", _name: str, day: Any) -> "UnitQuerySet":
        """Keep units that are open on a day."""
        return units.open_on(day)


class Units(Listing):
    """List the units whose published figures the person may see, parents first."""

    serializer_class = UnitSerializer
    filterset_class = UnitFilters
    queryset = Unit.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return own units, those below and those above."""
        seen = Unit.objects.published_to(cast("User", self.request.user))
        return seen.select_related("parent").parents_first()
