"""Entries for programs: what was entered, and a way to enter figures."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, ChoiceFilter
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Token
from accounts.roles import Scope
from organization.models import Unit
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.numbers import ExactJSONParser, NumberField
from scorecard.api.periods import DatedListing, PeriodFilter, written_period
from scorecard.api.submissions import (
    FigureSerializer,
    idempotency_key,
    read_cells,
    read_items,
    refusal,
)
from scorecard.models import CheckRule, Entry, Kpi
from scorecard.selectors.approvals import approval_of
from scorecard.selectors.corrections import rejection_in
from scorecard.services.submissions import RefusedSubmissionError, submit_cells

if TYPE_CHECKING:
    from accounts.models import User

STANDING = "standing"
STATES = (STANDING, "withdrawn", "rejected")


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """One entry as it was stored; numbers come as text, digit for digit."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    period = serializers.SerializerMethodField()
    value = NumberField(read_only=True, allow_null=True)
    numerator = NumberField(read_only=True, allow_null=True)
    denominator = NumberField(read_only=True, allow_null=True)

    class Meta:
        model = Entry
        fields: tuple[str, ...] = (
            "unit",
            "kpi",
            "period",
            "kind",
            "value",
            "numerator",
            "denominator",
            "not_applicable",
            "revision",
            "recorded_at",
        )
        read_only_fields = fields

    def get_period(self, entry: Entry) -> str | None:
        """Write the period as it was sent."""
        frequency = entry.kpi.definition.frequency
        return written_period(self.context["calendar"], frequency, entry.period)


class EnteredSerializer(EntrySerializer):
    """One entry with who entered it, from where, and whether it still stands."""

    author = serializers.SerializerMethodField(help_text="A name; empty where unknown.")
    state = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField(
        help_text="What it was asked when it was submitted; the comment is the answer."
    )
    approved_by = serializers.SerializerMethodField(help_text="A name; empty where nobody did.")
    approved_at = serializers.SerializerMethodField()
    rejected_by = serializers.SerializerMethodField(help_text="A name; empty where nobody did.")
    rejected_because = serializers.SerializerMethodField(help_text="Why; empty where it stands.")
    figure_hash = serializers.CharField(
        read_only=True, help_text="SHA-256 of what the entry says: an approval names it."
    )

    class Meta(EntrySerializer.Meta):
        fields = (
            *EntrySerializer.Meta.fields,
            *("comment", "is_checked", "questions", "author", "source", "state"),
            *("approved_by", "approved_at", "rejected_by", "rejected_because", "figure_hash"),
        )
        read_only_fields = fields

    def get_author(self, entry: Entry) -> str:
        """Return who entered it."""
        return entry.author.name if entry.author else ""

    @extend_schema_field({"type": "array", "items": {"type": "string", "enum": [*CheckRule.USUAL]}})
    def get_questions(self, entry: Entry) -> list[str]:
        """Return why it was asked about."""
        return [question.kind for question in entry.questions.all()]

    @extend_schema_field({"type": "string", "enum": list(STATES)})
    def get_state(self, entry: Entry) -> str:
        """Return what became of it."""
        kinds = {event.kind for event in entry.events.all()}
        return next((state for state in STATES if state in kinds), STANDING)

    def get_approved_by(self, entry: Entry) -> str:
        """Return who approved it."""
        found = approval_of(entry)
        return found.actor.name if found and found.actor else ""

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_approved_at(self, entry: Entry) -> str | None:
        """Return when it was approved."""
        found = approval_of(entry)
        field = serializers.DateTimeField()
        return field.to_representation(found.recorded_at) if found else None

    def get_rejected_by(self, entry: Entry) -> str:
        """Return who rejected it."""
        found = rejection_in(entry)
        return found.by if found else ""

    def get_rejected_because(self, entry: Entry) -> str:
        """Return why it was rejected."""
        found = rejection_in(entry)
        return found.reason if found else ""


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{0,64}$"},
    OpenApiParameter.HEADER,
    description="Names the submission: a repeat with the same key stores nothing again.",
)
ONE_OR_MANY_FIGURES = PolymorphicProxySerializer(
    "FigureOrFigures",
    [FigureSerializer(), FigureSerializer(many=True)],
    resource_type_field_name=None,
    many=False,
)
ONE_OR_MANY = PolymorphicProxySerializer(
    "EntryOrEntries",
    [EntrySerializer(), EntrySerializer(many=True)],
    resource_type_field_name=None,
    many=False,
)


class EntryFilters(OpenFilters):
    """What entries can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Entries of this KPI.")
    period = PeriodFilter("kpi__current__frequency")
    source = ChoiceFilter(choices=Entry.SOURCES, help_text="Entries that came this way.")


class Entries(DatedListing):
    """List what was entered in the units that the person may see into, the newest first."""

    serializer_class = EnteredSerializer
    filterset_class = EntryFilters
    queryset = Entry.objects.all()
    parser_classes = (ExactJSONParser,)
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the entries of the units that the person may see into."""
        seen = Entry.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return (
            seen.select_related("unit", "kpi__current", "author")
            .prefetch_related("events__actor", "questions")
            .order_by("-id")
        )

    @extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=ONE_OR_MANY_FIGURES,
        responses={HTTPStatus.CREATED: ONE_OR_MANY, HTTPStatus.OK: ONE_OR_MANY},
    )
    def post(self, request: Request) -> Response:
        """Store one figure or a list of at most 1,000: all of them, or none.

        The answer has the entries in the order of the list. Where some are refused none is
        stored, and `errors` points to each of them. A repeat with the same Idempotency-Key
        stores nothing again and answers 200 with the first entries.
        """
        user, is_list = cast("User", request.user), isinstance(request.data, list)
        cells = read_cells(user, read_items(request.data, is_list=is_list), is_list=is_list)
        try:
            submission = submit_cells(
                actor=user,
                cells=cells,
                source="api",
                source_detail=request.auth.name if isinstance(request.auth, Token) else "",
                idempotency_key=idempotency_key(request),
            )
        except RefusedSubmissionError as error:
            raise refusal(error, is_list=is_list) from error
        context = self.get_serializer_context()
        rows = EntrySerializer(submission.entries, many=True, context=context).data
        status = HTTPStatus.OK if submission.replayed else HTTPStatus.CREATED
        return Response(rows if is_list else rows[0], status=status)
