"""Explanations of owners for programs, and the office's line."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.serializers import StrictSerializer, Text
from organization.policies import require
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.matters import AboutSerializer, MatterSerializer
from scorecard.api.periods import DatedListing, named_period, written_period
from scorecard.models import OfficeLine, OwnerExplanation
from scorecard.selectors.owner_explanations import visible_explanation
from scorecard.services.matters import named_matter
from scorecard.services.owner_explanations import (
    LONGEST,
    LONGEST_LINE,
    Words,
    add_office_line,
    explain,
)

if TYPE_CHECKING:
    from accounts.models import User


class ExplanationSerializer(AboutSerializer):
    """What an owner said of a KPI or objective in a period."""

    period = serializers.SerializerMethodField()
    author = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = OwnerExplanation
        fields = (
            "id",
            "unit",
            "kpi",
            "objective",
            "period",
            "happened",
            "cause",
            "next_step",
            "due_on",
            "help_asked",
            "author",
            "recorded_at",
        )
        read_only_fields = fields

    def get_period(self, row: OwnerExplanation) -> str:
        """Return the period as addresses write it."""
        return cast("str", written_period(self.context["calendar"], row.frequency, row.period))


class NewExplanationSerializer(MatterSerializer):
    """An explanation as a program sends it."""

    period = Text(max_length=10)
    happened = Text(max_length=LONGEST)
    cause = Text(max_length=LONGEST, required=False, allow_blank=True)
    next_step = Text(max_length=LONGEST)
    due_on = serializers.DateField(required=False, allow_null=True)
    help_asked = Text(max_length=LONGEST, required=False, allow_blank=True)


class OfficeLineSerializer(serializers.ModelSerializer[OfficeLine]):
    """The line of the strategy office."""

    author = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = OfficeLine
        fields = ("text", "author", "recorded_at")
        read_only_fields = fields


class NewOfficeLineSerializer(StrictSerializer):
    """A line as a program sends it."""

    text = Text(max_length=LONGEST_LINE)


class ExplanationFilters(OpenFilters):
    """What explanations can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Explanations of this KPI.")
    objective = CharFilter("objective__code", help_text="Explanations of this objective.")


class OwnerExplanations(DatedListing):
    """List what owners said, the newest revision of each; explain something."""

    serializer_class = ExplanationSerializer
    filterset_class = ExplanationFilters
    queryset = OwnerExplanation.objects.all()
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        user = cast("User", self.request.user)
        seen = OwnerExplanation.objects.newest().allowing(user, Action.SEE_UNIT)
        return seen.select_related("unit", "kpi", "objective", "author").order_by("-id")

    @extend_schema(
        request=NewExplanationSerializer, responses={HTTPStatus.CREATED: ExplanationSerializer}
    )
    def post(self, request: Request) -> Response:
        """Say what happened and what comes next; what was said before stays."""
        user = cast("User", request.user)
        sent = NewExplanationSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit, matter = named_matter(
            user, said["unit"], kpi=said.get("kpi"), objective=said.get("objective")
        )
        texts = {name: said[name] for name in Words.__slots__ if name in said}
        row = explain(
            actor=user,
            unit=unit,
            matter=matter,
            period=named_period(said["period"]),
            words=Words(**texts),
        )
        return Response(self.get_serializer(row).data, status=HTTPStatus.CREATED)


class OfficeLines(Endpoint):
    """What the strategy office adds to explanations."""

    serializer_class = OfficeLineSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.ENTER}

    @extend_schema(
        request=NewOfficeLineSerializer, responses={HTTPStatus.CREATED: OfficeLineSerializer}
    )
    def post(self, request: Request, owner_explanation_id: int) -> Response:
        """Add the office's line to an explanation; the newest one counts."""
        user = cast("User", request.user)
        said = visible_explanation(user, owner_explanation_id)
        require(user, Action.REMARK, said.unit)
        sent = NewOfficeLineSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        line = add_office_line(actor=user, explanation=said, text=sent.validated_data["text"])
        return Response(OfficeLineSerializer(line).data, status=HTTPStatus.CREATED)
