"""The published strategy map of a unit, for programs."""

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Endpoint
from scorecard.api.explanations import PLACE, PLACED, read_place
from scorecard.models import ObjectiveVersion
from scorecard.selectors.lines import person, strategy_at
from scorecard.selectors.strategy_maps import links_between

if TYPE_CHECKING:
    from collections.abc import Mapping


class MapObjectiveSerializer(serializers.ModelSerializer[ObjectiveVersion]):
    """An objective on the map; `place` is null where the map places it by itself."""

    code = serializers.CharField(source="objective.code", read_only=True)
    perspective = serializers.CharField(source="perspective.code", read_only=True)
    theme = serializers.SerializerMethodField()
    owner = serializers.SerializerMethodField(help_text="A name; empty where nobody is named.")
    place = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="In its lane and column, from 1 at the left."
    )

    class Meta:
        model = ObjectiveVersion
        fields = ("code", "name", "perspective", "theme", "owner", "weight", "place")
        read_only_fields = fields

    def get_theme(self, version: ObjectiveVersion) -> str | None:
        """Return the code of its theme, if it has one."""
        return version.theme.code if version.theme else None

    def get_owner(self, version: ObjectiveVersion) -> str:
        """Return who owns it."""
        return person(version)


class MapLinkSerializer(serializers.Serializer[Any]):
    """What drives what, by the codes of objectives."""

    cause = serializers.CharField(read_only=True, help_text="What drives.")
    effect = serializers.CharField(read_only=True, help_text="What is driven.")


class StrategyMapSerializer(serializers.Serializer[Any]):
    """The map of a unit on the last day of a period."""

    unit = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    objectives = MapObjectiveSerializer(many=True, read_only=True)
    links = MapLinkSerializer(many=True, read_only=True)


@extend_schema(parameters=PLACE)
class StrategyMaps(Endpoint):
    """The objectives of a unit with their places, and what drives what."""

    serializer_class = StrategyMapSerializer
    parameters = PLACED
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Return the published map of a unit and a period; what is drafted is not in it."""
        context, moment = read_place(request)
        objectives = strategy_at(context.unit, context.last_day, moment).objectives
        codes = {each: version.objective.code for each, version in objectives.items()}
        links = links_between(context, objectives, moment)
        found: Mapping[str, Any] = {
            "unit": context.unit.code,
            "period": context.calendar.format(context.period),
            "objectives": sorted(objectives.values(), key=lambda version: version.objective.code),
            "links": [{"cause": codes[low], "effect": codes[high]} for low, high in links],
        }
        return Response(StrategyMapSerializer(cast("Any", found)).data)
