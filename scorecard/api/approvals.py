"""Approvals of figures by programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.problems import ProblemError
from core.serializers import StrictSerializer, Text
from organization.roles import Action
from scorecard.api.entries import EnteredSerializer
from scorecard.api.submissions import read_place
from scorecard.models import Entry
from scorecard.selectors.entries import calendar_now
from scorecard.services.approvals import approve_entry

if TYPE_CHECKING:
    from accounts.models import User


class ApprovalSerializer(StrictSerializer):
    """Which figure is approved: its cell, and the hash of what was read."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    period = Text(max_length=10)
    figure_hash = Text(max_length=64)


class Approvals(Endpoint):
    """Approve figures of KPIs of which only approved ones count."""

    serializer_class = EnteredSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(request=ApprovalSerializer, responses={HTTPStatus.CREATED: EnteredSerializer})
    def post(self, request: Request) -> Response:
        """Approve the figure that stands in a cell, if it is the one that was read.

        `figure_hash` is the one that `entries/` gives. Nobody approves what they entered.
        """
        user = cast("User", request.user)
        sent = ApprovalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        entry = _standing_entry(user, sent.validated_data)
        approve_entry(actor=user, entry=entry, figure_hash=sent.validated_data["figure_hash"])
        context = {"calendar": calendar_now()}
        return Response(_read(entry.pk, context), status=HTTPStatus.CREATED)


def _standing_entry(user: "User", item: dict[str, Any]) -> Entry:
    unit, kpi, period = read_place(user, item)
    seen = Entry.objects.allowing(user, Action.SEE_UNIT).standing()
    cell = seen.filter(unit=unit, kpi=kpi, period=period.ordinal)
    entry: Entry | None = (
        cell.select_related("unit", "kpi__current", "author").order_by("-revision").first()
    )
    if entry is None:
        sentence = _("You see no figure of “%(kpi)s” there.")
        raise ProblemError(HTTPStatus.NOT_FOUND, sentence % {"kpi": kpi.code})
    return entry


def _read(entry_id: int, context: dict[str, Any]) -> Any:
    rows = Entry.objects.select_related("unit", "kpi__current", "author")
    return EnteredSerializer(rows.get(pk=entry_id), context=context).data
