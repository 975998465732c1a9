"""The permission gate for rows, and the present state of dated rows."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Length, Replace
from django.utils import timezone

from core.asked import Question, asked, question_of
from organization.roles import GRANTS, IN_PERSON_ONLY, Action, Role, actions_within, roles_granting

if TYPE_CHECKING:
    from accounts.models import User


class DatedQuerySet(models.QuerySet[Any]):
    """Dated rows, appended as revisions of what `same` names; the newest revision counts."""

    same: ClassVar[tuple[str, ...]]

    def newest(self) -> Self:
        """Leave out rows that a later revision replaced."""
        same = {name: OuterRef(name) for name in self.same}
        later = self.model.objects.filter(id__gt=OuterRef("id"), **same)
        return self.filter(~Exists(later))

    def valid_on(self, day: date) -> Self:
        """Return the newest ones whose dates include `day`."""
        return self.newest().filter(
            Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day)
        )

    def not_over(self, day: date) -> Self:
        """Return the newest ones that hold on `day` or will later, and have not been called off."""
        called_off = Q(valid_until__lt=F("valid_from"))
        lasting = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.newest().filter(lasting).exclude(called_off)


class MembershipQuerySet(DatedQuerySet):
    """Memberships: revisions of (person, unit, role)."""

    same = ("person", "unit", "role")

    def granting(self, action: Action) -> Self:
        """Return those whose role may do `action`."""
        return self.filter(role__in=roles_granting(action))

    def in_role(self, role: Role) -> Self:
        """Return those with one role."""
        return self.filter(role=role)


class DeputyQuerySet(DatedQuerySet):
    """Deputies: revisions of (principal, deputy)."""

    same = ("principal", "deputy")

    def of_active(self) -> Self:
        """Leave out those for people who may not sign in: they have nothing to hand on."""
        return self.filter(principal__is_active=True)


class Held(NamedTuple):
    """A membership of today: one's own, or that of a person for whom one is a deputy."""

    person_id: int
    role: Role
    path: str


def held_by(user: "User") -> list[Held]:
    """Return what `user` holds today, own memberships first.

    Deny by default: nobody, an anonymous visitor or a person who may not sign in holds nothing.
    There are no chains: a principal's own deputyships are not handed on.
    """
    if not user.is_authenticated or not user.is_active:
        return []
    # Cached on the person for one request: the gate is asked by every list and button.
    if "_held" not in user.__dict__:
        user.__dict__["_held"] = _find_held(user)
    found: list[Held] = user.__dict__["_held"]
    return found


def _find_held(user: "User") -> list[Held]:
    today = timezone.now().date()
    rows = asked(("held", user.pk, today), lambda: _held_on(user, today))
    found = [Held(row["person_id"], Role(row["role"]), row["path"]) for row in rows]
    return sorted(found, key=lambda held: (held.person_id != user.pk, held.person_id, held.path))


def _held_on(user: "User", day: date) -> Question | None:
    principals = user.deputyships.valid_on(day).of_active().values("principal")
    whose = Q(person=user.pk) | Q(person__in=principals)
    rows = user.memberships.model.objects.valid_on(day).filter(whose)
    return question_of(rows.values("person_id", "role", path=F("unit__path")))


def paths_allowing(user: "User", action: Action) -> list[str]:
    """Return the paths of the units from which down `user` may do `action`, deputyships too."""
    return outermost(held.path for held in held_by(user) if _grants(held, user, action))


def paths_in_person(user: "User", action: Action) -> list[str]:
    """Return the paths from which down `user` may do `action` without standing in for anybody."""
    return outermost(
        held.path
        for held in held_by(user)
        if held.person_id == user.pk and _grants(held, user, action)
    )


def principal_allowing(user: "User", action: Action, path: str) -> int | None:
    """Return for whom `user` may do `action` at `path`; None where nobody is needed, or helps."""
    whose = [
        held.person_id
        for held in held_by(user)
        if path.startswith(held.path) and _grants(held, user, action)
    ]
    return whose[0] if whose and whose[0] != user.pk else None


def principals_of(user: "User") -> list[int]:
    """Return the ids of those for whom `user` is a deputy today, and who hold something."""
    return sorted({held.person_id for held in held_by(user)} - {user.pk})


def _grants(held: Held, user: "User", action: Action) -> bool:
    """Tell whether a membership allows `action`; a program gets no more than its token's scopes."""
    if user.token_scopes is not None and action not in actions_within(user.token_scopes):
        return False
    is_own = held.person_id == user.pk
    return action in GRANTS[held.role] and (is_own or action not in IN_PERSON_ONLY)


def outermost(paths: Any) -> list[str]:
    """Return the paths that lie under none of the others.

    >>> outermost(["/1/2/", "/1/", "/3/"])
    ['/1/', '/3/']
    """
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


class UnitScopedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a unit; every list, button, service, API and export asks it."""

    unit_lookup: ClassVar[str] = "unit"

    def allowing(self, user: "User", action: Action) -> Self:
        """Return the rows with whose unit `user` may do `action`."""
        return self.below(paths_allowing(user, action))

    def below(self, paths: list[str]) -> Self:
        """Return the rows of the units at `paths` and of all units below them."""
        if not paths:
            return self.none()
        prefix = f"{self.unit_lookup}__path" if self.unit_lookup else "path"
        condition = Q()
        for path in paths:
            condition |= Q(**{f"{prefix}__startswith": path})
        return self.filter(condition)


class UnitQuerySet(UnitScopedQuerySet):
    """Units of the present tree."""

    unit_lookup: ClassVar[str] = ""

    def published_to(self, user: "User") -> Self:
        """Return the units whose published figures `user` may see: own, below, and all above."""
        paths = paths_allowing(user, Action.SEE_UNIT)
        above = {int(part) for path in paths for part in path.strip("/").split("/")}
        own = self.below(paths)
        return self.filter(Q(pk__in=above) | Q(pk__in=own.values("pk")))

    def open_on(self, day: date) -> Self:
        """Return units that are open on `day`."""
        return self.filter(
            Q(opened_on=None) | Q(opened_on__lte=day), Q(closed_on=None) | Q(closed_on__gte=day)
        )

    def in_order(self) -> Self:
        """Return them as their parents list them."""
        return self.order_by("position", "code")

    def parents_first(self) -> Self:
        """Return them level by level, each level in its order."""
        slashes = Length("path") - Length(Replace("path", Value("/"), Value("")))
        return self.order_by(slashes, "position", "code")
