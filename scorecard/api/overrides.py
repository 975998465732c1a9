"""Overrides of figures by programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.serializers import StrictSerializer, Text
from scorecard.api.entries import EnteredSerializer
from scorecard.api.numbers import ExactJSONParser
from scorecard.api.submissions import FigureSerializer, read_cell
from scorecard.models import Entry
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.places import Place
from scorecard.services.overrides import override_figure, undo_override

if TYPE_CHECKING:
    from accounts.models import User


class OverrideSerializer(FigureSerializer):
    """A figure that takes the place of what came from below, and why."""

    reason = Text(max_length=2000)


class UndoSerializer(StrictSerializer):
    """The cell whose override is taken back, and why."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    period = Text(max_length=10)
    reason = Text(max_length=2000, required=False, allow_blank=True)


class Overrides(Endpoint):
    """Override figures in the name of the strategy office."""

    serializer_class = EnteredSerializer
    filter_backends = ()
    pagination_class = None
    parser_classes = (ExactJSONParser,)
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(request=OverrideSerializer, responses={HTTPStatus.CREATED: EnteredSerializer})
    def post(self, request: Request) -> Response:
        """Put a figure in the place of what came from below; the computed one stays beside it."""
        user = cast("User", request.user)
        sent = OverrideSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        cell = read_cell(user, sent.validated_data)
        stored = override_figure(
            actor=user,
            place=Place(cell.unit, cell.kpi, cell.period),
            figure=cell.figure,
            reason=sent.validated_data["reason"],
            source="api",
        )
        rows = Entry.objects.select_related("unit", "kpi__current", "author")
        context = {"calendar": calendar_now()}
        shown = EnteredSerializer(rows.get(pk=stored.pk), context=context).data
        return Response(shown, status=HTTPStatus.CREATED)


class OverrideUndo(Endpoint):
    """Take overrides back."""

    serializer_class = UndoSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(request=UndoSerializer, responses={HTTPStatus.NO_CONTENT: None})
    def post(self, request: Request) -> Response:
        """Let what was entered or came from below count again; the override stays on record."""
        user = cast("User", request.user)
        sent = UndoSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        item = sent.validated_data
        cell = read_cell(user, item)
        place = Place(cell.unit, cell.kpi, cell.period)
        undo_override(actor=user, place=place, reason=item.get("reason", ""))
        return Response(status=HTTPStatus.NO_CONTENT)
