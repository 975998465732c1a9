"""Who lets limits be computed anew, from when on, and why."""

import pytest
import time_machine
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import Rebasing
from scorecard.services.rebasings import rebase_limits, take_back_rebasing
from tests.factories import calendar, make_kpi


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def kpi(units):
    return make_kpi("DAYS")


def decide(actor, unit, kpi, period="2026-03", reason="New depots"):
    return rebase_limits(
        actor=actor, unit=unit, kpi=kpi, period=calendar().parse(period), reason=reason
    )


def test_a_decision_is_recorded_with_who_and_why(units, ada, kpi):
    row = decide(ada, units.mara, kpi, reason=" New depots ")
    assert list(Rebasing.objects.in_force()) == [row]
    assert (row.reason, row.author) == ("New depots", ada)
    record = Record.objects.get()
    assert (record.verb, record.subject) == ("computed limits anew", "MARA DAYS 2026-03")
    assert (record.reason, record.unit_id) == ("New depots", units.mara.pk)


def test_it_is_taken_back_by_a_later_record_and_can_be_made_again(units, ada, kpi):
    row = decide(ada, units.mara, kpi)
    take_back_rebasing(actor=ada, rebasing=row, reason="It was noise")
    assert not Rebasing.objects.in_force().exists()
    assert Rebasing.objects.count() == 2
    assert Record.objects.latest("id").reason == "It was noise"
    again = decide(ada, units.mara, kpi)
    assert list(Rebasing.objects.in_force()) == [again]


def test_as_of_a_moment_what_was_decided_later_does_not_hold(units, ada, kpi):
    row = decide(ada, units.mara, kpi)
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False):
        take_back_rebasing(actor=ada, rebasing=row, reason="It was noise")
    assert list(Rebasing.objects.in_force(row.recorded_at)) == [row]


@pytest.mark.parametrize("who", ["mara", "nils", "chief", "otto", "vera"])
def test_nobody_but_the_office_decides(request, units, ada, kpi, who):
    person, row = request.getfixturevalue(who), decide(ada, units.mara, kpi)
    with pytest.raises(NotAllowedError):
        decide(person, units.mara, kpi, "2026-04")
    with pytest.raises(NotAllowedError):
        take_back_rebasing(actor=person, rebasing=row, reason="It was noise")
    assert Rebasing.objects.count() == 1


@pytest.mark.parametrize(
    ("period", "reason", "field"),
    [
        ("2026-12", "New depots", "period"),
        ("2026-Q1", "New depots", "period"),
        ("2026-03", "New depots", "period"),
        ("2026-04", "  ", "reason"),
        ("2026-04", "x" * 501, "reason"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(units, ada, kpi, period, reason, field):
    decide(ada, units.mara, kpi)
    with pytest.raises(DomainError) as refusal:
        decide(ada, units.mara, kpi, period, reason)
    assert refusal.value.field == field


def test_what_was_taken_back_is_not_taken_back_again(units, ada, kpi):
    row = decide(ada, units.mara, kpi)
    back = take_back_rebasing(actor=ada, rebasing=row, reason="It was noise")
    for each in (row, back):
        with pytest.raises(DomainError, match="already"):
            take_back_rebasing(actor=ada, rebasing=each, reason="It was noise")


def test_the_database_lets_nobody_change_a_decision(units, ada, kpi):
    decide(ada, units.mara, kpi)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rebasing.objects.update(reason="Something else")
