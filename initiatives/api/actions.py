"""Next steps for programs: list them, add one, say what became of one."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from core.endpoints import Endpoint, Listing
from core.serializers import StrictSerializer, Text
from initiatives.models import ActionEvent, ActionItem, Happening
from initiatives.policies import require_finisher
from initiatives.querysets import ActionItemQuerySet
from initiatives.selectors.actions import person_meant, visible_action
from initiatives.services.action_rows import Doer
from initiatives.services.actions import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_TEXT,
    add_action,
    drop_action,
    finish_action,
    hand_over_action,
    move_action,
)
from organization.models import Unit
from organization.querysets import principals_of
from organization.roles import Action
from organization.selectors.units import open_unit
from scorecard.models import Kpi, Objective
from scorecard.services.matters import named_matter

if TYPE_CHECKING:
    from accounts.models import User


class EventSerializer(serializers.ModelSerializer[ActionEvent]):
    """What happened to a next step; `due_on` where it was moved, `owner` where handed over."""

    owner = serializers.CharField(source="owner_text", read_only=True)
    by = serializers.CharField(source="by.name", read_only=True)

    class Meta:
        model = ActionEvent
        fields = ("kind", "reason", "due_on", "owner", "by", "recorded_at")
        read_only_fields = fields


class ActionSerializer(serializers.ModelSerializer[ActionItem]):
    """A next step as it stands; the one of KPI and objective that it is not about is null."""

    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)
    kpi = serializers.SlugRelatedField[Kpi](slug_field="code", read_only=True, allow_null=True)
    objective = serializers.SlugRelatedField[Objective](
        slug_field="code", read_only=True, allow_null=True
    )
    owner = serializers.CharField(source="holder_name", read_only=True, help_text="A name.")
    due_on = serializers.DateField(source="due", read_only=True)
    added_by = serializers.CharField(source="added_by.name", read_only=True)
    open = serializers.SerializerMethodField()
    events = EventSerializer(many=True, read_only=True)

    class Meta:
        model = ActionItem
        fields = (
            "id",
            "unit",
            "kpi",
            "objective",
            "text",
            "owner",
            "due_on",
            "open",
            "added_by",
            "recorded_at",
            "events",
        )
        read_only_fields = fields

    def get_open(self, action: ActionItem) -> bool:
        """Return whether it is neither done nor dropped."""
        return action.ending is None


class NewActionSerializer(StrictSerializer):
    """A next step as a program sends it."""

    one_of = ("kpi", "objective")

    unit = Text(max_length=200)
    kpi = Text(max_length=60, required=False)
    objective = Text(max_length=60, required=False, help_text="In the place of a KPI.")
    text = Text(max_length=LONGEST_TEXT)
    owner = Text(
        max_length=LONGEST_NAME, help_text="E-mail address of somebody who signs in, or a name."
    )
    due_on = serializers.DateField()


class NewEventSerializer(StrictSerializer):
    """What happened, as a program sends it."""

    kind = serializers.ChoiceField(Happening.choices)
    reason = Text(
        max_length=LONGEST, default="", allow_blank=True, help_text="Asked for where it is moved."
    )
    due_on = serializers.DateField(required=False, help_text="The new day, where it is moved.")
    owner = Text(
        max_length=LONGEST_NAME,
        required=False,
        help_text="Where it is handed over: an e-mail address or a name.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a move without a day, a new owner without a name, and either beside another."""
        for name, kind in (("due_on", Happening.MOVED), ("owner", Happening.HANDED_OVER)):
            if (name in attrs) != (attrs["kind"] == kind):
                raise serializers.ValidationError(
                    {name: _("This belongs to “%(kind)s”, and to nothing else.") % {"kind": kind}}
                )
        return attrs


class ActionFilters(FilterSet):  # type: ignore[misc]
    """What next steps can be asked for."""

    unit = CharFilter(method="at_unit", help_text="Next steps at exactly this unit.")
    below = CharFilter(method="at_or_below", help_text="Those at this unit and all below it.")
    kpi = CharFilter("kpi__code", help_text="About this KPI.")
    objective = CharFilter("objective__code", help_text="About this objective.")
    state = ChoiceFilter(
        method="in_state",
        choices=[("open", "open"), ("over", "over")],
        help_text="Those to do, or those that are done or dropped.",
    )
    holder = ChoiceFilter(
        method="held_by", choices=[("me", "me")], help_text="Those that you have."
    )

    def at_unit(self, rows: ActionItemQuerySet, _name: str, code: str) -> ActionItemQuerySet:
        """Keep those at one unit."""
        return rows.filter(unit=open_unit(self.request.user, code))

    def at_or_below(self, rows: ActionItemQuerySet, _name: str, code: str) -> ActionItemQuerySet:
        """Keep those at one unit and at those below it."""
        return rows.below([open_unit(self.request.user, code).path])

    def in_state(self, rows: ActionItemQuerySet, _name: str, state: str) -> ActionItemQuerySet:
        """Keep those that are open, or those that are over."""
        return rows.open() if state == "open" else rows.over()

    def held_by(self, rows: ActionItemQuerySet, _name: str, _me: str) -> ActionItemQuerySet:
        """Keep those that the person has, or somebody for whom they are a deputy."""
        user = self.request.user
        return rows.held_by({user.pk, *principals_of(user)})


class Actions(Listing):
    """List next steps, the newest first; add one."""

    serializer_class = ActionSerializer
    filterset_class = ActionFilters
    queryset = ActionItem.objects.all()
    scopes = {"POST": Scope.EDIT}

    def get_queryset(self) -> QuerySet[Any]:
        """Return those of the units that the person may see into."""
        seen = ActionItem.objects.allowing(cast("User", self.request.user), Action.SEE_UNIT)
        return seen.with_events().order_by("-id")

    @extend_schema(request=NewActionSerializer, responses={HTTPStatus.CREATED: ActionSerializer})
    def post(self, request: Request) -> Response:
        """Say what is to be done about a KPI or objective, by whom and until when."""
        user = cast("User", request.user)
        sent = NewActionSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        unit, matter = named_matter(
            user, said["unit"], kpi=said.get("kpi"), objective=said.get("objective")
        )
        action = add_action(
            actor=user,
            unit=unit,
            matter=matter,
            text=said["text"],
            doer=_doer(user, said["owner"]),
            due_on=said["due_on"],
        )
        answer = ActionSerializer(visible_action(user, action.pk)).data
        return Response(answer, status=HTTPStatus.CREATED)


class ActionEvents(Endpoint):
    """What becomes of next steps."""

    serializer_class = EventSerializer
    filter_backends = ()
    pagination_class = None
    scopes = {"POST": Scope.EDIT}

    @extend_schema(request=NewEventSerializer, responses={HTTPStatus.CREATED: EventSerializer})
    def post(self, request: Request, action_id: int) -> Response:
        """Say that a next step is done, dropped, moved or handed over; what was said stays."""
        user = cast("User", request.user)
        action = visible_action(user, action_id)
        require_finisher(user, action)
        sent = NewEventSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        event = _happen(user, action, sent.validated_data)
        return Response(EventSerializer(event).data, status=HTTPStatus.CREATED)


def _happen(user: "User", action: ActionItem, said: dict[str, Any]) -> ActionEvent:
    reason = said["reason"]
    if said["kind"] == Happening.MOVED:
        return move_action(actor=user, action=action, due_on=said["due_on"], reason=reason)
    if said["kind"] == Happening.HANDED_OVER:
        doer = _doer(user, said["owner"])
        return hand_over_action(actor=user, action=action, doer=doer, reason=reason)
    end = finish_action if said["kind"] == Happening.DONE else drop_action
    return end(actor=user, action=action, reason=reason)


def _doer(user: "User", written: str) -> Doer:
    person = person_meant(user, written)
    return Doer(person) if person else Doer(name=written)
