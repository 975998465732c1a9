"""Many figures are approved at once, but for those that changed meanwhile."""

from decimal import Decimal

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import EntryEvent
from scorecard.services.approval_batches import MOST, approve_entries
from tests.factories import make_deputy, make_entry, make_kpi, make_person, make_reporter

MONTHS = ("2026-08", "2026-09", "2026-10")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def entries(units, fuel, otto):
    return [make_entry(units.mara, fuel, month, Decimal(7), author=otto) for month in MONTHS]


def read(*entries):
    return {entry: entry.figure_hash for entry in entries}


def test_all_that_stand_are_approved_each_with_its_record(mara, entries):
    batch = approve_entries(actor=mara, figures=read(*entries))
    assert (batch.approved, batch.left) == (tuple(entries), ())
    assert EntryEvent.objects.filter(kind="approved", actor=mara).count() == 3
    assert Record.objects.filter(verb="approved").count() == 3


def test_what_changed_meanwhile_is_left_with_the_reason_and_the_rest_is_approved(
    units, mara, fuel, entries
):
    figures = read(*entries)
    make_entry(units.mara, fuel, "2026-09", Decimal(8))
    batch = approve_entries(actor=mara, figures=figures)
    assert batch.approved == (entries[0], entries[2])
    ((left, why),) = batch.left
    assert left == entries[1]
    assert "Another figure stands here" in why


def test_ones_own_figures_are_left_and_nothing_but_own_ones_is_refused(units, mara, fuel, entries):
    own = make_entry(units.mara, fuel, "2026-07", Decimal(7), author=mara)
    batch = approve_entries(actor=mara, figures=read(own, *entries))
    assert [entry for entry, _why in batch.left] == [own]
    with pytest.raises(NotAllowedError, match="You entered this figure"):
        approve_entries(actor=mara, figures=read(own))


def test_who_is_named_for_some_approves_those(units, mara, chief, fuel, entries):
    make_reporter(units.mara, fuel, approver=chief)
    with pytest.raises(NotAllowedError, match="Chief Lindqvist"):
        approve_entries(actor=mara, figures=read(*entries))
    assert len(approve_entries(actor=chief, figures=read(*entries)).approved) == 3


def test_none_and_too_many_are_refused(mara, entries):
    with pytest.raises(DomainError, match="at most 200"):
        approve_entries(actor=mara, figures={})
    assert MOST == 200


def test_a_second_time_changes_nothing(mara, entries):
    approve_entries(actor=mara, figures=read(*entries))
    batch = approve_entries(actor=mara, figures=read(*entries))
    assert batch.approved == ()
    assert {why for _entry, why in batch.left} == {"This figure is approved already."}


def test_a_deputy_approves_many_in_both_names(units, mara, entries):
    deputy = make_person("Sina Rolf", "employee", units.mara)
    make_deputy(mara, deputy)
    assert len(approve_entries(actor=deputy, figures=read(*entries)).approved) == 3
    rows = Record.objects.filter(verb="approved")
    assert {(row.actor, row.on_behalf_of) for row in rows} == {(deputy, mara)}
