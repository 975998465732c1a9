"""Whom something concerns: who is told of a flag, a comment, a next step, a figure."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from organization.models import Membership, Unit
from organization.policies import may
from organization.roles import Action, Role
from organization.services.organization import local_day
from scorecard.models import Reporter
from scorecard.selectors.approvals import named_approver
from scorecard.selectors.due import reports_due
from scorecard.selectors.entries import calendar_now

if TYPE_CHECKING:
    from scorecard.engine.periods import Period
    from scorecard.models import Comment, Entry, Flag, Matter, OwnerExplanation

# Who reads of a flag below them; nobody else is told, though others may see it.
ABOVE = (Role.UNIT_MANAGER, Role.EXECUTIVE, Role.OSM_STAFF)


def mentioned(comment: "Comment") -> list[User]:
    """Return whom a comment names."""
    return [row.person for row in comment.mentions.select_related("person").order_by("id")]


def concerned_by_flag(flag: "Flag") -> tuple[list[User], set[int]]:
    """Return who is told of a flag, and the ids of those to whom it is urgent.

    The owner of its matter, who leads the unit or one above it, and the strategy office; bad news
    is urgent to the executives.
    """
    rows = _leading(flag.unit, ABOVE)
    chiefs = {row.person_id for row in rows if row.role == Role.EXECUTIVE}
    return _each_once([*_owner(flag.matter), *(row.person for row in rows)]), chiefs


def concerned_by_explanation(row: "OwnerExplanation") -> list[User]:
    """Return who is told of an explanation: the owner of its matter and who manages the unit."""
    leading = [
        each.person
        for each in _leading(row.unit, (Role.UNIT_MANAGER,))
        if each.unit_id == row.unit_id
    ]
    return _each_once([*_owner(row.matter), *leading])


def approvers(entry: "Entry") -> list[User]:
    """Return who is asked to approve a figure: who is named, or else the nearest managers.

    The strategy office may as well, and is not asked: it would be asked for every figure.
    """
    named = named_approver(entry)
    if named is not None:
        return [named]
    return _nearest_managers(entry.unit, but=entry.author_id)


def correctors(entry: "Entry") -> list[User]:
    """Return who is asked to correct a rejected figure: its author, and who enters it now."""
    given = Reporter.objects.newest().filter(kpi=entry.kpi, unit=entry.unit).exclude(person=None)
    people = [row.person for row in given.select_related("person")]
    able = [person for person in people if may(person, Action.ENTER_VALUES, entry.unit)]
    author = [entry.author] if entry.author else []
    return _each_once([*author, *(able or _nearest_managers(entry.unit))])


def _nearest_managers(unit: Unit, but: int | None = None) -> list[User]:
    """Return who manages a unit, or else the nearest one above, without one person."""
    rows = [row for row in _leading(unit, (Role.UNIT_MANAGER,)) if row.person_id != but]
    nearest = max((len(row.unit.path) for row in rows), default=0)
    return _each_once(row.person for row in rows if len(row.unit.path) == nearest)


def asked_for(unit: Unit, month: "Period", *, only_missing: bool = False) -> list[User]:
    """Return who enters the figures of a unit and month: who is named, else the nearest managers.

    With `only_missing` of those figures that are not in.
    """
    today = local_day(timezone.now())
    rows = reports_due(month, calendar_now(), today).filter(unit=unit)
    if only_missing:
        rows = rows.filter(n_in__lt=F("n_due"))
    named = list(rows.select_related("person"))
    people = [row.person for row in named if row.person is not None and row.person.is_active]
    if len(people) < len(named):
        people += _nearest_managers(unit)
    return _each_once(people)


def confirming(unit: Unit) -> list[User]:
    """Return the strategy office of a unit, which confirms that a month is opened again."""
    return _each_once(row.person for row in _leading(unit, (Role.OSM_STAFF,)))


def _leading(unit: Unit, roles: Iterable[Role]) -> list[Membership]:
    """Return the memberships of today in some roles at a unit and above it."""
    path = [int(part) for part in unit.path.strip("/").split("/")]
    rows = Membership.objects.valid_on(local_day(timezone.now())).filter(
        unit__in=path, role__in=list(roles), person__is_active=True
    )
    return list(rows.select_related("person", "unit").order_by("id"))


def _owner(matter: "Matter") -> list[User]:
    owner = matter.current.owner if matter.current else None
    return [owner] if owner else []


def _each_once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())
