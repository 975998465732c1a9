"""Perspectives for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from rest_framework import serializers

from core.endpoints import Listing
from organization.policies import may_anywhere
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.models import Perspective, PerspectiveVersion

if TYPE_CHECKING:
    from accounts.models import User


class PerspectiveSerializer(serializers.ModelSerializer[Perspective]):
    """A perspective as it is weighed today."""

    weight = serializers.FloatField(read_only=True, allow_null=True)
    critical = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = Perspective
        fields = ("code", "name", "position", "weight", "critical")
        read_only_fields = fields


class Perspectives(Listing):
    """List the perspectives in their order."""

    serializer_class = PerspectiveSerializer
    queryset = Perspective.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return all of them to everybody with a unit."""
        if not may_anywhere(cast("User", self.request.user), Action.SEE_UNIT):
            return Perspective.objects.none()
        valid = PerspectiveVersion.objects.filter(
            perspective=OuterRef("pk"), valid_from__lte=local_day(timezone.now())
        ).order_by("-valid_from", "-id")
        return Perspective.objects.annotate(
            weight=Subquery(valid.values("weight")[:1]),
            critical=Subquery(valid.values("critical")[:1]),
        ).order_by("position", "code")
