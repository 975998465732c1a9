"""People who write at once make one chain, and keep nobody waiting."""

from decimal import Decimal
from threading import Barrier, Event

import pytest
from django.db import transaction

from audit.models import Link, Record
from audit.selectors.chain import verify_chain
from audit.services.records import record

SECONDS = 20
PEOPLE, TIMES = 8, 10


def write(subject):
    return record(actor=None, verb="created", kind="initiative", subject=subject)


def test_people_who_submit_at_once_make_one_chain(world, submit, workers):
    together = Barrier(PEOPLE)

    def person(number):
        together.wait(SECONDS)
        for value in range(TIMES):
            submit(Decimal(value), kpi=number % 2, unit=number // 2 % 2)

    for worker in [workers(lambda number=number: person(number)) for number in range(PEOPLE)]:
        worker.done()
    assert Record.objects.count() == Link.objects.count() == PEOPLE * TIMES
    assert verify_chain().holds


@pytest.mark.postgresql
def test_a_long_transaction_keeps_nobody_waiting_and_stands_where_it_commits(
    transactional_db, workers
):
    written, go = Event(), Event()

    def slow():
        with transaction.atomic():
            write("SLOW")
            written.set()
            assert go.wait(SECONDS)

    worker = workers(slow)
    assert written.wait(SECONDS)
    write("QUICK")
    go.set()
    worker.done()
    subjects = Link.objects.order_by("position").values_list("record__subject", flat=True)
    assert list(subjects) == ["QUICK", "SLOW"]
    assert verify_chain().holds
