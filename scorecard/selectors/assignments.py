"""Who of a unit enters which of its figures, and who approves it, as its manager decides."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import NotAllowedError
from organization.models import Membership, Unit
from organization.policies import require
from organization.roles import Action, Role, roles_granting
from organization.selectors.units import published_unit
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Reporter
from scorecard.selectors.entries import Choice, calendar_now, month_to_enter

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.engine.periods import FiscalCalendar, Period


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be chosen; `label` says of which unit where that is one above."""

    person_id: int
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A KPI that a unit reports, and to whom it is given.

    Attributes
    ----------
    enters, approves
        The ids of people; None for the manager.
    needs_approval
        Whether its figures count only once somebody approved them.
    """

    kpi: Kpi
    enters: int | None
    approves: int | None
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class AssignmentPage:
    """All that a unit reports, and who may be chosen for it.

    Attributes
    ----------
    seen
        What tells this state from any other: somebody who chose by it may save.
    manager
        The names of those whose figures are given to nobody else; empty where there is none.
    """

    unit: Unit
    units: Sequence[Choice]
    assignments: Sequence[Assignment]
    may_enter: Sequence[Candidate]
    may_approve: Sequence[Candidate]
    manager: str
    seen: int

    @property
    def asks_approval(self) -> bool:
        """Whether any of it counts only once somebody approved it."""
        return any(each.needs_approval for each in self.assignments)


def assignable_units(user: "User") -> list[Unit]:
    """Return the units that report anything and whose figures `user` may assign, in order."""
    reporting = Reporter.objects.newest().values("unit_id")
    allowed = Unit.objects.allowing(user, Action.ASSIGN)
    return list(allowed.filter(pk__in=reporting).order_by("path"))


def requested_unit(user: "User", units: Sequence[Unit], code: str) -> Unit:
    """Return the unit of a code, if its figures are for `user` to assign; else one's first.

    Raises
    ------
    Http404
        Where there is none of this code that `user` may know of.
    NotAllowedError
        Where it is for somebody else to assign, or `user` assigns nothing.
    """
    if code:
        unit = published_unit(user, code)
        require(user, Action.ASSIGN, unit)
        return unit
    if not units:
        raise NotAllowedError(
            _("The manager of a unit says who enters its figures, or the strategy office.")
        )
    return units[0]


def assignment_page(unit: Unit, units: Sequence[Unit]) -> AssignmentPage:
    """Return who enters and approves what at a unit, in four queries."""
    rows = standing_reporters(unit)
    members = members_at(unit)
    return AssignmentPage(
        unit=unit,
        units=[Choice(str(one), one.code, one == unit) for one in units],
        assignments=tuple(_assignment(row) for row in open_now(rows)),
        may_enter=_candidates(members, unit, Action.ENTER_VALUES),
        may_approve=_candidates(members, unit, Action.APPROVE_VALUES),
        manager=_manager(members),
        seen=mark_of(rows),
    )


def standing_reporters(unit: Unit) -> list[Reporter]:
    """Return the newest revision of what a unit reports, by the name of the KPI; one query."""
    rows = Reporter.objects.newest().filter(unit=unit).exclude(kpi__current=None)
    related = rows.select_related("kpi__current", "person", "approver")
    return sorted(related, key=lambda row: (str(row.kpi).casefold(), row.pk))


def mark_of(rows: Iterable[Reporter]) -> int:
    """Return what tells the state of a unit's reporters from any earlier one."""
    return max((row.pk for row in rows), default=0)


def open_now(rows: Iterable[Reporter]) -> list[Reporter]:
    """Leave out what a unit has ceased to report before the last month that has ended."""
    calendar, month = calendar_now(), month_to_enter()
    return [row for row in rows if _is_open(row, calendar, month)]


def members_at(unit: Unit) -> list[Membership]:
    """Return who has a role at a unit or above it today, the nearest first; one query."""
    path = [int(part) for part in unit.path.strip("/").split("/")]
    rows = Membership.objects.valid_on(timezone.now().date()).filter(
        unit__in=path, person__is_active=True
    )
    found = rows.select_related("person", "unit")
    return sorted(found, key=lambda row: (-len(row.unit.path), row.person.name.casefold(), row.pk))


def granted(members: Iterable[Membership], action: Action) -> set[int]:
    """Return the ids of those who may do something at the unit of `members_at`."""
    roles = roles_granting(action)
    return {row.person_id for row in members if row.role in roles}


def _is_open(row: Reporter, calendar: "FiscalCalendar", month: "Period") -> bool:
    frequency = Frequency(row.kpi.definition.frequency)
    now = calendar.containing(calendar.last_day(month), frequency).ordinal
    return row.last_period is None or row.last_period >= now


def _assignment(row: Reporter) -> Assignment:
    return Assignment(row.kpi, row.person_id, row.approver_id, row.kpi.definition.approved_only)


def _candidates(members: Sequence[Membership], unit: Unit, action: Action) -> list[Candidate]:
    may: Collection[int] = granted(members, action)
    found: dict[int, Candidate] = {}
    for row in members:
        name, is_here = row.person.name, row.unit_id == unit.pk
        label = name if is_here else f"{name}, {row.unit.name}"
        if row.person_id in may:
            found.setdefault(row.person_id, Candidate(row.person_id, name, label))
    return list(found.values())


def _manager(members: Sequence[Membership]) -> str:
    """Name who manages the unit, or else the nearest one above it that somebody manages."""
    managers = [row for row in members if row.role == Role.UNIT_MANAGER]
    return ", ".join(row.person.name for row in managers if row.unit_id == managers[0].unit_id)
