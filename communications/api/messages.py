"""Messages for programs: one's own inbox, and the marks that one sets there."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django_filters.rest_framework import ChoiceFilter, FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Scope
from communications.models import Delivery
from communications.querysets import DeliveryQuerySet
from communications.services.deliveries import acknowledge, mark_read
from core.endpoints import Endpoint, Listing

if TYPE_CHECKING:
    from accounts.models import User

YES_OR_NO = [("true", "true"), ("false", "false")]


class MessageSerializer(serializers.ModelSerializer[Delivery]):
    """A message as it lies in the inbox; null is: not yet."""

    id = serializers.IntegerField(source="version.message_id", read_only=True)
    title = serializers.CharField(source="version.title", read_only=True)
    text = serializers.CharField(source="version.text", read_only=True)
    speaker = serializers.CharField(source="version.message.speaker.name", read_only=True)
    objective = serializers.SerializerMethodField()
    sent_at = serializers.DateTimeField(source="version.publication.published_at", read_only=True)
    asks_acknowledgement = serializers.BooleanField(
        source="version.asks_acknowledgement", read_only=True
    )

    class Meta:
        model = Delivery
        fields = (
            "id",
            "title",
            "text",
            "speaker",
            "objective",
            "sent_at",
            "read_at",
            "asks_acknowledgement",
            "acknowledged_at",
        )
        read_only_fields = fields

    def get_objective(self, delivery: Delivery) -> str | None:
        """Return the code of the objective that it is about, if it is about one."""
        objective = delivery.version.objective
        return objective.code if objective else None


class MessageFilters(FilterSet):  # type: ignore[misc]
    """What messages can be asked for."""

    unread = extend_schema_field({"type": "string", "enum": ["true", "false"]})(
        ChoiceFilter(choices=YES_OR_NO, method="not_read", help_text="Not marked as read.")
    )

    def not_read(self, rows: DeliveryQuerySet, _name: str, word: str) -> DeliveryQuerySet:
        """Keep the unread ones, or the others."""
        return rows.unread() if word == "true" else rows.exclude(read_at=None)


class Messages(Listing):
    """List the messages that were delivered to the person, the latest first."""

    serializer_class = MessageSerializer
    filterset_class = MessageFilters
    queryset = Delivery.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return one's own."""
        return Delivery.objects.to(cast("User", self.request.user)).newest_first().with_messages()


class OneMessage(Endpoint):
    """One message in one's own inbox."""

    serializer_class = MessageSerializer
    filter_backends = ()
    pagination_class = None

    def delivery(self) -> Delivery:
        """Return the delivery to the person, or answer 404."""
        mine = Delivery.objects.to(cast("User", self.request.user)).with_messages()
        found: Delivery | None = mine.filter(version__message__id=self.kwargs["message_id"]).first()
        if found is None:
            raise Http404(_("You have no message at this address."))
        return found

    def answer(self) -> Response:
        """Show the message as it is now."""
        return Response(self.get_serializer(self.delivery()).data)


class Message(OneMessage):
    """One message."""

    def get(self, request: Request, message_id: int) -> Response:  # noqa: ARG002
        """Show one message; looking at it marks nothing."""
        return self.answer()


class MessageRead(OneMessage):
    """The mark that one has read a message."""

    scopes = {"POST": Scope.EDIT}

    @extend_schema(request=None)
    def post(self, request: Request, message_id: int) -> Response:  # noqa: ARG002
        """Mark the message as read; the first time counts."""
        mark_read(actor=cast("User", request.user), delivery=self.delivery())
        return self.answer()


class MessageAcknowledged(OneMessage):
    """The acknowledgement of a message that asks for one."""

    scopes = {"POST": Scope.EDIT}

    @extend_schema(request=None)
    def post(self, request: Request, message_id: int) -> Response:  # noqa: ARG002
        """Acknowledge the message, which also marks it as read."""
        acknowledge(actor=cast("User", request.user), delivery=self.delivery())
        return self.answer()
