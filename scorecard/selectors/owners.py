"""Whose a figure is to enter: the one to whom it is given, or else the nearest manager."""

from typing import TYPE_CHECKING

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from organization.models import Membership
from organization.querysets import held_by, principals_of
from organization.roles import Action, Role

if TYPE_CHECKING:
    from accounts.models import User
    from organization.querysets import MembershipQuerySet
    from scorecard.querysets import ReporterQuerySet


def people_of(user: "User") -> set[int]:
    """Return the ids of a person and of those for whom they are a deputy today."""
    return {user.pk, *principals_of(user)}


def entered_by(rows: "ReporterQuerySet", user: "User") -> "ReporterQuerySet":
    """Leave only what is `user`'s to enter, or somebody's for whom they are a deputy.

    What is given to nobody, or to somebody who may no longer enter it, is the manager's.
    """
    able = Exists(covering().granting(Action.ENTER_VALUES).filter(person=OuterRef("person")))
    given = Q(person__in=people_of(user)) & Q(able)
    left: ReporterQuerySet = rows.allowing(user, Action.ENTER_VALUES).filter(
        given | (~Q(able) & managed_by(user))
    )
    return left


def managed_by(user: "User", *, but: str = "") -> Q:
    """Return the rows of units whose nearest manager is `user`, or one whose deputy they are.

    Parameters
    ----------
    but
        The column of a person who does not count as manager there, such as the author.
    """
    nearest = Q(pk__in=[])
    for path in {held.path for held in held_by(user) if held.role is Role.UNIT_MANAGER}:
        nearer = covering().in_role(Role.UNIT_MANAGER)
        nearer = nearer.filter(unit__path__startswith=path).exclude(unit__path=path)
        if but:
            nearer = nearer.exclude(person=OuterRef(but))
        nearest |= Q(unit__path__startswith=path) & ~Q(Exists(nearer))
    return nearest


def covering() -> "MembershipQuerySet":
    """Return the memberships of today at or above the unit of the row that asks."""
    path = ExpressionWrapper(OuterRef("unit__path"), output_field=CharField())
    today = Membership.objects.valid_on(timezone.now().date()).filter(person__is_active=True)
    rows: MembershipQuerySet = today.annotate(asked=path).filter(asked__startswith=F("unit__path"))
    return rows
