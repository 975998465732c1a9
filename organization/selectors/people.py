"""People within the reach of who manages them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from organization.models import Invitation, Membership, Unit
from organization.policies import may_in_person
from organization.querysets import paths_in_person
from organization.roles import Action, Role, action_to_give

PAGE = 50
# No database takes any number of keys in one question.
CHUNK = 1000
LABELS = dict(Membership.ROLES)


@dataclass(frozen=True)
class RoleLine:
    """What a person is in a unit, from and until which day."""

    membership_id: int
    name: str
    unit: str
    first: date
    last: date | None
    has_begun: bool
    can_change: bool


@dataclass(frozen=True)
class PersonLine:
    """A person in the list; `state` says in words how far they are in."""

    person_id: int
    name: str
    email: str
    state: str
    needs_care: bool
    roles: list[RoleLine]


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list."""

    lines: list[PersonLine]
    page: "Page[User]"
    wanted: str

    @property
    def query(self) -> str:
        """Return what was asked for as part of an address."""
        return urlencode({"q": self.wanted})


def managed_units(user: User) -> QuerySet[Unit]:
    """Return the units whose people `user` manages."""
    found: QuerySet[Unit] = Unit.objects.below(paths_in_person(user, Action.MANAGE_PEOPLE))
    return found


def managed_people(user: User) -> QuerySet[User]:
    """Return the people who have or had a role in a unit that `user` manages."""
    held = Membership.objects.filter(unit__in=managed_units(user).values("pk"))
    return User.objects.filter(pk__in=held.values("person"))


def members_shown_to(user: User) -> QuerySet[Membership]:
    """Return today's memberships of who may sign in, in the units that `user` may see into."""
    units = Unit.objects.allowing(user, Action.SEE_UNIT)
    found: QuerySet[Membership] = Membership.objects.valid_on(timezone.now().date()).filter(
        unit__in=units.values("pk"), person__is_active=True
    )
    return found


def people_page(user: User, wanted: str, number: str) -> PeoplePage:
    """Return people by name; of those whose name or address has `wanted` in it."""
    page = Paginator(_wanted_people(user, wanted), PAGE).get_page(number)
    return PeoplePage(person_lines(user, list(page)), page, wanted)


def all_people(user: User, wanted: str) -> list[PersonLine]:
    """Return the same, all of them, in three queries for each thousand."""
    pages = Paginator(_wanted_people(user, wanted), CHUNK)
    return [line for page in pages for line in person_lines(user, list(page))]


def _wanted_people(user: User, wanted: str) -> QuerySet[User]:
    people = managed_people(user).order_by("name", "pk")
    if wanted:
        people = people.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted))
    return people


def person_lines(user: User, people: Iterable[User]) -> list[PersonLine]:
    """Return people with their roles in the units that `user` manages, in two queries."""
    found = list(people)
    roles, invitations = _roles(user, found), _invitations(found)
    lines = []
    for person in found:
        state, needs_care = _state(person, invitations.get(person.pk))
        lines.append(
            PersonLine(person.pk, person.name, person.email, state, needs_care, roles[person.pk])
        )
    return lines


def _roles(user: User, people: list[User]) -> dict[int, list[RoleLine]]:
    today = timezone.now().date()
    rows = (
        Membership.objects.not_over(today)
        .filter(person__in=people, unit__in=managed_units(user).values("pk"))
        .select_related("unit")
        .order_by("unit__path", "id")
    )
    found: dict[int, list[RoleLine]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_role_line(user, row, today))
    return found


def _role_line(user: User, row: Membership, today: date) -> RoleLine:
    may_give = may_in_person(user, action_to_give(Role(row.role)), row.unit)
    return RoleLine(
        membership_id=row.pk,
        name=str(LABELS[row.role]),
        unit=row.unit.name,
        first=row.valid_from,
        last=row.valid_until,
        has_begun=row.valid_from <= today,
        can_change=may_give and row.person_id != user.pk,
    )


def _invitations(people: list[User]) -> dict[int, Invitation]:
    """Return the newest invitation of each person."""
    rows = Invitation.objects.filter(person__in=people).order_by("id")
    return {row.person_id: row for row in rows}


def _state(person: User, invitation: Invitation | None) -> tuple[str, bool]:
    """Say how far a person is in, and whether somebody should see to it."""
    if not person.is_active:
        return _("closed"), False
    if person.has_usable_password():
        return _("signs in"), False
    if invitation is None:
        return _("not invited yet"), True
    if invitation.expires_at <= timezone.now():
        return _("invitation is over"), True
    return (_("invited"), False) if invitation.sent_at else (_("mail is on its way"), False)
