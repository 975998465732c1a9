"""Results for programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Listing
from core.problems import ProblemError
from organization.services.organization import local_day
from scorecard.api.windows import NAMES, WINDOW, read_window
from scorecard.engine.signals import Rule
from scorecard.engine.types import Status
from scorecard.models import Kpi
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.results import unit_results

if TYPE_CHECKING:
    from accounts.models import User

KPI = OpenApiParameter("kpi", OpenApiTypes.STR, description="Only results of this KPI.")


class ResultSerializer(serializers.Serializer[Any]):
    """The stored figure of a KPI at a unit in a base period; null is unknown."""

    unit = serializers.CharField(read_only=True)
    kpi = serializers.CharField(read_only=True)
    period = serializers.CharField(read_only=True)
    value = serializers.FloatField(read_only=True, allow_null=True)
    goal = serializers.FloatField(read_only=True, allow_null=True)
    red_flag = serializers.FloatField(read_only=True, allow_null=True)
    baseline = serializers.FloatField(read_only=True, allow_null=True)
    lower = serializers.FloatField(read_only=True, allow_null=True)
    upper = serializers.FloatField(read_only=True, allow_null=True)
    score = serializers.FloatField(read_only=True, allow_null=True)
    status = serializers.ChoiceField([status.word for status in Status], read_only=True)
    overridden = serializers.BooleanField(read_only=True)
    reported = serializers.IntegerField(read_only=True, allow_null=True)
    carried = serializers.IntegerField(read_only=True, allow_null=True)
    expected = serializers.IntegerField(read_only=True, allow_null=True)
    provisional = serializers.BooleanField(
        read_only=True,
        allow_null=True,
        help_text=(
            "The period is not over, or too little is in: it makes no limits. "
            "Null, like the limits, above one's own unit."
        ),
    )
    average = serializers.FloatField(
        read_only=True, allow_null=True, help_text="What is usual; null under 8 periods."
    )
    lower_limit = serializers.FloatField(read_only=True, allow_null=True)
    upper_limit = serializers.FloatField(read_only=True, allow_null=True)
    signals = serializers.ListField(
        child=serializers.ChoiceField([rule.name.lower() for rule in Rule]),
        read_only=True,
        help_text="What is unusual about the value; empty for no unusual change.",
    )


@extend_schema(parameters=[*WINDOW, KPI])
class Results(Listing):
    """List the stored results of one unit, of all KPIs or of one, between two periods.

    Above one's own unit it is not said who reported.
    """

    serializer_class = ResultSerializer
    parameters = (*NAMES, "kpi")
    filter_backends = ()

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> Response:
        """Answer with one page."""
        user, calendar = cast("User", request.user), calendar_now()
        window = read_window(user, request.query_params, calendar)
        lines = unit_results(
            user,
            window.unit,
            _kpis(user, request.query_params.get("kpi", "")),
            calendar,
            local_day(timezone.now()),
            first_day=window.first_day,
            last_day=window.last_day,
        )
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


def _kpis(user: "User", code: str) -> list[Kpi]:
    kpis = Kpi.objects.known_to(user).exclude(current=None).select_related("current")
    found = list(kpis.filter(code=code) if code else kpis)
    if code and not found:
        raise ProblemError(HTTPStatus.NOT_FOUND, _("There is no KPI “%(code)s”.") % {"code": code})
    return found
