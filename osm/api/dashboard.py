"""One's own dashboard for programs, such as a screen in a corridor; the same gate as its page."""

from typing import TYPE_CHECKING, Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Endpoint
from osm.dashboards.page import dashboard_page
from osm.models import Pinned
from scorecard.engine.types import Status
from scorecard.selectors.context import read_context

if TYPE_CHECKING:
    from accounts.models import User


def _number(source: str) -> serializers.FloatField:
    return serializers.FloatField(source=source, read_only=True, allow_null=True, default=None)


class TileSerializer(serializers.Serializer[Any]):
    """A thing on a dashboard; null is unknown, or nothing that this kind of thing has."""

    kind = serializers.ChoiceField([kind for kind, _name in Pinned.KINDS], source="pin.kind")
    heading = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True, help_text="The name of its unit.")
    period = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True, help_text="The path of its page.")
    status = serializers.ChoiceField(
        [status.word for status in Status], source="status.word", default=None, allow_null=True
    )
    value = _number("course.figure.value")
    goal = _number("course.figure.goal")
    score = serializers.SerializerMethodField()
    count = serializers.SerializerMethodField()

    def get_score(self, tile: Any) -> int | None:
        """Return its score as pages print it."""
        scored = tile.course or tile.scored
        return scored.score if scored else None

    def get_count(self, tile: Any) -> int | None:
        """Return how many there are of what a list shows: late units, steps, initiatives."""
        for rows, count in (
            (tile.late, "n_late"),
            (tile.steps, "n_open"),
            (tile.portfolio, "count"),
        ):
            if rows:
                return int(getattr(rows, count))
        return None


class DashboardSerializer(serializers.Serializer[Any]):
    """Your own pins in your order, and what the strategy office shares with your role."""

    own = TileSerializer(source="own_tiles", many=True, read_only=True)
    shared = TileSerializer(source="shared_tiles", many=True, read_only=True)
    hidden = serializers.IntegerField(
        source="n_hidden", read_only=True, help_text="Own pins that you may no longer see."
    )


@extend_schema(
    parameters=[
        OpenApiParameter(
            "period", str, description="A month, quarter or year; without it the last."
        )
    ]
)
class OwnDashboard(Endpoint):
    """What stands on your dashboard now."""

    serializer_class = DashboardSerializer
    parameters = ("period",)
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Read each pinned thing as it is in a period."""
        user, asked = cast("User", request.user), request.query_params
        page = dashboard_page(user, read_context(user, asked))
        return Response(DashboardSerializer(page).data)
