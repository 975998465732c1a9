"""How the figures of a month come in, for programs; the same that its page says."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Listing
from core.problems import ProblemError
from organization.models import Unit
from organization.selectors.units import open_unit
from scorecard.api.periods import read_period
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.selectors.collection import collect
from scorecard.selectors.entries import calendar_now, month_to_enter

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.models import User

UNIT = OpenApiParameter("unit", str, required=True, description="It and all units below it.")
MONTH = OpenApiParameter("period", str, description="A month as 2026-10; without it the last.")


class UnitLineSerializer(serializers.Serializer[Any]):
    """How one unit stands with a month.

    A week belongs to the month of its Thursday, a quarter and a year to their last month.
    """

    unit = serializers.CharField(source="code", read_only=True)
    name = serializers.CharField(read_only=True)
    reported = serializers.IntegerField(read_only=True, help_text="How many figures are in.")
    on_time = serializers.IntegerField(
        read_only=True, help_text="How many of these came in before grace, or more time, was over."
    )
    expected = serializers.IntegerField(read_only=True, help_text="How many are due.")
    late = serializers.IntegerField(
        read_only=True, help_text="How many are missing whose time is over."
    )
    typed = serializers.IntegerField(
        read_only=True, help_text="Typed and not submitted; 0 for who is not the strategy office."
    )
    due = serializers.DateTimeField(
        source="due_at",
        read_only=True,
        allow_null=True,
        help_text="When the first of what is missing is due; null where all is in.",
    )
    extension_reason = serializers.CharField(
        source="reason", read_only=True, help_text="Why it has more time; empty where it has none."
    )
    reminded_at = serializers.DateTimeField(source="reminded", read_only=True, allow_null=True)


@extend_schema(parameters=[UNIT, MONTH])
class CollectionOfMonth(Listing):
    """List how the units at and below one stand with the figures of a month, worst first."""

    serializer_class = UnitLineSerializer
    parameters = ("unit", "period")
    filter_backends = ()

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with one page."""
        user = cast("User", request.user)
        unit, month = _place(user, request.query_params)
        found = collect(user, unit, month)
        lines = [line for command in found.commands for line in command.lines]
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _place(user: "User", asked: "QueryDict") -> tuple[Unit, Period]:
    """Read unit and month.

    Raises
    ------
    ProblemError
        Where no unit is named, or the period is no month.
    """
    if not asked.get("unit"):
        sentence = _("Name the unit whose figures you follow, for example ?unit=HQ.")
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
    unit, word = open_unit(user, asked.get("unit", "")), asked.get("period", "")
    month = read_period(word, calendar_now()) if word else month_to_enter()
    if month.frequency is not Frequency.MONTHLY:
        sentence = _("Figures come in month by month: name a month, for example 2026-10.")
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
    return unit, month
