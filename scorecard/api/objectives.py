"""Objectives for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter
from rest_framework import serializers

from core.endpoints import Listing
from organization.models import Unit
from scorecard.api.filters import PublishedFilters
from scorecard.models import Objective
from scorecard.selectors.lines import person

if TYPE_CHECKING:
    from accounts.models import User


class ObjectiveSerializer(serializers.ModelSerializer[Objective]):
    """An objective as it stands at present."""

    name = serializers.CharField(source="current.name", read_only=True)
    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    perspective = serializers.CharField(source="current.perspective.code", read_only=True)
    theme = serializers.SerializerMethodField()
    description = serializers.CharField(source="current.description", read_only=True)
    owner = serializers.SerializerMethodField(help_text="A name; empty where nobody is named.")
    weight = serializers.FloatField(source="current.weight", read_only=True)
    critical = serializers.BooleanField(source="current.critical", read_only=True)

    class Meta:
        model = Objective
        fields = (
            "code",
            "name",
            "unit",
            "perspective",
            "theme",
            "description",
            "owner",
            "weight",
            "critical",
        )
        read_only_fields = fields

    def get_theme(self, objective: Objective) -> str | None:
        """Return the code of its theme, if it has one."""
        theme = objective.current.theme if objective.current else None
        return theme.code if theme else None

    def get_owner(self, objective: Objective) -> str:
        """Return who owns it."""
        return person(objective.current) if objective.current else ""


class ObjectiveFilters(PublishedFilters):
    """What objectives can be asked for."""

    code = CharFilter(help_text="Exactly this objective.")
    perspective = CharFilter("current__perspective__code", help_text="Those of a perspective.")
    theme = CharFilter("current__theme__code", help_text="Those of a theme.")


class Objectives(Listing):
    """List the objectives of one's own units, those below and those above, by code."""

    serializer_class = ObjectiveSerializer
    filterset_class = ObjectiveFilters
    queryset = Objective.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return what is published to the person."""
        units = Unit.objects.published_to(cast("User", self.request.user))
        seen = Objective.objects.filter(unit__in=units.values("pk")).exclude(current=None)
        return seen.select_related(
            "unit", "current__perspective", "current__theme", "current__owner"
        ).order_by("code")
