"""Which figures wait for approval below a unit, who may approve them, and who approved which."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.windows import candidates
from scorecard.models import Entry, EntryEvent, KpiVersion, Reporter
from scorecard.policies import approval_refusal
from scorecard.selectors.context import Context
from scorecard.selectors.revisions import origin, written
from scorecard.selectors.subjects import Subject, base_periods

if TYPE_CHECKING:
    from accounts.models import User

MOST = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A figure that waits; `refusal` says why the reader may not approve it, empty if they may."""

    entry_id: int
    unit: str
    text: str
    comment: str
    by: str
    origin: str
    at: datetime
    figure_hash: str
    is_override: bool
    refusal: str


@dataclass(frozen=True, slots=True)
class Approved:
    """A figure that counts, and who approved it when."""

    unit: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approvals:
    """The figures of a KPI below a unit: at most MOST that wait, and those that were approved."""

    waiting: tuple[Waiting, ...]
    n_waiting: int
    approved: tuple[Approved, ...]

    @property
    def left_out(self) -> int:
        """How many more wait than are shown."""
        return self.n_waiting - len(self.waiting)


def approvals_of(
    user: "User", unit: Unit, version: KpiVersion, periods: Collection[int]
) -> Approvals:
    """Return what waits and what is approved of base periods below a unit, in four queries.

    The caller has asked the gate: only who may see the breakdown of `unit` may see them.
    """
    entries = _standing(unit, version.kpi_id, periods)
    waiting = [entry for entry in entries if approval_of(entry) is None]
    named = named_approvers(waiting[:MOST])
    approved = [
        _approved(entry, event, version) for entry in entries if (event := approval_of(entry))
    ]
    return Approvals(
        waiting=tuple(_waiting(user, entry, version, named) for entry in waiting[:MOST]),
        n_waiting=len(waiting),
        approved=tuple(approved[:MOST]),
    )


def periods_behind(context: Context, subject: Subject) -> list[int]:
    """Return the base periods of a KPI in the period of a page, or those that count in it."""
    inside = base_periods(context, subject, context.period)
    month = context.last_month.ordinal
    return inside or list(candidates(context.calendar, subject.frequency, month))


def waiting_at(context: Context, subject: Subject) -> int | None:
    """Return how many figures behind the period of a page wait for approval.

    None where all figures count at once, or the reader may not see them.
    """
    # What was approved since was not known then.
    if context.as_of or not (context.can_see_breakdown and subject.version.approved_only):
        return None
    entries = _standing(context.unit, subject.kpi.pk, periods_behind(context, subject))
    return sum(approval_of(entry) is None for entry in entries)


def named_approver(entry: Entry) -> "User | None":
    """Return who is named to approve what the unit of an entry reports; None for nobody."""
    return named_approvers([entry]).get((entry.kpi_id, entry.unit_id))


def _standing(unit: Unit, kpi_id: int, periods: Collection[int]) -> list[Entry]:
    """Return the newest standing revision of each cell, by unit and period."""
    rows = Entry.objects.filter(kpi=kpi_id, period__in=periods).standing().below([unit.path])
    rows = rows.select_related("unit", "author").prefetch_related("events__actor")
    by_cell = {(entry.unit_id, entry.period): entry for entry in rows.order_by("revision")}
    return sorted(by_cell.values(), key=lambda entry: (entry.unit.path, entry.period))


def approval_of(entry: Entry) -> EntryEvent | None:
    """Return the approval of an entry, whose events are fetched; None where it has none."""
    events = [event for event in entry.events.all() if event.kind == EntryEvent.APPROVED]
    return events[0] if events else None


def named_approvers(entries: Iterable[Entry]) -> dict[tuple[int, int], "User"]:
    """Return the approvers named for what entries are of, by KPI and unit id, in one query."""
    cells = {(entry.kpi_id, entry.unit_id) for entry in entries}
    rows = Reporter.objects.newest().filter(
        kpi__in={kpi for kpi, _unit in cells}, unit__in={unit for _kpi, unit in cells}
    )
    return {
        (row.kpi_id, row.unit_id): row.approver
        for row in rows.exclude(approver=None).select_related("approver")
    }


def _waiting(
    user: "User", entry: Entry, version: KpiVersion, named: dict[tuple[int, int], "User"]
) -> Waiting:
    return Waiting(
        entry_id=entry.pk,
        unit=entry.unit.name,
        text=_text(entry, version),
        comment=entry.comment,
        by=entry.author.name if entry.author else "",
        origin=origin(entry),
        at=entry.recorded_at,
        figure_hash=entry.figure_hash,
        is_override=entry.kind == Entry.OVERRIDE,
        refusal=approval_refusal(user, entry, named.get((entry.kpi_id, entry.unit_id))),
    )


def _approved(entry: Entry, event: EntryEvent, version: KpiVersion) -> Approved:
    actor = event.actor.name if event.actor else ""
    return Approved(entry.unit.name, _text(entry, version), actor, event.recorded_at)


def _text(entry: Entry, version: KpiVersion) -> str:
    return _("does not apply") if entry.not_applicable else written(entry, version)
