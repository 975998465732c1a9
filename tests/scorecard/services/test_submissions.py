import threading
from decimal import Decimal

import pytest
from django.db import connection

from core.errors import DomainError, NotAllowedError
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Entry
from scorecard.services.entries import Figure
from scorecard.services.submissions import Cell, RefusedSubmissionError, submit_cells
from tests.factories import make_kpi, make_reporter


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=True)


@pytest.fixture
def kpi(units):
    kpi = make_kpi()
    for unit in [units.mara, units.nils]:
        make_reporter(unit, kpi)
    return kpi


def cell(unit, kpi, period, value):
    return Cell(unit, kpi, FiscalCalendar().parse(period), Figure(Decimal(value)))


def submit(actor, *cells, key=""):
    return submit_cells(actor=actor, cells=cells, source="api", idempotency_key=key)


def test_several_units_and_periods_are_stored_in_the_order_of_the_cells(ada, units, kpi):
    cells = [
        cell(units.nils, kpi, "2026-10", 1),
        cell(units.mara, kpi, "2026-10", 2),
        cell(units.nils, kpi, "2026-09", 3),
    ]
    assert [entry.value for entry in submit(ada, *cells).entries] == [1, 2, 3]


def test_a_refusal_names_the_positions_and_stores_nothing(ada, units, kpi):
    fine, early = cell(units.mara, kpi, "2026-10", 1), cell(units.nils, kpi, "2027-01", 1)
    with pytest.raises(RefusedSubmissionError) as refusal:
        submit(ada, fine, early)
    assert list(refusal.value.problems) == [1]
    assert not Entry.objects.exists()


def test_a_unit_without_the_right_refuses_all(mara, units, kpi):
    with pytest.raises(NotAllowedError):
        submit(mara, cell(units.mara, kpi, "2026-10", 1), cell(units.nils, kpi, "2026-10", 1))
    assert not Entry.objects.exists()


def test_a_repeat_says_that_it_is_one(mara, units, kpi):
    october = cell(units.mara, kpi, "2026-10", 1)
    first, second = (submit(mara, october, key="k") for _ in range(2))
    assert (first.replayed, second.replayed) == (False, True)
    assert second.entries == first.entries


def test_a_part_of_a_submission_is_no_repeat_of_it(ada, units, kpi):
    both = [cell(unit, kpi, "2026-10", 1) for unit in (units.mara, units.nils)]
    submit(ada, *both, key="k")
    with pytest.raises(DomainError, match="was used for other figures"):
        submit(ada, both[0], key="k")


def test_without_a_key_a_repeat_is_a_revision(mara, units, kpi):
    october = cell(units.mara, kpi, "2026-10", 1)
    for _ in range(2):
        submit(mara, october)
    assert Entry.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_same_submission_sent_twice_at_once_is_stored_once(mara, units, kpi):
    october = cell(units.mara, kpi, "2026-10", 1)
    start, replays = threading.Barrier(4), []

    def send():
        start.wait()
        try:
            replays.append(submit(mara, october, key="k").replayed)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    assert sorted(replays) == [False, True, True, True]
    assert Entry.objects.count() == 1
