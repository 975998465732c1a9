"""Which nodes critical children cap, from which day on, by programs."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Listing
from core.problems import ProblemError
from core.serializers import Flag, StrictSerializer, Text
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import published_unit
from scorecard.api.filters import OpenFilters
from scorecard.models import CapSwitch, Score
from scorecard.selectors.cap_switches import CapNode, cap_nodes
from scorecard.selectors.scores import KINDS
from scorecard.services.cap_switches import switch_cap

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User

KIND_OF = {word: kind for kind, word in KINDS.items()}


class CapSwitchSerializer(serializers.ModelSerializer[CapSwitch]):
    """From a day on, whether critical children cap a node of a unit's scorecard."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    node_kind = serializers.SerializerMethodField()
    node = serializers.CharField(source="node_code", read_only=True)
    author = serializers.CharField(source="author.name", read_only=True)

    class Meta:
        model = CapSwitch
        fields = (
            *("unit", "node_kind", "node", "caps", "valid_from"),
            *("reason", "author", "recorded_at"),
        )
        read_only_fields = fields

    def get_node_kind(self, switch: CapSwitch) -> str:
        """Write the kind of the node as scores do."""
        return KINDS[switch.kind]


class NewSwitchSerializer(StrictSerializer):
    """A switch as a program sends it; the whole scorecard needs no `node`."""

    unit = Text(max_length=200)
    node_kind = serializers.ChoiceField(list(KIND_OF))
    node = Text(max_length=60, required=False, allow_blank=True, help_text="Its code.")
    caps = Flag(help_text="Whether critical children cap it from then on.")
    valid_from = serializers.DateField(help_text="The day from which it holds.")
    reason = Text(max_length=2000)


class CapSwitches(Listing):
    """List what was switched, by unit and day; switch a node off or on again.

    Of the same node and day the last row holds; a node without a row is capped.
    """

    serializer_class = CapSwitchSerializer
    filterset_class = OpenFilters
    queryset = CapSwitch.objects.all()
    scopes = {"POST": Scope.DECIDE}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        seen = CapSwitch.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return seen.select_related("unit", "perspective", "theme", "objective", "author").order_by(
            "unit__code", "valid_from", "id"
        )

    @extend_schema(request=NewSwitchSerializer, responses={HTTPStatus.CREATED: CapSwitchSerializer})
    def post(self, request: Request) -> Response:
        """Let critical children cap a node from a day on, or not; earlier scores stay."""
        user = cast("User", request.user)
        sent = NewSwitchSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        item = sent.validated_data
        unit, day = published_unit(user, item["unit"]), item["valid_from"]
        require(user, Action.OVERRIDE, unit)
        switch = switch_cap(
            actor=user,
            unit=unit,
            node=_node(unit, day, item["node_kind"], item.get("node", "")),
            caps=item["caps"],
            valid_from=day,
            reason=item["reason"],
        )
        return Response(CapSwitchSerializer(switch).data, status=HTTPStatus.CREATED)


def _node(unit: Unit, day: "date", word: str, code: str) -> CapNode:
    """Return a node of a unit's scorecard on a day.

    Raises
    ------
    ProblemError
        Where there is none of this kind and code.
    """
    kind = KIND_OF[word]
    wanted = code or (unit.code if kind == Score.SCORECARD else "")
    for node in cap_nodes(unit, day):
        if (node.kind, node.code) == (kind, wanted):
            return node
    sentence = _("On that day the scorecard of %(unit)s has no %(kind)s “%(code)s”.") % {
        "unit": unit.code,
        "kind": word,
        "code": wanted,
    }
    raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, sentence)
