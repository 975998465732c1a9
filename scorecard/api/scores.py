"""Scores for programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Listing
from core.problems import ProblemError
from scorecard.api.windows import NAMES, WINDOW, read_window
from scorecard.engine.types import Status
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.scores import COUNTS, KINDS, unit_scores

if TYPE_CHECKING:
    from accounts.models import User

STATUSES = [status.word for status in Status]
NODE_KIND = OpenApiParameter(
    "node_kind", str, enum=list(KINDS.values()), description="Only nodes of this kind."
)


class ScoreSerializer(serializers.Serializer[Any]):
    """The score of a node of a unit's scorecard in a month; null is unknown."""

    unit = serializers.CharField(read_only=True)
    node_kind = serializers.ChoiceField(list(KINDS.values()), read_only=True)
    node = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    score = serializers.FloatField(read_only=True, allow_null=True)
    status = serializers.ChoiceField(STATUSES, read_only=True)
    status_uncapped = serializers.ChoiceField(STATUSES, read_only=True)
    coverage = serializers.FloatField(read_only=True, allow_null=True)
    worst = serializers.CharField(read_only=True, allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """Add how many KPI lines below are in which status."""
        counts = {
            name: serializers.IntegerField(read_only=True, allow_null=True) for name in COUNTS
        }
        return super().get_fields() | counts


@extend_schema(parameters=[*WINDOW, NODE_KIND])
class Scores(Listing):
    """List the stored scores of one unit's scorecard, month by month.

    Above one's own unit it is not said how a score is made up.
    """

    serializer_class = ScoreSerializer
    parameters = (*NAMES, "node_kind")
    filter_backends = ()

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with one page."""
        user, calendar = cast("User", request.user), calendar_now()
        window = read_window(user, request.query_params, calendar)
        lines = unit_scores(
            user,
            window.unit,
            calendar,
            kinds=_kinds(request.query_params.get("node_kind", "")),
            first_day=window.first_day,
            last_day=window.last_day,
        )
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _kinds(word: str) -> list[int]:
    found = [kind for kind, name in KINDS.items() if word in {"", name}]
    if not found:
        sentence = _("“%(word)s” is no kind of node. There are: %(known)s.")
        words = {"word": word, "known": ", ".join(KINDS.values())}
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence % words)
    return found
