"""Approve or reject figures of KPIs of which only approved ones count."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent
from scorecard.policies import require_approver
from scorecard.selectors.approvals import named_approver
from scorecard.selectors.locks import read_locks
from scorecard.selectors.versions import version_on, versions_of
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.parts import part_of

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User


def approve_entry(*, actor: "User", entry: Entry, figure_hash: str) -> EntryEvent:
    """Approve the revision whose hash is `figure_hash`, and let it count.

    Raises
    ------
    NotAllowedError
        Where `actor` may not approve it, its author above all.
    DomainError
        Where another figure stands now than the one that was read, or it needs no approval.
    """
    require_approver(actor, entry, named_approver(entry))
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever submits for this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=entry.unit_id)
        _require_waiting(entry, figure_hash)
        return store_approval(actor, entry, recorded_at)


def store_approval(actor: "User", entry: Entry, recorded_at: "datetime") -> EntryEvent:
    """Append the approval of what an entry says, its audit row, and what is to be rolled up.

    The caller has asked who may, and whether it waits, and holds the lock.
    """
    period = period_of_entry(entry)
    event = EntryEvent.objects.create(
        entry=entry,
        kind=EntryEvent.APPROVED,
        actor=actor,
        author=entry.author,
        figure_hash=entry.figure_hash,
        recorded_at=recorded_at,
    )
    record_event(actor, "approved", entry, period, figure_hash=entry.figure_hash)
    roll_up_again(entry, period)
    return event


def reject_entry(*, actor: "User", entry: Entry, figure_hash: str, reason: str) -> EntryEvent:
    """Reject the revision whose hash is `figure_hash`: it stands no more, and a correction is due.

    What was approved is not rejected: who knows better submits the next revision.

    Raises
    ------
    NotAllowedError
        Where `actor` may not approve it either, its author above all.
    DomainError
        Where there is no reason, another figure stands now than the one that was read, or it
        waits for nobody.
    """
    require_approver(actor, entry, named_approver(entry))
    if not reason.strip():
        raise DomainError(_("Say why, so that it can be corrected."), field="reason")
    period = period_of_entry(entry)
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever submits for this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=entry.unit_id)
        _require_waiting(entry, figure_hash)
        if entry.kind == Entry.OVERRIDE:
            raise DomainError(
                _("The strategy office takes an override back; it is not rejected. Tell it why.")
            )
        event = EntryEvent.objects.create(
            entry=entry,
            kind=EntryEvent.REJECTED,
            actor=actor,
            author=entry.author,
            figure_hash=figure_hash,
            reason=reason.strip(),
            recorded_at=recorded_at,
        )
        record_event(actor, "rejected", entry, period, reason.strip(), figure_hash=figure_hash)
        roll_up_again(entry, period)
        post("notices", [f"rejected:{entry.pk}"])
    return event


def _require_waiting(entry: Entry, figure_hash: str) -> None:
    if refusal := refusals_to_decide({entry: figure_hash}).get(entry.pk):
        raise DomainError(refusal)


def refusals_to_decide(figures: Mapping[Entry, str]) -> dict[int, str]:
    """Say of which figures nothing can be decided, by entry id, and why.

    Asked once the units are locked: nothing changes until the end of the transaction.

    Parameters
    ----------
    figures
        The hash of what was read, by entry.
    """
    cells = [Q(**_cell(entry)) for entry in figures]
    rows = Entry.objects.filter(reduce(or_, cells)).standing().order_by("revision")
    standing = {(row.kpi_id, row.unit_id, row.period): row.pk for row in rows}
    events = EntryEvent.objects.filter(entry__in=list(figures), kind=EntryEvent.APPROVED)
    approved = set(events.values_list("entry_id", flat=True))
    needs, locked = _needs_approval(figures), _locked(figures)
    said = {}
    for entry, figure_hash in figures.items():
        stands = standing.get((entry.kpi_id, entry.unit_id, entry.period))
        if stands != entry.pk or entry.figure_hash != figure_hash:
            said[entry.pk] = _(
                "Another figure stands here than the one that you read. Read it, then decide."
            )
        elif entry.pk in approved:
            said[entry.pk] = _("This figure is approved already.")
        elif not needs[entry.pk]:
            said[entry.pk] = _(
                "Figures of %(kpi)s count without approval: there is nothing to approve."
            ) % {"kpi": entry.kpi}
        elif sentence := locked[entry.pk]:
            said[entry.pk] = sentence
    return said


def _locked(entries: Iterable[Entry]) -> dict[int, str]:
    """Say by entry id which month takes no figures any more; empty where it does."""
    periods = {entry: period_of_entry(entry) for entry in entries}
    locks = read_locks(timezone.now(), periods.values())
    return {entry.pk: locks.refusal(entry.unit, period) for entry, period in periods.items()}


def _cell(entry: Entry) -> dict[str, Any]:
    return {"kpi": entry.kpi_id, "unit": entry.unit_id, "period": entry.period}


def _needs_approval(entries: Iterable[Entry]) -> dict[int, bool]:
    """Tell which figures count only once they are approved, as the KPI was defined then."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    versions = {kpi_id: versions_of(kpi_id) for kpi_id in {entry.kpi_id for entry in entries}}
    days = {entry: calendar.last_day(period_of_entry(entry)) for entry in entries}
    return {
        entry.pk: version_on(versions[entry.kpi_id], day).approved_only
        for entry, day in days.items()
    }


def period_of_entry(entry: Entry) -> Period:
    """Return the period of an entry, by the present definition, as entries are stored."""
    return Period(Frequency(entry.kpi.definition.frequency), entry.period)


def record_event(
    actor: "User", verb: str, entry: Entry, period: Period, reason: str = "", **facts: object
) -> None:
    """Write the audit row of what happened to an entry."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    record(
        actor=actor,
        verb=verb,
        kind="entry",
        subject=f"{entry.unit.code} {entry.kpi.code} {calendar.format(period)}",
        reason=reason,
        detail={"entry": entry.pk, "revision": entry.revision, **facts},
        unit_id=entry.unit_id,
    )


def roll_up_again(entry: Entry, period: Period) -> None:
    """Make due what an entry counts in."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    keys = keys_of_entries(entry.kpi_id, [calendar.fiscal_year(period)])
    post("rollup", keys, part_of([entry.unit_id]))
