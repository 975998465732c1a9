"""Flags for programs: what is at risk, and that it is over."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint, Listing
from core.serializers import StrictSerializer, Text
from organization.roles import Action
from scorecard.api.filters import OpenFilters
from scorecard.api.matters import AboutSerializer, MatterSerializer
from scorecard.models import Flag, FlagEnding
from scorecard.policies import require_speaker
from scorecard.selectors.flags import visible_flag
from scorecard.services.flags import LONGEST, end_flag, raise_flag
from scorecard.services.matters import named_matter

if TYPE_CHECKING:
    from accounts.models import User


class EndingSerializer(serializers.ModelSerializer[FlagEnding]):
    """How a flag ended."""

    ended_by = serializers.CharField(source="ended_by.name", read_only=True)

    class Meta:
        model = FlagEnding
        fields = ("kind", "reason", "ended_by", "recorded_at")
        read_only_fields = fields


class FlagSerializer(AboutSerializer):
    """A flag; `ending` is null while it stands."""

    raised_by = serializers.CharField(source="raised_by.name", read_only=True)
    ending = serializers.SerializerMethodField()

    class Meta:
        model = Flag
        fields = (
            "id",
            "unit",
            "kpi",
            "objective",
            "fear",
            "help_asked",
            "raised_by",
            "recorded_at",
            "ending",
        )
        read_only_fields = fields

    @extend_schema_field(EndingSerializer(allow_null=True))
    def get_ending(self, flag: Flag) -> Any:
        """Return how it ended."""
        ending = getattr(flag, "ending", None)
        return EndingSerializer(ending).data if ending else None


class NewFlagSerializer(MatterSerializer):
    """A flag as a program sends it."""

    fear = Text(max_length=LONGEST)
    help_asked = Text(max_length=LONGEST, required=False, allow_blank=True)


class NewEndingSerializer(StrictSerializer):
    """How a flag ends, as a program sends it."""

    kind = serializers.ChoiceField([FlagEnding.CLOSED, FlagEnding.WITHDRAWN])
    reason = Text(max_length=LONGEST)


class FlagFilters(OpenFilters):
    """What flags can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Flags on this KPI.")
    objective = CharFilter("objective__code", help_text="Flags on this objective.")
    state = ChoiceFilter(
        method="in_state",
        choices=[("standing", "standing"), ("over", "over")],
        help_text="Flags that stand, or those that are over.",
    )

    def in_state(self, rows: Any, _name: str, state: str) -> Any:
        """Keep the flags that stand, or the others."""
        return rows.filter(ending__isnull=state == "standing")


class Flags(Listing):
    """List flags, the newest first; raise one."""

    serializer_class = FlagSerializer
    filterset_class = FlagFilters
    queryset = Flag.objects.all()
    scopes = {"POST": Scope.ENTER}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        seen = Flag.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        related = ("unit", "kpi", "objective", "raised_by", "ending__ended_by")
        return seen.select_related(*related).order_by("-id")

    @extend_schema(request=NewFlagSerializer, responses={HTTPStatus.CREATED: FlagSerializer})
    def post(self, request: Request) -> Response:
        """Say what is feared of a KPI or objective; one flag at a time stands on it."""
        user = cast("User", request.user)
        sent = NewFlagSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit, matter = named_matter(
            user, said["unit"], kpi=said.get("kpi"), objective=said.get("objective")
        )
        flag = raise_flag(
            actor=user,
            unit=unit,
            matter=matter,
            fear=said["fear"],
            help_asked=said.get("help_asked", ""),
        )
        return Response(FlagSerializer(flag).data, status=HTTPStatus.CREATED)


class FlagEndings(Endpoint):
    """End flags."""

    serializer_class = EndingSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.ENTER}

    @extend_schema(request=NewEndingSerializer, responses={HTTPStatus.CREATED: EndingSerializer})
    def post(self, request: Request, flag_id: int) -> Response:
        """Say how a flag ended; it stays as it was raised."""
        user = cast("User", request.user)
        flag = visible_flag(user, flag_id)
        require_speaker(user, flag.unit, flag.matter)
        sent = NewEndingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        ending = end_flag(actor=user, flag=flag, **sent.validated_data)
        return Response(EndingSerializer(ending).data, status=HTTPStatus.CREATED)
