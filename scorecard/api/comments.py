"""Comments for programs: what people say to each other of figures."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.serializers import Text
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.matters import AboutSerializer, MatterSerializer
from scorecard.api.periods import DatedListing, PeriodFilter, named_period, written_period
from scorecard.models import Comment
from scorecard.selectors.comments import line_of, with_words
from scorecard.services.comments import LONGEST, write_comment
from scorecard.services.matters import named_matter

if TYPE_CHECKING:
    from accounts.models import User


class CommentSerializer(AboutSerializer):
    """A comment; once it is withdrawn, its text is empty."""

    period = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    author = serializers.CharField(source="author.name", read_only=True)
    mentioned = serializers.SerializerMethodField()
    withdrawn_at = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = (
            "id",
            "unit",
            "kpi",
            "objective",
            "period",
            "text",
            "author",
            "mentioned",
            "recorded_at",
            "withdrawn_at",
        )
        read_only_fields = fields

    def get_period(self, row: Comment) -> str:
        """Return the period as addresses write it."""
        return cast("str", written_period(self.context["calendar"], row.frequency, row.period))

    def get_text(self, row: Comment) -> str:
        """Return what it says now."""
        return line_of(row).text

    def get_mentioned(self, row: Comment) -> list[str]:
        """Return the names of those who were told."""
        return list(line_of(row).mentioned)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_withdrawn_at(self, row: Comment) -> Any:
        """Return when its author took it back."""
        return line_of(row).withdrawn_at


class NewCommentSerializer(MatterSerializer):
    """A comment as a program sends it; an @ before a name mentions somebody."""

    period = Text(max_length=10)
    text = Text(max_length=LONGEST)


class CommentFilters(OpenFilters):
    """What comments can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Comments on this KPI.")
    objective = CharFilter("objective__code", help_text="Comments on this objective.")
    period = PeriodFilter("frequency")


class Comments(DatedListing):
    """List comments, the newest first; write one."""

    serializer_class = CommentSerializer
    filterset_class = CommentFilters
    queryset = Comment.objects.all()
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        seen = Comment.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return with_words(seen).select_related("unit", "kpi", "objective").order_by("-id")

    @extend_schema(request=NewCommentSerializer, responses={HTTPStatus.CREATED: CommentSerializer})
    def post(self, request: Request) -> Response:
        """Say something of a KPI or objective in a period."""
        user = cast("User", request.user)
        sent = NewCommentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit, matter = named_matter(
            user, said["unit"], kpi=said.get("kpi"), objective=said.get("objective")
        )
        period = named_period(said["period"])
        row = write_comment(actor=user, unit=unit, matter=matter, period=period, text=said["text"])
        return Response(self.get_serializer(row).data, status=HTTPStatus.CREATED)
