"""Give the figures of a unit to people: who enters which one, and who approves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record_each
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Reporter
from scorecard.selectors.assignments import granted, mark_of, members_at, standing_reporters

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """To whom the figures of a KPI are given, by ids; None gives them back to the manager."""

    enters: int | None
    approves: int | None


@transaction.atomic
def assign(
    *, actor: User, unit: Unit, wanted: Mapping[int, Assigned], seen: int | None = None
) -> list[Reporter]:
    """Append who enters and approves which figures of a unit from now on; nobody's rights change.

    Parameters
    ----------
    wanted
        By the id of the KPI. What stands so already is left alone.
    seen
        The mark of the state by which it was chosen; None where it does not matter.

    Raises
    ------
    NotAllowedError
        Where the figures of `unit` are not for `actor` to assign.
    DomainError
        For a KPI that the unit does not report, somebody who may not do what is given to them,
        the same person for both, and where somebody else has changed it meanwhile.
    """
    policies.require(actor, Action.ASSIGN, unit)
    recorded_at = recorded_now()
    # Whoever assigns at this unit at the same moment waits here.
    Unit.objects.select_for_update().get(pk=unit.pk)
    standing = standing_reporters(unit)
    if seen is not None and seen != mark_of(standing):
        raise DomainError(
            _("Somebody has changed this meanwhile. Compare what stands now, then save again.")
        )
    changes = _changes(unit, {row.kpi_id: row for row in standing}, wanted)
    _check(unit, changes)
    rows = [_next(row, assigned, recorded_at) for row, assigned in changes]
    _record(actor, unit, changes)
    return rows


Change = tuple[Reporter, Assigned]


def _changes(
    unit: Unit, standing: Mapping[int, Reporter], wanted: Mapping[int, Assigned]
) -> list[Change]:
    if wanted.keys() - standing.keys():
        raise DomainError(
            _("%(unit)s does not report this KPI. The strategy office says who reports what.")
            % {"unit": unit.name}
        )
    pairs = ((standing[kpi_id], assigned) for kpi_id, assigned in wanted.items())
    return [(row, assigned) for row, assigned in pairs if _as_it_stands(row) != assigned]


def _as_it_stands(row: Reporter) -> Assigned:
    return Assigned(row.person_id, row.approver_id)


def _check(unit: Unit, changes: list[Change]) -> None:
    """Refuse what nobody could do: only new names are asked for their rights."""
    members = members_at(unit)
    enterers = granted(members, Action.ENTER_VALUES)
    approvers = granted(members, Action.APPROVE_VALUES)
    for row, new in changes:
        if new.enters not in {None, row.person_id, *enterers}:
            raise _refusal(
                _("This person may not enter figures for %(unit)s. Choose somebody who may."), unit
            )
        if new.approves not in {None, row.approver_id, *approvers}:
            raise _refusal(
                _("This person may not approve figures of %(unit)s. Choose somebody who may."), unit
            )
        if new.enters is not None and new.enters == new.approves:
            raise DomainError(
                _("Nobody approves their own figures. Choose somebody else to approve %(kpi)s.")
                % {"kpi": row.kpi}
            )


def _refusal(sentence: str, unit: Unit) -> DomainError:
    return DomainError(sentence % {"unit": unit.name})


def _next(row: Reporter, assigned: Assigned, recorded_at: "datetime") -> Reporter:
    """Append a revision that differs in its people alone: the window stays what it is."""
    return Reporter.objects.create(
        unit=row.unit,
        kpi=row.kpi,
        first_period=row.first_period,
        last_period=row.last_period,
        inferred=row.inferred,
        person_id=assigned.enters,
        approver_id=assigned.approves,
        recorded_at=recorded_at,
    )


def _record(actor: User, unit: Unit, changes: list[Change]) -> None:
    ids = {pk for _row, new in changes for pk in (new.enters, new.approves) if pk}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "email"))
    done = []
    for row, new in changes:
        before = (_address(row.person), _address(row.approver))
        after = (people.get(new.enters or 0, ""), people.get(new.approves or 0, ""))
        pairs = zip(("enters", "approves"), before, after, strict=True)
        said = {name: [old, now] for name, old, now in pairs if old != now}
        done.append((f"{unit.code} {row.kpi.code}", {"changes": said}))
    record_each(actor=actor, verb="assigned", kind="reporter", done=done, unit_id=unit.pk)


def _address(person: User | None) -> str:
    return person.email if person else ""
