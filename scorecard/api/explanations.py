"""Why a figure or a score says what it says, for programs; the same that its page says."""

from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Endpoint
from core.problems import ProblemError
from scorecard.api.periods import read_period
from scorecard.engine.types import Status
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.node_explanations import NodeExplanation
from scorecard.selectors.subjects import DEFAULT_SPAN, kpi_at
from scorecard.services.explanations import read_explanation
from scorecard.services.figures import read_readings
from scorecard.services.node_explanations import (
    explain_objective,
    explain_perspective,
    explain_scorecard,
)
from scorecard.services.past import requested_moment

if TYPE_CHECKING:
    from accounts.models import User

STATUSES = [status.word for status in Status]
PLACE = [
    OpenApiParameter("unit", str, required=True, description="The unit whose figure it is."),
    OpenApiParameter("period", str, description="A month, quarter or year; without it the last."),
    OpenApiParameter("as_of", str, description="A past day: what was known at its end."),
]
PLACED = ("unit", "period", "as_of")
KIND = OpenApiParameter(
    "node_kind", str, required=True, enum=["objective", "perspective", "scorecard"]
)
NODE = OpenApiParameter("node", str, description="Its code; of a scorecard none.")


def _number(**options: Any) -> serializers.FloatField:
    return serializers.FloatField(read_only=True, allow_null=True, **options)


def _sentences() -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), read_only=True)


class PartSerializer(serializers.Serializer[Any]):
    """What a part contributes, in points of the figure; null is unknown.

    `code` is empty where it is no unit that you see: the unit itself, or all others together.
    `moved` is `rate` and `mix` together, `miss` is `miss_rate` and `miss_mix`.
    """

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    value, points, weight = _number(), _number(), _number()
    moved, rate, mix = _number(), _number(), _number()
    miss, miss_rate, miss_mix = _number(), _number(), _number()


class RevisionSerializer(serializers.Serializer[Any]):
    """One of the newest entries behind a figure, as it is written on pages."""

    text = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    by = serializers.CharField(read_only=True)
    origin = serializers.CharField(source="source", read_only=True)
    place = serializers.CharField(read_only=True)
    comment = serializers.CharField(read_only=True)
    recorded_at = serializers.DateTimeField(source="at", read_only=True)


class PlacedSerializer(serializers.Serializer[Any]):
    """Says first where the explanation belongs."""

    unit = serializers.SerializerMethodField()
    period = serializers.SerializerMethodField()

    def get_unit(self, _explained: object) -> str:
        """Return the code of the unit."""
        return str(self.context["place"].unit.code)

    def get_period(self, _explained: object) -> str:
        """Return the period as addresses write it."""
        return str(self.context["place"].period_word)


class FigureWhySerializer(PlacedSerializer):
    """Why a KPI says what it says at a unit in a period; null is unknown.

    Where the figure does not split into parts, `refusal` says why. `entries` and `freshness` are
    empty above your own unit.
    """

    kpi = serializers.CharField(source="code", read_only=True)
    value = _number(source="figure.value")
    goal = _number(source="figure.goal")
    red_flag = _number(source="figure.red_flag")
    score = _number(source="figure.score")
    status = serializers.ChoiceField(STATUSES, read_only=True, source="status.word")
    finding = serializers.CharField(read_only=True)
    rules = _sentences()
    policies = _sentences()
    thresholds = _sentences()
    refusal = serializers.CharField(read_only=True)
    change = _number(source="parts.change")
    miss = _number(source="parts.miss")
    parts = PartSerializer(source="parts.lines", many=True, read_only=True)
    freshness = serializers.DateTimeField(read_only=True, allow_null=True)
    entries = RevisionSerializer(many=True, read_only=True)


class ChildSerializer(serializers.Serializer[Any]):
    """What a child contributes to a score, in points; null is unknown."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    critical = serializers.BooleanField(read_only=True)
    score = serializers.IntegerField(read_only=True, allow_null=True)
    weight, share, points, moved = _number(), _number(), _number(), _number()
    note = serializers.CharField(read_only=True)


class ScoreWhySerializer(PlacedSerializer):
    """Why a node of a unit's scorecard says what it says; null is unknown."""

    name = serializers.CharField(read_only=True)
    score = _number(source="exact")
    status = serializers.ChoiceField(STATUSES, read_only=True, source="status.word")
    status_uncapped = serializers.ChoiceField(STATUSES, read_only=True, source="by_score.word")
    change = _number()
    finding = serializers.CharField(read_only=True)
    rules = _sentences()
    caps = _sentences()
    children = ChildSerializer(source="lines", many=True, read_only=True)


@extend_schema(
    parameters=[*PLACE, OpenApiParameter("kpi", str, required=True, description="Its code.")]
)
class FigureWhy(Endpoint):
    """Why a figure is what it is."""

    serializer_class = FigureWhySerializer
    parameters = (*PLACED, "kpi")
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Explain the figure of a KPI at a unit: rule, parts, what moved it, who entered it."""
        context, moment = read_place(request)
        subject = kpi_at(context.user, context, required(request, "kpi"), moment)
        readings = read_readings(context, subject, DEFAULT_SPAN, moment)
        found = read_explanation(context, subject, readings, moment)
        if found is None:
            raise Http404(_("There is no figure to explain in this period."))
        return Response(FigureWhySerializer(found, context={"place": context}).data)


@extend_schema(parameters=[*PLACE, KIND, NODE])
class ScoreWhy(Endpoint):
    """Why a score is what it is."""

    serializer_class = ScoreWhySerializer
    parameters = (*PLACED, "node_kind", "node")
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Explain the score of an objective, a perspective or a whole scorecard at a unit."""
        context, moment = read_place(request)
        found = _node(request, context, moment)
        return Response(ScoreWhySerializer(found, context={"place": context}).data)


def _node(request: Request, context: Context, moment: datetime | None) -> NodeExplanation:
    match required(request, "node_kind"):
        case "scorecard":
            return explain_scorecard(context, moment)
        case "perspective":
            return explain_perspective(context, required(request, "node"), moment)
        case "objective":
            return explain_objective(context, required(request, "node"), moment)
    sentence = _("Say which node_kind: objective, perspective or scorecard.")
    raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)


def read_place(request: Request) -> tuple[Context, datetime | None]:
    """Return where a program asks to stand, and as of when; None for now."""
    asked, user = request.query_params, cast("User", request.user)
    required(request, "unit")
    if word := asked.get("period"):
        read_period(word, calendar_now())
    moment = requested_moment(asked)
    return read_context(user, asked, asked.get("as_of", "")), moment


def required(request: Request, name: str) -> str:
    """Return what must be named.

    Raises
    ------
    ProblemError
        Where it is not.
    """
    word = request.query_params.get(name, "")
    if not word:
        sentence = _("Name what is to be explained: “%(name)s” is missing.") % {"name": name}
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
    return str(word)
