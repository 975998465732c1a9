"""Several workers at once: the same as one, and nothing is lost."""

from decimal import Decimal
from threading import Barrier, Event

import pytest

from jobs.models import OutboxRow
from jobs.services import drain as module
from jobs.services.drain import drain, work_off
from scorecard.models import Result
from scorecard.services.rollup.full import rebuild
from tests.factories import ordinal

SECONDS = 20


def handlers(monkeypatch, **by_topic):
    """Put functions (original handler, key) in front of the handlers of topics."""
    known = module.handler

    def handler(topic):
        wrapped = by_topic.get(topic)
        return known(topic) if wrapped is None else lambda key: wrapped(known(topic), key)

    monkeypatch.setattr(module, "handler", handler)


@pytest.fixture
def paused(monkeypatch):
    """The first roll-up of a run stops, having written, until it is let `go` on."""
    inside, go = Event(), Event()

    def rollup(original, key):
        original(key)
        if not inside.is_set():
            inside.set()
            assert go.wait(SECONDS)

    handlers(monkeypatch, rollup=rollup)
    return inside, go


def value_at(unit):
    return Result.objects.get(unit=unit, kpi__code="FUEL", period=ordinal("2026-01")).value


@pytest.mark.postgresql
def test_an_entry_that_comes_after_the_sources_were_read_is_not_lost(
    world, submit, workers, paused, settled
):
    inside, go = paused
    submit(Decimal(1))
    worker = workers(drain)
    assert inside.wait(SECONDS)
    submit(Decimal(2))
    go.set()
    worker.done()
    assert value_at(world.hq) == 2
    settled(entries=2)


@pytest.mark.postgresql
def test_a_key_that_is_busy_is_left_and_never_parked_however_often_it_is_found(
    world, submit, workers, paused, settled
):
    inside, go = paused
    submit(Decimal(1))
    worker = workers(drain)
    assert inside.wait(SECONDS)
    submit(Decimal(2))
    for _ in range(8):
        assert drain() == 0
    attempts = OutboxRow.objects.order_by("id").values_list("attempts", "parked_at")
    assert list(attempts) == [(1, None), (0, None)]
    go.set()
    worker.done()
    settled(entries=2)


@pytest.mark.postgresql
def test_a_key_in_its_last_attempt_is_not_parked_while_somebody_works_on_it(
    world, submit, workers, paused, settled
):
    inside, go = paused
    submit(Decimal(1))
    OutboxRow.objects.update(attempts=4)
    worker = workers(drain)
    assert inside.wait(SECONDS)
    assert drain() == 0
    row = OutboxRow.objects.get()
    assert (row.attempts, row.parked_at) == (5, None)
    go.set()
    worker.done()
    settled(entries=1)


@pytest.mark.postgresql
def test_a_busy_key_does_not_hold_up_the_others(world, submit, workers, paused, settled):
    inside, go = paused
    submit(Decimal(1), kpi=0)
    worker = workers(drain)
    assert inside.wait(SECONDS)
    submit(Decimal(5), kpi=1)
    # The KPI and the scores of its two years; those that FUEL waits for come with FUEL.
    assert drain() == 2
    go.set()
    worker.done()
    settled(entries=2)


@pytest.mark.postgresql
def test_two_kpis_of_one_objective_at_once_give_the_scores_of_a_rebuild(
    world, submit, workers, monkeypatch, settled
):
    together = Barrier(2)

    def rollup(original, key):
        original(key)
        # Both have written and neither has committed.
        together.wait(SECONDS)

    handlers(monkeypatch, rollup=rollup)
    submit(Decimal(60), kpi=0)
    submit(Decimal(90), kpi=1)
    for worker in [workers(drain), workers(drain)]:
        worker.done()
    drain()
    settled(entries=2)


@pytest.mark.postgresql
def test_a_rebuild_waits_for_a_drain_and_a_drain_leaves_what_is_rebuilt(
    world, submit, workers, paused, settled
):
    inside, go = paused
    submit(Decimal(1))
    worker = workers(drain)
    assert inside.wait(SECONDS)
    submit(Decimal(2))
    rebuilding = workers(rebuild)
    rebuilding.join(0.3)
    assert rebuilding.is_alive()
    go.set()
    worker.done()
    rebuilding.done()
    drain()
    assert value_at(world.hq) == 2
    settled(entries=2)


def test_eight_workers_that_start_at_once_do_each_key_as_often_as_it_came(
    world, submit, workers, monkeypatch, settled
):
    done, start = [], Barrier(8)

    def rollup(original, key):
        original(key)
        done.append(key)

    handlers(monkeypatch, rollup=rollup)
    for value in range(3):
        submit(Decimal(value), kpi=0)
        submit(Decimal(value), kpi=1)

    def work():
        start.wait(SECONDS)
        return drain()

    crowd = [workers(work) for _ in range(8)]
    for worker in crowd:
        worker.done()
    drain()
    assert sorted(done) == sorted(f"{kpi.pk}:2026" for kpi in world.kpis)
    settled(entries=6)


def test_people_enter_while_four_workers_roll_up(world, submit, workers, settled):
    def enter(unit):
        for number in range(6):
            submit(Decimal(number), kpi=number % 2, unit=unit, period=f"2026-0{1 + number % 3}")

    people = [workers(lambda unit=unit: enter(unit)) for unit in (0, 1)]
    crowd = [workers(lambda: [drain() for _ in range(5)]) for _ in range(4)]
    for worker in [*people, *crowd]:
        worker.done()
    drain()
    settled(entries=12)


def test_two_submissions_of_one_cell_at_once_become_two_revisions(world, submit, workers, settled):
    start = Barrier(4)

    def enter(value):
        start.wait(SECONDS)
        return submit(Decimal(value))[0].revision

    crowd = [workers(lambda value=value: enter(value)) for value in range(4)]
    assert sorted(worker.done() for worker in crowd) == [1, 2, 3, 4]
    drain()
    settled(entries=4)


def test_a_key_run_twice_writes_the_same(world, submit, settled):
    submit(Decimal(1))
    drain()
    key = f"{world.kpis[0].pk}:2026"
    for topic, name in (("rollup", key), ("scores", "2026")):
        OutboxRow.objects.create(topic=topic, key=name)
        assert work_off((topic, name))
    settled(entries=1)
