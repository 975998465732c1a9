"""Initiatives for programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Listing
from initiatives.api.facts import NewInitiativeSerializer, facts_of
from initiatives.models import Initiative, InitiativeVersion, Stage
from initiatives.policies import require_editor_anywhere
from initiatives.querysets import InitiativeQuerySet
from initiatives.services.initiatives import create_initiative
from organization.roles import Action
from organization.selectors.units import open_unit

if TYPE_CHECKING:
    from accounts.models import User


class InitiativeSerializer(serializers.ModelSerializer[InitiativeVersion]):
    """An initiative as it is known at present."""

    id = serializers.IntegerField(source="initiative_id", read_only=True)
    code = serializers.CharField(source="initiative.code", read_only=True)
    unit = serializers.CharField(source="unit.code", read_only=True)
    owner = serializers.CharField(
        source="owner_text", read_only=True, help_text="A name; empty where nobody is named."
    )
    budget = serializers.DecimalField(18, 2, read_only=True, allow_null=True, coerce_to_string=True)
    spent = serializers.DecimalField(18, 2, read_only=True, allow_null=True, coerce_to_string=True)

    class Meta:
        model = InitiativeVersion
        fields = (
            "id",
            "code",
            "name",
            "unit",
            "stage",
            "owner",
            "description",
            "starts_on",
            "ends_on",
            "budget",
            "spent",
            "recorded_at",
        )
        read_only_fields = fields


class InitiativeFilters(FilterSet):  # type: ignore[misc]
    """What initiatives can be asked for."""

    code = CharFilter(help_text="Exactly this initiative.")
    unit = CharFilter(method="at_unit", help_text="Initiatives of exactly this unit.")
    below = CharFilter(method="at_or_below", help_text="Those of this unit and all below it.")
    stage = ChoiceFilter("current__stage", choices=Stage.choices, help_text="In this stage.")

    def at_unit(self, rows: InitiativeQuerySet, _name: str, code: str) -> InitiativeQuerySet:
        """Keep the initiatives of one unit."""
        return rows.filter(unit=open_unit(self.request.user, code))

    def at_or_below(self, rows: InitiativeQuerySet, _name: str, code: str) -> InitiativeQuerySet:
        """Keep the initiatives of one unit and of those below it."""
        return rows.below([open_unit(self.request.user, code).path])


class Initiatives(Listing):
    """List the initiatives of the units that the person may see into, by code."""

    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilters
    queryset = Initiative.objects.all()
    scopes = {"POST": Scope.EDIT}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those that have facts."""
        seen = Initiative.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return seen.exclude(current=None).with_versions().order_by("code")

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        """Return the present version of each initiative of one page."""
        return [row.current for row in super().paginate_queryset(queryset) or ()]

    @extend_schema(
        request=NewInitiativeSerializer, responses={HTTPStatus.CREATED: InitiativeSerializer}
    )
    def post(self, request: Request) -> Response:
        """Add an initiative to the portfolio of a unit."""
        user = cast("User", request.user)
        require_editor_anywhere(user)
        sent = NewInitiativeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        initiative = create_initiative(
            actor=user,
            code=sent.validated_data["code"],
            facts=facts_of(user, sent.validated_data),
            reason=sent.validated_data.get("reason", ""),
        )
        answer = InitiativeSerializer(initiative.current).data
        return Response(answer, status=HTTPStatus.CREATED)
