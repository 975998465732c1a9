"""People for programs: who is what in which unit."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django_filters.rest_framework import CharFilter, ChoiceFilter, FilterSet
from rest_framework import serializers

from core.endpoints import Listing
from organization.models import Membership, Unit
from organization.querysets import MembershipQuerySet, paths_allowing
from organization.roles import Action
from organization.selectors.people import members_shown_to
from organization.selectors.units import open_unit

if TYPE_CHECKING:
    from accounts.models import User


class PersonSerializer(serializers.ModelSerializer[Membership]):
    """What a person is in a unit; somebody with several roles stands here several times."""

    email = serializers.SerializerMethodField(
        help_text="One's own, and to the strategy office those of its units; else null."
    )
    name = serializers.CharField(source="person.name", read_only=True)
    unit = serializers.SlugRelatedField[Unit](slug_field="code", read_only=True)

    class Meta:
        model = Membership
        fields = ("email", "name", "unit", "role", "valid_until")
        read_only_fields = fields

    def get_email(self, row: Membership) -> str | None:
        """Return the address, to whom it may be told."""
        is_own = row.person_id == self.context["request"].user.pk
        is_told = is_own or row.unit.path.startswith(self.context["told_addresses"])
        return row.person.email if is_told else None


class PersonFilters(FilterSet):  # type: ignore[misc]
    """What people can be asked for."""

    unit = CharFilter(method="at_unit", help_text="People of exactly this unit.")
    below = CharFilter(method="at_or_below", help_text="People of this unit and all below it.")
    role = ChoiceFilter(choices=Membership.ROLES, help_text="People in this role.")

    def at_unit(self, people: MembershipQuerySet, _name: str, code: str) -> MembershipQuerySet:
        """Keep the people of one unit."""
        return people.filter(unit=open_unit(self.request.user, code))

    def at_or_below(self, people: MembershipQuerySet, _name: str, code: str) -> MembershipQuerySet:
        """Keep the people of one unit and of those below it."""
        unit = open_unit(self.request.user, code)
        return people.filter(unit__in=Unit.objects.below([unit.path]).values("pk"))


class People(Listing):
    """List who may sign in and is what today, in the units that the person may see into."""

    serializer_class = PersonSerializer
    filterset_class = PersonFilters
    queryset = Membership.objects.all()

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the paths of the units whose people's addresses the reader is told."""
        user = cast("User", self.request.user)
        told = tuple(paths_allowing(user, Action.SEE_ADDRESSES))
        return {**super().get_serializer_context(), "told_addresses": told}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the memberships of today, by unit and name."""
        seen = members_shown_to(cast("User", self.request.user))
        return seen.select_related("person", "unit").order_by("unit__path", "person__name", "id")
