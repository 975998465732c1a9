"""One initiative for programs: milestones, objectives, status lines; and a way to add a line."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint
from core.serializers import StrictSerializer, Text
from initiatives.api.facts import FactsSerializer, facts_of
from initiatives.api.initiatives import InitiativeSerializer
from initiatives.models import Initiative
from initiatives.policies import require_editor, require_status_writer
from initiatives.selectors.page import InitiativePage, initiative_page
from initiatives.selectors.parts import said
from initiatives.services.initiatives import update_initiative
from initiatives.services.status_lines import LONGEST, write_status_line

if TYPE_CHECKING:
    from accounts.models import User

STATES = ("done", "planned", "missed", "stopped")


class MilestoneSerializer(serializers.Serializer[Any]):
    """A milestone as it stands."""

    name = serializers.CharField(read_only=True)
    due_on = serializers.DateField(source="due", read_only=True)
    done_on = serializers.DateField(read_only=True, allow_null=True)
    state = serializers.ChoiceField(STATES, read_only=True)


class HelpedSerializer(serializers.Serializer[Any]):
    """An objective that it helps, 0 to 9; null is: not judged yet."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    contribution = serializers.IntegerField(read_only=True, allow_null=True)


class SaidSerializer(serializers.Serializer[Any]):
    """A status line."""

    text = serializers.CharField(read_only=True)
    author = serializers.CharField(read_only=True)
    recorded_at = serializers.DateTimeField(source="at", read_only=True)


class StatusLineSerializer(StrictSerializer):
    """A new status line."""

    text = Text(max_length=LONGEST)


class DetailSerializer(serializers.Serializer[Any]):
    """An initiative with its milestones, the objectives that it helps, and what was said."""

    def get_fields(self) -> dict[str, Any]:
        """Return the fields of the list, and the parts."""
        return {
            **InitiativeSerializer().get_fields(),
            "milestones": MilestoneSerializer(many=True, read_only=True),
            "objectives": HelpedSerializer(many=True, read_only=True),
            "status_lines": SaidSerializer(many=True, read_only=True),
        }

    def to_representation(self, instance: InitiativePage) -> dict[str, Any]:
        """Put the parts of its page together."""
        return {
            **InitiativeSerializer(instance.version).data,
            "milestones": MilestoneSerializer(instance.milestones, many=True).data,
            "objectives": HelpedSerializer(instance.helped, many=True).data,
            "status_lines": SaidSerializer(instance.status_lines, many=True).data,
        }


class InitiativeDetail(Endpoint):
    """One initiative."""

    serializer_class = DetailSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"PUT": Scope.EDIT}

    def get(self, request: Request, initiative_id: int) -> Response:
        """Show one initiative."""
        return _answer(_page(request, initiative_id))

    @extend_schema(request=FactsSerializer)
    def put(self, request: Request, initiative_id: int) -> Response:
        """Say anew what is known of it; what is left out is no longer known."""
        user, page = cast("User", request.user), _page(request, initiative_id)
        require_editor(user, page.initiative)
        sent = FactsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        update_initiative(
            actor=user,
            initiative=page.initiative,
            facts=facts_of(user, sent.validated_data),
            reason=sent.validated_data.get("reason", ""),
        )
        return _answer(_page(request, initiative_id))


class StatusLines(Endpoint):
    """What is said about how an initiative stands."""

    serializer_class = SaidSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.EDIT}

    @extend_schema(request=StatusLineSerializer, responses={HTTPStatus.CREATED: SaidSerializer})
    def post(self, request: Request, initiative_id: int) -> Response:
        """Say how it stands; what was said before stays."""
        user, page = cast("User", request.user), _page(request, initiative_id)
        require_status_writer(user, page.initiative)
        sent = StatusLineSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        line = write_status_line(
            actor=user, initiative=page.initiative, text=sent.validated_data["text"]
        )
        return Response(SaidSerializer(said(line)).data, status=HTTPStatus.CREATED)


def _page(request: Request, initiative_id: int) -> InitiativePage:
    """Return an initiative that the person may see, or answer 404."""
    try:
        return initiative_page(
            cast("User", request.user), initiative_id, today=timezone.localdate()
        )
    except Initiative.DoesNotExist as error:
        raise Http404(_("You see no initiative at this address.")) from error


def _answer(page: InitiativePage) -> Response:
    return Response(DetailSerializer(page).data)
