"""Scores given by hand, by programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.problems import ProblemError
from core.serializers import StrictSerializer, Text
from organization.models import Unit
from scorecard.api.periods import read_period
from scorecard.engine.types import Frequency
from scorecard.models import Objective
from scorecard.selectors.entries import calendar_now
from scorecard.services.manual_scores import FULL, give_score

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.engine.periods import Period


class ManualScoreSerializer(StrictSerializer):
    """A score from 0 to 100 with its reason; null takes back what was given."""

    unit = Text(max_length=200)
    objective = Text(max_length=60)
    period = Text(max_length=10)
    score = serializers.FloatField(min_value=0, max_value=FULL, allow_null=True)
    reason = Text(max_length=2000)


class ManualScores(Endpoint):
    """Give objectives their scores by hand, in the name of the strategy office."""

    serializer_class = ManualScoreSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(
        request=ManualScoreSerializer, responses={HTTPStatus.CREATED: ManualScoreSerializer}
    )
    def post(self, request: Request) -> Response:
        """Give an objective whose rule is `manual` its score at a unit in a month."""
        user = cast("User", request.user)
        sent = ManualScoreSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        item = sent.validated_data
        unit = _unit(user, item)
        give_score(
            actor=user,
            unit=unit,
            objective=_objective(user, item),
            month=_month(item),
            score=item["score"],
            reason=item["reason"],
        )
        return Response(ManualScoreSerializer(item).data, status=HTTPStatus.CREATED)


def _unit(user: "User", item: dict[str, Any]) -> Unit:
    unit: Unit | None = Unit.objects.published_to(user).filter(code=item["unit"]).first()
    if unit is None:
        sentence = _("You see no unit “%(code)s”.") % {"code": item["unit"]}
        raise ProblemError(HTTPStatus.NOT_FOUND, sentence)
    return unit


def _objective(user: "User", item: dict[str, Any]) -> Objective:
    seen = Objective.objects.filter(unit__in=Unit.objects.published_to(user))
    found = seen.select_related("current").filter(code=item["objective"]).first()
    if found is None:
        sentence = _("You see no objective “%(code)s”.") % {"code": item["objective"]}
        raise ProblemError(HTTPStatus.NOT_FOUND, sentence)
    return found


def _month(item: dict[str, Any]) -> "Period":
    month = read_period(item["period"], calendar_now())
    if month.frequency is not Frequency.MONTHLY:
        sentence = _("Scores are given by hand for months, such as 2026-10, not “%(word)s”.")
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence % {"word": item["period"]})
    return month
