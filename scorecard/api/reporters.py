"""Who reports what, and to whom it is given, for programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.errors import DomainError
from core.serializers import StrictSerializer, Text
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import published_unit
from scorecard.api.filters import OpenFilters
from scorecard.api.periods import DatedListing, written_period
from scorecard.models import Kpi, Reporter
from scorecard.selectors.assignments import members_at, standing_reporters
from scorecard.services.assignments import Assigned, assign

if TYPE_CHECKING:
    from accounts.models import User


class ReporterSerializer(serializers.ModelSerializer[Reporter]):
    """A unit that is expected to enter a KPI, from one period to another."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True)
    first_period = serializers.SerializerMethodField()
    last_period = serializers.SerializerMethodField()
    person = serializers.SlugRelatedField[Any](slug_field="email", read_only=True, allow_null=True)
    approver = serializers.SlugRelatedField[Any](
        slug_field="email", read_only=True, allow_null=True
    )

    class Meta:
        model = Reporter
        fields = ("unit", "kpi", "first_period", "last_period", "person", "approver")
        read_only_fields = fields

    def get_first_period(self, reporter: Reporter) -> str | None:
        """Write the first period; null is: since ever."""
        return self._written(reporter, reporter.first_period)

    def get_last_period(self, reporter: Reporter) -> str | None:
        """Write the last period; null is: open."""
        return self._written(reporter, reporter.last_period)

    def _written(self, reporter: Reporter, ordinal: int | None) -> str | None:
        frequency = reporter.kpi.definition.frequency
        return written_period(self.context["calendar"], frequency, ordinal)


class AssignmentSerializer(StrictSerializer):
    """To whom a figure is given; null gives it back to the manager, what is left out stays."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    person = serializers.EmailField(
        required=False, allow_null=True, help_text="Who enters it, by e-mail address."
    )
    approver = serializers.EmailField(
        required=False, allow_null=True, help_text="Who approves it, by e-mail address."
    )


class ReporterFilters(OpenFilters):
    """What reporters can be asked for."""

    kpi = CharFilter("kpi__code", help_text="Reporters of this KPI.")


class Reporters(DatedListing):
    """List who reports what in the units that the person may see into; say who enters it."""

    serializer_class = ReporterSerializer
    filterset_class = ReporterFilters
    queryset = Reporter.objects.all()
    scopes = {"POST": Scope.DECIDE}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the newest revisions."""
        user = cast("User", self.request.user)
        seen = Reporter.objects.newest().allowing(user, Action.SEE_UNIT)
        return seen.select_related("unit", "kpi__current", "person", "approver").order_by(
            "unit__code", "kpi__code"
        )

    @extend_schema(request=AssignmentSerializer, responses={HTTPStatus.CREATED: ReporterSerializer})
    def post(self, request: Request) -> Response:
        """Say who enters a figure of a unit and who approves it; nobody's rights change."""
        user = cast("User", request.user)
        sent = AssignmentSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        unit = published_unit(user, sent.validated_data["unit"])
        require(user, Action.ASSIGN, unit)
        standing = _standing(unit, sent.validated_data["kpi"])
        wanted = _wanted(unit, standing, sent.validated_data)
        rows = assign(actor=user, unit=unit, wanted={standing.kpi_id: wanted})
        said = self.get_serializer(rows[0] if rows else standing)
        return Response(said.data, status=HTTPStatus.CREATED)


def _standing(unit: Unit, code: str) -> Reporter:
    """Return what stands now.

    Raises
    ------
    DomainError
        For a KPI that the unit does not report.
    """
    for row in standing_reporters(unit):
        if row.kpi.code == code:
            return row
    raise DomainError(
        _("%(unit)s reports no KPI “%(code)s”.") % {"unit": unit.name, "code": code}, field="kpi"
    )


def _wanted(unit: Unit, row: Reporter, said: dict[str, Any]) -> Assigned:
    """Return to whom it is given, as the service wants it.

    Raises
    ------
    DomainError
        For an address of nobody who has a role at the unit or above it.
    """
    known = {each.person.email.lower(): each.person_id for each in members_at(unit)}
    found = {"person": row.person_id, "approver": row.approver_id}
    for name in found.keys() & said.keys():
        email = said[name]
        found[name] = known.get(email.lower()) if email else None
        if email and found[name] is None:
            raise DomainError(
                _("Nobody with this address has a role at %(unit)s or above it.")
                % {"unit": unit.name},
                field=name,
            )
    return Assigned(found["person"], found["approver"])
