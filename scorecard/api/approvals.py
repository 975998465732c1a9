"""Approvals and rejections of figures by programs."""

from collections.abc import Sequence
from functools import reduce
from http import HTTPStatus
from operator import or_
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.problems import ProblemError
from core.serializers import StrictSerializer, Text
from organization.roles import Action
from scorecard.api.entries import EnteredSerializer
from scorecard.api.submissions import Item, read_cells
from scorecard.models import Entry
from scorecard.selectors.entries import calendar_now
from scorecard.services.approval_batches import MOST, approve_entries
from scorecard.services.approvals import approve_entry, reject_entry

if TYPE_CHECKING:
    from accounts.models import User


class ApprovalSerializer(StrictSerializer):
    """Which figure is approved: its cell, and the hash of what was read."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    period = Text(max_length=10)
    figure_hash = Text(max_length=64)


class RejectionSerializer(ApprovalSerializer):
    """Which figure is rejected, and why."""

    reason = Text(max_length=1000)


class ApprovalBatchSerializer(StrictSerializer):
    """Which figures are approved."""

    figures = serializers.ListField(child=ApprovalSerializer(), allow_empty=False, max_length=MOST)


class LeftSerializer(serializers.Serializer[Any]):
    """A figure that was not approved."""

    at = serializers.IntegerField(help_text="Its place in the list that was sent, from 0.")
    detail = serializers.CharField(help_text="Why, and what to do.")


class BatchSerializer(serializers.Serializer[Any]):
    """What became of a list of approvals."""

    approved = EnteredSerializer(many=True)
    left = LeftSerializer(many=True)


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
        (entry,) = _standing_entries(user, [sent.validated_data], is_list=False)
        approve_entry(actor=user, entry=entry, figure_hash=sent.validated_data["figure_hash"])
        return Response(_read([entry])[0], status=HTTPStatus.CREATED)


class ApprovalBatches(Endpoint):
    """Approve many figures at once."""

    serializer_class = BatchSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(request=ApprovalBatchSerializer, responses={HTTPStatus.OK: BatchSerializer})
    def post(self, request: Request) -> Response:
        """Approve those of at most 200 figures that still stand as they were read.

        Unlike figures that are entered, they do not stand or fall together: what another has
        changed meanwhile is in `left`, with the reason. Where the person may approve none of them
        the answer is 403.
        """
        user = cast("User", request.user)
        sent = ApprovalBatchSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        items = sent.validated_data["figures"]
        entries = _standing_entries(user, items, is_list=True)
        hashes = (item["figure_hash"] for item in items)
        batch = approve_entries(actor=user, figures=dict(zip(entries, hashes, strict=True)))
        places = {entry.pk: at for at, entry in enumerate(entries)}
        left = [{"at": places[entry.pk], "detail": why} for entry, why in batch.left]
        return Response({"approved": _read(batch.approved), "left": left})


class Rejections(Endpoint):
    """Reject figures that wait for approval."""

    serializer_class = EnteredSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.DECIDE}

    @extend_schema(request=RejectionSerializer, responses={HTTPStatus.CREATED: EnteredSerializer})
    def post(self, request: Request) -> Response:
        """Reject the figure that waits in a cell, if it is the one that was read.

        It stands no more; who entered it is told the reason and asked for the right figure.
        """
        user = cast("User", request.user)
        sent = RejectionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        (entry,) = _standing_entries(user, [said], is_list=False)
        reject_entry(
            actor=user, entry=entry, figure_hash=said["figure_hash"], reason=said["reason"]
        )
        return Response(_read([entry])[0], status=HTTPStatus.CREATED)


def _standing_entries(user: "User", items: Sequence[Item], *, is_list: bool) -> list[Entry]:
    """Return the figures that stand in some cells, in their order.

    Raises
    ------
    ProblemError
        As `read_cells`, and 404 where `user` sees no figure in one of them.
    """
    cells = read_cells(user, items, is_list=is_list)
    wanted = [Q(kpi=each.kpi, unit=each.unit, period=each.period.ordinal) for each in cells]
    seen = Entry.objects.allowing(user, Action.SEE_UNIT).standing().filter(reduce(or_, wanted))
    rows = seen.select_related("unit", "kpi__current", "author").order_by("revision")
    standing = {(row.kpi_id, row.unit_id, row.period): row for row in rows}
    places = [(each.kpi.pk, each.unit.pk, each.period.ordinal) for each in cells]
    for each, place in zip(cells, places, strict=True):
        if place not in standing:
            sentence = _("You see no figure of “%(kpi)s” there.")
            raise ProblemError(HTTPStatus.NOT_FOUND, sentence % {"kpi": each.kpi.code})
    return [standing[place] for place in places]


def _read(entries: Sequence[Entry]) -> Any:
    rows = Entry.objects.select_related("unit", "kpi__current", "author")
    found = rows.prefetch_related("events__actor", "questions").in_bulk([e.pk for e in entries])
    ordered = [found[entry.pk] for entry in entries]
    return EnteredSerializer(ordered, many=True, context={"calendar": calendar_now()}).data
