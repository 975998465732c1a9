"""Strategic themes for programs."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from rest_framework import serializers

from core.endpoints import Listing
from organization.policies import may_anywhere
from organization.roles import Action
from scorecard.models import Theme

if TYPE_CHECKING:
    from accounts.models import User


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    """A strategic theme."""

    class Meta:
        model = Theme
        fields = ("code", "name", "position")
        read_only_fields = fields


class Themes(Listing):
    """List the strategic themes in their order."""

    serializer_class = ThemeSerializer
    queryset = Theme.objects.all()

    def get_queryset(self) -> QuerySet[Any]:
        """Return all of them to everybody with a unit."""
        sees = may_anywhere(cast("User", self.request.user), Action.SEE_UNIT)
        return Theme.objects.order_by("position", "code") if sees else Theme.objects.none()
