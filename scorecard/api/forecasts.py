"""Forecasts of units for programs: what somebody expects of a year."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter, NumberFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Listing
from core.problems import ProblemError
from core.serializers import StrictSerializer, Text
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import published_unit
from scorecard.api.filters import OpenFilters
from scorecard.api.numbers import ExactJSONParser, NumberField
from scorecard.models import Kpi, OwnForecast
from scorecard.services.own_forecasts import LONGEST, give_own_forecast

if TYPE_CHECKING:
    from accounts.models import User


class OwnForecastSerializer(serializers.ModelSerializer[OwnForecast]):
    """What a unit expects a KPI to be at the end of a fiscal year."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    value = NumberField(read_only=True)
    author = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = OwnForecast
        fields = ("unit", "kpi", "year", "value", "comment", "author", "recorded_at")
        read_only_fields = fields


class NewForecastSerializer(StrictSerializer):
    """A forecast as a program sends it."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    year = serializers.IntegerField(
        min_value=1900, max_value=2199, help_text="The present fiscal year or the next."
    )
    value = NumberField()
    comment = Text(max_length=LONGEST, required=False, allow_blank=True)


class OwnForecastFilters(OpenFilters):
    """What forecasts can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Forecasts of this KPI.")
    year = NumberFilter("year", help_text="Forecasts of this fiscal year.")


class OwnForecasts(Listing):
    """List what units expect, the newest revision of each; say what one expects."""

    serializer_class = OwnForecastSerializer
    filterset_class = OwnForecastFilters
    queryset = OwnForecast.objects.all()
    parser_classes = (ExactJSONParser,)
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        user = cast("User", self.request.user)
        seen = OwnForecast.objects.newest().allowing(user, Action.SEE_UNIT)
        return seen.select_related("unit", "kpi", "author").order_by(
            "unit__code", "kpi__code", "year"
        )

    @extend_schema(
        request=NewForecastSerializer, responses={HTTPStatus.CREATED: OwnForecastSerializer}
    )
    def post(self, request: Request) -> Response:
        """Say what one expects; what was expected before stays."""
        user = cast("User", request.user)
        sent = NewForecastSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit = published_unit(user, said["unit"])
        require(user, Action.ENTER_VALUES, unit)
        row = give_own_forecast(
            actor=user,
            unit=unit,
            kpi=_kpi(user, said["kpi"]),
            year=said["year"],
            value=said["value"],
            comment=said.get("comment", ""),
        )
        return Response(OwnForecastSerializer(row).data, status=HTTPStatus.CREATED)


def _kpi(user: "User", code: str) -> Kpi:
    known = Kpi.objects.known_to(user).exclude(current=None).select_related("current")
    found: Kpi | None = known.filter(code=code).first()
    if found is None:
        sentence = _("There is no KPI “%(code)s”.") % {"code": code}
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, sentence)
    return found
