"""Files of evidence by programs: which there are, attach one, take one along, withdraw one."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters.rest_framework import CharFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.attachments import LARGEST, attachment_headers
from core.endpoints import Endpoint
from core.serializers import StrictSerializer, Text
from organization.models import Unit
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.periods import DatedListing, PeriodFilter, written_period
from scorecard.api.submissions import read_cell
from scorecard.models import Evidence, Kpi
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.evidence import evidence_line
from scorecard.selectors.evidence_pages import standing_file, visible_evidence
from scorecard.selectors.places import Place
from scorecard.services.evidence import (
    LONGEST_NOTE,
    LONGEST_REASON,
    attach_evidence,
    withdraw_evidence,
)

if TYPE_CHECKING:
    from accounts.models import User


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """A file of evidence, without what is in it."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    period = serializers.SerializerMethodField()
    author = serializers.CharField(source="author.name", read_only=True)
    withdrawn_at = serializers.SerializerMethodField()
    withdrawn_because = serializers.SerializerMethodField(
        help_text="Why; empty where the file stands."
    )

    class Meta:
        model = Evidence
        fields: tuple[str, ...] = (
            *("id", "unit", "kpi", "period", "name", "kind", "size", "sha256", "note"),
            *("author", "recorded_at", "withdrawn_at", "withdrawn_because"),
        )
        read_only_fields = fields

    def get_period(self, row: Evidence) -> str:
        """Return the period as addresses write it."""
        frequency = row.kpi.definition.frequency
        return cast("str", written_period(self.context["calendar"], frequency, row.period))

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_withdrawn_at(self, row: Evidence) -> Any:
        """Return when it was withdrawn."""
        return evidence_line(row).withdrawn_at

    def get_withdrawn_because(self, row: Evidence) -> str:
        """Return why it was withdrawn."""
        return evidence_line(row).reason


class NewEvidenceSerializer(StrictSerializer):
    """A file as a program attaches it."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    period = Text(max_length=10)
    file = serializers.FileField(max_length=200)
    note = Text(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class WithdrawalSerializer(StrictSerializer):
    """Why a file does not count any more."""

    reason = Text(max_length=LONGEST_REASON)


class EvidenceFilters(OpenFilters):
    """What files of evidence can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Files of this KPI.")
    period = PeriodFilter("kpi__current__frequency")


class EvidenceFiles(DatedListing):
    """List the files of evidence of units that the person may see into, the newest first."""

    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters
    queryset = Evidence.objects.all()
    parser_classes = (MultiPartParser,)
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        seen = Evidence.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return seen.listed().select_related("unit", "kpi__current").order_by("-id")

    @extend_schema(
        request=NewEvidenceSerializer, responses={HTTPStatus.CREATED: EvidenceSerializer}
    )
    def post(self, request: Request) -> Response:
        """Attach a file of at most 10 MB to a figure, also before the figure is submitted.

        The same file again is not kept twice: the answer has the first one.
        """
        user = cast("User", request.user)
        sent = NewEvidenceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        cell = read_cell(user, said)
        row = attach_evidence(
            actor=user,
            place=Place(cell.unit, cell.kpi, cell.period),
            name=said["file"].name,
            content=said["file"].read(LARGEST + 1),
            note=said.get("note", ""),
        )
        return Response(self.get_serializer(row).data, status=HTTPStatus.CREATED)


class EvidenceContent(Endpoint):
    """What is in a file of evidence."""

    serializer_class = EvidenceSerializer
    filter_backends = ()
    pagination_class = None

    @extend_schema(responses={(HTTPStatus.OK, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, evidence_id: int) -> HttpResponse:
        """Return the file as it was attached; one that was withdrawn is given to nobody."""
        found = standing_file(cast("User", request.user), evidence_id)
        return HttpResponse(bytes(found.content), headers=attachment_headers(found.name))


class EvidenceWithdrawals(Endpoint):
    """Withdraw files of evidence."""

    serializer_class = EvidenceSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.ENTER}

    @extend_schema(request=WithdrawalSerializer, responses={HTTPStatus.CREATED: EvidenceSerializer})
    def post(self, request: Request, evidence_id: int) -> Response:
        """Let a file count no more: it stays listed, with the reason."""
        user = cast("User", request.user)
        found = visible_evidence(user, evidence_id)
        sent = WithdrawalSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        withdraw_evidence(actor=user, evidence=found, reason=sent.validated_data["reason"])
        context = {"calendar": calendar_now()}
        row = EvidenceSerializer(visible_evidence(user, evidence_id), context=context)
        return Response(row.data, status=HTTPStatus.CREATED)
