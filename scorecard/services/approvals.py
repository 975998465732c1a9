"""Approve figures of KPIs of which only approved ones count."""

from typing import TYPE_CHECKING

from django.db import transaction
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
from scorecard.selectors.versions import version_on, versions_of
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.parts import part_of

if TYPE_CHECKING:
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
    period = period_of_entry(entry)
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever submits for this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=entry.unit_id)
        _require_waiting(entry, period, figure_hash)
        event = EntryEvent.objects.create(
            entry=entry,
            kind=EntryEvent.APPROVED,
            actor=actor,
            author=entry.author,
            figure_hash=figure_hash,
            recorded_at=recorded_at,
        )
        record_event(actor, "approved", entry, period, figure_hash=figure_hash)
        roll_up_again(entry, period)
    return event


def _require_waiting(entry: Entry, period: Period, figure_hash: str) -> None:
    cell = Entry.objects.filter(kpi=entry.kpi_id, unit=entry.unit_id, period=entry.period)
    standing = cell.standing().order_by("-revision").first()
    if standing != entry or entry.figure_hash != figure_hash:
        raise DomainError(
            _("Another figure stands here than the one that you read. Read it, then approve it.")
        )
    if entry.events.filter(kind=EntryEvent.APPROVED).exists():
        raise DomainError(_("This figure is approved already."))
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    version = version_on(versions_of(entry.kpi_id), calendar.last_day(period))
    if not version.approved_only:
        raise DomainError(
            _("Figures of %(kpi)s count without approval: there is nothing to approve.")
            % {"kpi": version.name}
        )


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
