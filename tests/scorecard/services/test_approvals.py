"""Where only approved figures count: who approves which, and what it changes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import EntryEvent, Result
from scorecard.services.approvals import approve_entry
from tests.factories import (
    make_deputy,
    make_entry,
    make_kpi,
    make_person,
    make_reporter,
    ordinal,
    recorded,
)
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


def approve(actor, entry, figure_hash=None):
    return approve_entry(actor=actor, entry=entry, figure_hash=figure_hash or entry.figure_hash)


def value_at(unit, kpi):
    return Result.objects.get(kpi=kpi, unit=unit, period=ordinal("2026-10")).value


def test_a_figure_counts_once_it_is_approved(units, mara, fuel, entry):
    roll_up()
    assert value_at(units.hq, fuel) is None
    approve(mara, entry)
    roll_up()
    assert value_at(units.hq, fuel) == 7.5


def test_an_approval_is_audited_and_makes_the_roll_up_due(mara, entry):
    event = approve(mara, entry)
    assert (event.kind, event.actor, event.author) == ("approved", mara, entry.author)
    assert event.figure_hash == entry.figure_hash
    row = Record.objects.get(verb="approved")
    assert (row.subject, row.unit_id) == ("MARA FUEL 2026-10", entry.unit_id)
    assert row.detail["figure_hash"] == entry.figure_hash


def test_nobody_approves_what_they_entered(units, ada, mara, fuel):
    for person in (ada, mara):
        entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=person)
        with pytest.raises(NotAllowedError, match="somebody else approves it"):
            approve(person, entry)


def test_the_database_refuses_the_author_too(mara, entry):
    with pytest.raises(IntegrityError, match="approver_is_not_author"), transaction.atomic():
        EntryEvent.objects.create(
            entry=entry,
            kind="approved",
            actor=entry.author,
            author=entry.author,
            recorded_at=recorded(),
        )


def test_events_are_still_never_changed(mara, entry):
    approve(mara, entry)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        EntryEvent.objects.update(reason="other")


def test_a_deputy_does_not_approve_what_the_manager_entered(units, mara, otto, fuel):
    make_deputy(mara, otto)
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=mara)
    with pytest.raises(NotAllowedError, match="act for who did"):
        approve(otto, entry)


def test_a_deputy_approves_what_somebody_else_entered_in_both_names(units, mara, fuel, entry):
    deputy = make_person("Sina Rolf", "employee", units.mara)
    make_deputy(mara, deputy)
    approve(deputy, entry)
    row = Record.objects.get(verb="approved")
    assert (row.actor, row.on_behalf_of) == (deputy, mara)


@pytest.mark.parametrize("who", ["chief", "vera", "nils"])
def test_who_may_not_approve_is_told_who_does(request, entry, who):
    with pytest.raises(NotAllowedError, match="The manager of 1st Armoured Brigade approves"):
        approve(request.getfixturevalue(who), entry)


def test_where_somebody_is_named_they_approve_and_the_manager_does_not(
    units, ada, mara, chief, fuel, entry
):
    make_reporter(units.mara, fuel, approver=chief)
    with pytest.raises(NotAllowedError, match="Chief Lindqvist approves this figure"):
        approve(mara, entry)
    assert approve(chief, entry).actor == chief
    other = make_entry(units.mara, fuel, "2026-09", Decimal(3))
    assert approve(ada, other).actor == ada


def test_who_is_named_and_may_not_see_the_unit_does_not_approve(units, nils, fuel, entry):
    make_reporter(units.mara, fuel, approver=nils)
    with pytest.raises(NotAllowedError):
        approve(nils, entry)


def test_another_figure_than_the_one_that_was_read_is_not_approved(units, mara, fuel, entry):
    read = entry.figure_hash
    newer = make_entry(units.mara, fuel, "2026-10", Decimal(8))
    for each in (entry, newer):
        with pytest.raises(DomainError, match="Another figure stands here"):
            approve(mara, each, read)
    assert not EntryEvent.objects.exists()


def test_a_figure_is_approved_once(mara, entry):
    approve(mara, entry)
    with pytest.raises(DomainError, match="approved already"):
        approve(mara, entry)


def test_where_all_figures_count_nothing_is_approved(units, mara):
    entry = make_entry(units.mara, make_kpi("DAYS"), "2026-10", Decimal(7))
    with pytest.raises(DomainError, match="count without approval"):
        approve(mara, entry)


def test_the_hash_is_that_of_the_cell_and_of_what_it_says(units, fuel, otto, entry):
    entry.refresh_from_db()
    known = entry.figure_hash
    for name, value in [
        ("value", Decimal("7.51")),
        ("period", entry.period + 1),
        ("comment", "x"),
        ("author_id", None),
        ("revision", 2),
    ]:
        before = getattr(entry, name)
        setattr(entry, name, value)
        assert entry.figure_hash != known
        setattr(entry, name, before)
    entry.value = Decimal("7.5000")
    assert entry.figure_hash == known
