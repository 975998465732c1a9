"""The search for programs; the same that its page finds, in the same order."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.endpoints import Endpoint
from core.problems import ProblemError
from osm.search import search

if TYPE_CHECKING:
    from accounts.models import User


class HitSerializer(serializers.Serializer[Any]):
    """Something found: its name, which one it is, and where its page is."""

    name = serializers.CharField(read_only=True)
    line = serializers.CharField(source="context", read_only=True)
    url = serializers.CharField(read_only=True, help_text="The path of its page.")


class FoundGroupSerializer(serializers.Serializer[Any]):
    """What was found of one kind, the best first: at most eight hits."""

    kind = serializers.CharField(
        read_only=True, help_text="unit, kpi, objective, person, initiative or message."
    )
    hits = HitSerializer(many=True, read_only=True)


class FoundSerializer(serializers.Serializer[Any]):
    """What is like the words, by kind; kinds of which nothing is found are left out."""

    count = serializers.IntegerField(read_only=True)
    groups = FoundGroupSerializer(many=True, read_only=True)


@extend_schema(
    parameters=[
        OpenApiParameter(
            "q", str, required=True, description="Words or a code: two letters or more."
        )
    ]
)
class Search(Endpoint):
    """What you may see, by its words."""

    serializer_class = FoundSerializer
    parameters = ("q",)
    filter_backends = ()
    pagination_class = None

    def get(self, request: Request) -> Response:
        """Find units, KPIs, objectives, people, initiatives and messages by name or code."""
        found = search(cast("User", request.user), request.query_params.get("q", ""))
        if not found.is_asked:
            sentence = _("Say in “q” what you look for: two letters or more.")
            raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
        return Response(FoundSerializer(found).data)
