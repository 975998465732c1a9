"""What a program sends about an initiative."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from accounts.models import User
from core.serializers import StrictSerializer, Text
from initiatives.models import LARGEST_AMOUNT, Stage
from initiatives.services.versions import Facts
from organization.selectors.units import open_unit

if TYPE_CHECKING:
    from decimal import Decimal


class Amount(serializers.DecimalField):
    """An amount of money, as text or a number; what was sent as text keeps its digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            15,
            2,
            min_value=0,
            max_value=LARGEST_AMOUNT,
            required=False,
            allow_null=True,
            **options,
        )

    def to_internal_value(self, data: Any) -> "Decimal":
        """Read it; true is no amount."""
        if isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class FactsSerializer(StrictSerializer):
    """The facts of an initiative; what is left out is not known."""

    name = Text(max_length=300)
    unit = Text(max_length=200)
    stage = serializers.ChoiceField(Stage.choices, default=Stage.PROPOSED.value)
    owner = Text(
        max_length=200,
        required=False,
        allow_blank=True,
        help_text="E-mail address of somebody who signs in, or a name.",
    )
    description = Text(required=False, allow_blank=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    budget = Amount()
    spent = Amount()
    reason = Text(required=False, allow_blank=True, help_text="Stands in the history.")


class NewInitiativeSerializer(FactsSerializer):
    """A new initiative."""

    code = Text(max_length=200)


def facts_of(user: User, sent: Mapping[str, Any]) -> Facts:
    """Return what was sent as the services take it.

    Raises
    ------
    Http404
        Where `user` may not know of the unit.
    NotAllowedError
        Where `user` sees only what the unit publishes.
    """
    named = sent.get("owner", "")
    owner = User.objects.filter(email__iexact=named).first() if named else None
    return Facts(
        name=sent["name"],
        unit=open_unit(user, sent["unit"]),
        description=sent.get("description", ""),
        owner=owner,
        owner_name="" if owner else named,
        stage=sent["stage"],
        starts_on=sent.get("starts_on"),
        ends_on=sent.get("ends_on"),
        budget=sent.get("budget"),
        spent=sent.get("spent"),
    )
