"""How a unit stands among its sister units on a KPI, for programs; as much as its page tells."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Endpoint
from scorecard.api.explanations import PLACE, PlacedSerializer, read_place, required
from scorecard.selectors.kpis import kpi_page
from scorecard.selectors.sisters import Sister
from scorecard.selectors.subjects import DEFAULT_SPAN, kpi_at
from scorecard.services.figures import read_readings
from scorecard.services.sisters import read_sisters

KPI = OpenApiParameter("kpi", str, required=True, description="Its code.")


class SisterSerializer(serializers.Serializer[Any]):
    """A unit among its sister units; what is not told of it is null."""

    unit = serializers.SerializerMethodField(help_text="Its code, where you see into it.")
    name = serializers.SerializerMethodField(help_text="Null where names are not told.")
    number = serializers.FloatField(read_only=True, help_text="As it is printed.")
    rank = serializers.IntegerField(read_only=True, help_text="Equal numbers share one.")
    is_own = serializers.BooleanField(read_only=True, help_text="Whether it is the one asked for.")

    def get_unit(self, row: Sister) -> str | None:
        """Return its code."""
        return row.code or None

    def get_name(self, row: Sister) -> str | None:
        """Return what it is called."""
        return row.name or None


class SistersSerializer(PlacedSerializer):
    """A KPI at the units directly below the same unit, best first."""

    kpi = serializers.SerializerMethodField()
    finding = serializers.CharField(read_only=True)
    by_score = serializers.BooleanField(
        read_only=True, help_text="Whether `number` is a score, not a figure."
    )
    named = serializers.BooleanField(read_only=True, source="are_named")
    due = serializers.IntegerField(
        read_only=True, source="n_due", help_text="How many of them were to report."
    )
    median = serializers.FloatField(read_only=True)
    aim = serializers.FloatField(
        read_only=True, allow_null=True, help_text="What the unit asked for aims at."
    )
    units = SisterSerializer(source="rows", many=True, read_only=True)

    def get_kpi(self, _sisters: object) -> str:
        """Return the code of the KPI."""
        return str(self.context["kpi"])


@extend_schema(parameters=[*PLACE[:2], KPI])
class SisterUnits(Endpoint):
    """A unit among its sister units."""

    serializer_class = SistersSerializer
    parameters = ("unit", "period", "kpi")
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Compare a unit with its sister units on a KPI, as far as the office lets them.

        404 where nothing may be told, or there is nothing to compare.
        """
        context, _moment = read_place(request)
        subject = kpi_at(context.user, context, required(request, "kpi"))
        readings = read_readings(context, subject, DEFAULT_SPAN)
        found = read_sisters(context, kpi_page(context, subject, readings), readings)
        if found is None:
            raise Http404(_("You see no sister units at this address."))
        names = {"place": context, "kpi": subject.kpi.code}
        return Response(SistersSerializer(found, context=names).data)
