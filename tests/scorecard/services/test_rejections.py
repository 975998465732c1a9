"""A figure that waits is rejected: with a reason, never by its author, as it was read."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Entry, EntryEvent, Result
from scorecard.services.approval_batches import approve_entries
from scorecard.services.approvals import approve_entry, reject_entry
from scorecard.services.locks import lock_month
from tests.factories import make_deputy, make_entry, make_kpi, make_reporter, ordinal, recorded
from tests.scorecard.small import roll_up


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True)
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def entry(units, fuel, otto):
    return make_entry(units.mara, fuel, "2026-10", Decimal("7.50"), author=otto)


def reject(actor, entry, figure_hash=None, reason="Counted twice."):
    read = figure_hash or entry.figure_hash
    return reject_entry(actor=actor, entry=entry, figure_hash=read, reason=reason)


def test_what_was_rejected_stands_no_more_and_is_recorded_with_the_reason(mara, fuel, entry):
    event = reject(mara, entry)
    assert (event.kind, event.actor, event.author) == ("rejected", mara, entry.author)
    assert event.figure_hash == entry.figure_hash
    assert not Entry.objects.standing().exists()
    row = Record.objects.get(verb="rejected")
    assert (row.subject, row.reason) == ("MARA FUEL 2026-10", "Counted twice.")


def test_in_a_locked_month_nothing_is_decided(mara, ada, entry):
    lock_month(actor=ada, month=FiscalCalendar().parse("2026-10"), reason="The book is frozen.")
    with pytest.raises(DomainError, match="locked"):
        reject(mara, entry)
    with pytest.raises(DomainError, match="locked"):
        approve_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash)
    batch = approve_entries(actor=mara, figures={entry: entry.figure_hash})
    assert (batch.approved, len(batch.left)) == ((), 1)
    assert not EntryEvent.objects.exists()


def test_what_was_approved_before_counts_on(units, mara, otto, fuel, entry):
    approve_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash)
    newer = make_entry(units.mara, fuel, "2026-10", Decimal(9), author=otto)
    reject(mara, newer)
    roll_up()
    assert Result.objects.get(kpi=fuel, unit=units.hq, period=ordinal("2026-10")).value == 7.5


def test_whoever_enters_it_is_to_be_told_and_the_figures_are_calculated_again(mara, entry):
    reject(mara, entry)
    assert OutboxRow.objects.filter(topic="notices", key=f"rejected:{entry.pk}").exists()
    assert OutboxRow.objects.filter(topic="rollup").exists()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_obligatory(mara, entry, reason):
    with pytest.raises(DomainError, match="Say why") as refused:
        reject(mara, entry, reason=reason)
    assert refused.value.field == "reason"
    assert not EntryEvent.objects.exists()


def test_the_database_wants_a_reason_and_another_person_too(mara, entry):
    said = {"entry": entry, "kind": "rejected", "recorded_at": recorded()}
    with pytest.raises(IntegrityError, match="rejection_says_why"), transaction.atomic():
        EntryEvent.objects.create(**said, actor=mara, author=entry.author)
    with pytest.raises(IntegrityError, match="approver_is_not_author"), transaction.atomic():
        EntryEvent.objects.create(**said, actor=mara, author=mara, reason="No.")


def test_nobody_rejects_what_they_entered_nor_their_deputy(units, mara, otto, fuel):
    make_deputy(mara, otto)
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=mara)
    for person in (mara, otto):
        with pytest.raises(NotAllowedError, match="somebody else approves it"):
            reject(person, entry)


@pytest.mark.parametrize("who", ["chief", "vera", "nils", "otto"])
def test_who_may_not_approve_may_not_reject(request, entry, who):
    with pytest.raises(NotAllowedError):
        reject(request.getfixturevalue(who), entry)


def test_another_figure_than_the_one_that_was_read_is_not_rejected(units, mara, fuel, entry):
    read = entry.figure_hash
    newer = make_entry(units.mara, fuel, "2026-10", Decimal(8))
    for each in (entry, newer):
        with pytest.raises(DomainError, match="Another figure stands here"):
            reject(mara, each, read)


def test_what_is_approved_or_counts_without_approval_is_not_rejected(units, mara, entry):
    approve_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash)
    with pytest.raises(DomainError, match="approved already"):
        reject(mara, entry)
    with pytest.raises(DomainError, match="count without approval"):
        reject(mara, make_entry(units.mara, make_kpi("DAYS"), "2026-10", Decimal(7)))


def test_a_figure_is_rejected_once(mara, entry):
    reject(mara, entry)
    with pytest.raises(DomainError, match="Another figure stands here"):
        reject(mara, entry)


def test_an_override_is_taken_back_instead(units, ada, mara, fuel):
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=ada, kind="override")
    with pytest.raises(DomainError, match="takes an override back"):
        reject(mara, entry)
