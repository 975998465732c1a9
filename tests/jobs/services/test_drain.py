from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from jobs.models import OutboxRow
from jobs.services import drain as module
from jobs.services.drain import BusyError, drain, waiting, work_off
from jobs.services.outbox import post

pytestmark = pytest.mark.django_db


def attempts(key="1"):
    return list(OutboxRow.objects.filter(key=key).values_list("attempts", flat=True))


def raise_for(*keys):
    """Return a handler that fails for these keys and works for the others."""
    done = []

    def handler(key):
        if key in keys:
            raise ValueError(f"Key {key} is poison.")
        done.append(key)

    handler.done = done
    return handler


@pytest.fixture
def quick(monkeypatch):
    """No pauses between retries; how long each would have been."""
    pauses = []
    monkeypatch.setattr(module.time, "sleep", pauses.append)
    return pauses


def test_rows_of_one_key_are_worked_off_once_and_deleted(work):
    for _ in range(3):
        post("work", ["1", "2"])
    assert drain() == 2
    assert work.done == ["1", "2"]
    assert not OutboxRow.objects.exists()


def test_the_oldest_key_comes_first(work):
    post("work", ["9", "1"])
    post("work", ["9"])
    drain()
    assert work.done == ["9", "1"]


def test_what_a_handler_posts_is_worked_off_in_the_same_run(work):
    def handler(key):
        work.done.append(key)
        if key == "1":
            post("other", ["2"])

    work.handler = handler
    post("work", ["1"])
    assert drain() == 2
    assert work.done == ["1", "2"]


def test_only_the_topics_asked_for_are_worked_off(work):
    post("work", ["1"])
    post("other", ["2"])
    assert (waiting(), waiting({"other"})) == (2, 1)
    assert drain({"other"}) == 1
    assert work.done == ["2"]
    assert waiting() == 1


def test_a_row_that_is_not_due_yet_waits_for_its_time(work):
    post("work", ["1"])
    OutboxRow.objects.update(not_before=timezone.now() + timedelta(hours=1))
    assert drain() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert drain() == 1


def test_a_row_that_comes_while_the_key_is_worked_off_is_worked_off_afterwards(work):
    def handler(key):
        work.done.append(key)
        if len(work.done) == 1:
            OutboxRow.objects.create(topic="work", key=key)

    work.handler = handler
    post("work", ["1"])
    assert drain() == 2
    assert work.done == ["1", "1"]


def test_the_attempt_is_counted_before_the_handler_runs(work):
    work.handler = lambda key: work.done.append(attempts(key))
    post("work", ["1"])
    drain()
    assert work.done == [[1]]


def test_a_key_that_raises_waits_longer_each_time_and_the_others_go_on(work):
    work.handler = raise_for("1")
    post("work", ["1", "2"])
    moment = timezone.now()
    with time_machine.travel(moment, tick=False):
        assert drain() == 1
        row = OutboxRow.objects.get()
        assert (row.attempts, row.last_error) == (1, "ValueError: Key 1 is poison.")
        assert row.not_before - moment == timedelta(seconds=4)
    with time_machine.travel(row.not_before, tick=False):
        assert drain() == 0
        row.refresh_from_db()
        assert row.not_before - timezone.now() == timedelta(seconds=8)
    assert work.handler.done == ["2"]


def test_a_handler_that_raises_leaves_nothing_that_it_wrote(work):
    def handler(key):
        post("other", ["2"])
        raise ValueError(key)

    work.handler = handler
    post("work", ["1"])
    drain()
    assert list(OutboxRow.objects.values_list("topic", flat=True)) == ["work"]


def fail_until_parked(work):
    """Drain at each time the key is due; return how often that was."""
    for tries in range(1, 20):
        row = OutboxRow.objects.get(key="1")
        with time_machine.travel(row.not_before, tick=False):
            drain()
        row.refresh_from_db()
        if row.parked_at is not None:
            return tries
    return None


def test_a_key_that_raises_five_times_is_parked_with_its_reason(work):
    work.handler = raise_for("1")
    post("work", ["1"])
    assert fail_until_parked(work) == 5
    assert OutboxRow.objects.get().last_error == "ValueError: Key 1 is poison."
    assert waiting() == 0


def test_a_key_that_killed_its_worker_five_times_is_parked(work):
    post("work", ["1", "2"])
    # What is left of five workers that died in the handler.
    OutboxRow.objects.filter(key="1").update(attempts=5)
    assert drain() == 1
    assert work.done == ["2"]
    row = OutboxRow.objects.get()
    assert row.parked_at is not None
    assert row.last_error == "The worker died while working on it."


def test_a_parked_key_gets_another_chance_when_something_new_comes(work):
    post("work", ["1"])
    OutboxRow.objects.update(attempts=5)
    drain()
    post("work", ["1"])
    assert drain() == 1
    assert not OutboxRow.objects.exists()


def test_a_topic_that_nobody_works_off_is_parked_at_once(work):
    OutboxRow.objects.create(topic="nonsense", key="1")
    post("work", ["2"])
    assert drain() == 1
    row = OutboxRow.objects.get()
    assert row.parked_at is not None
    assert row.last_error == "UnknownTopicError: No service works off the topic nonsense."


def test_every_topic_of_the_product_has_a_service_and_a_task():
    from django.conf import settings

    from osm.celery import app

    app.loader.import_default_modules()
    for name, topic in settings.OSM_TOPICS.items():
        assert callable(module.handler(name))
        assert topic.task in app.tasks


def test_a_busy_key_is_left_and_does_not_count_as_an_attempt(work, monkeypatch):
    monkeypatch.setattr(module, "lock_key", lambda name, **_: name != "work:1")
    post("work", ["1", "2"])
    for _ in range(7):
        drain()
    assert work.done == ["2"]
    assert attempts() == [0]


def test_an_attempt_on_a_key_that_just_became_busy_is_taken_back(work, monkeypatch):
    post("work", ["1"])

    def work_off(key, *_):
        assert attempts() == [1]
        raise BusyError

    monkeypatch.setattr(module, "work_off", work_off)
    assert drain() == 0
    assert attempts() == [0]


def test_a_locked_database_is_tried_again_after_growing_pauses(work, quick):
    def handler(key):
        work.done.append(key)
        if len(work.done) < 4:
            raise OperationalError("database is locked")

    work.handler = handler
    post("work", ["1"])
    assert drain() == 1
    assert len(quick) == 3
    assert quick[0] < quick[1] * 2 < quick[2] * 8
    assert not OutboxRow.objects.exists()


def test_a_database_that_stays_locked_is_a_failed_attempt(work, quick):
    def handler(key):
        work.done.append(key)
        raise OperationalError("database is locked")

    work.handler = handler
    post("work", ["1"])
    assert drain() == 0
    assert len(work.done) == module.MOST_RETRIES
    assert OutboxRow.objects.get().last_error == "OperationalError: database is locked"


def test_an_error_that_will_not_pass_is_not_tried_again(work, quick):
    def handler(key):
        work.done.append(key)
        raise OperationalError("no such column")

    work.handler = handler
    post("work", ["1"])
    drain()
    assert work.done == ["1"]
    assert quick == []


def test_work_in_place_of_the_handler_takes_the_waiting_and_the_parked_rows_with_it(work):
    post("work", ["1", "1"])
    OutboxRow.objects.create(topic="work", key="1", parked_at=timezone.now())
    OutboxRow.objects.create(topic="work", key="2")
    rebuilt = []
    work_off(("work", "1"), rebuilt.append)
    assert rebuilt == ["1"]
    assert work.done == []
    assert list(OutboxRow.objects.values_list("key", flat=True)) == ["2"]


def test_a_key_without_rows_is_nothing_to_do_unless_work_is_given(work):
    assert not work_off(("work", "1"))
    assert work.done == []
    assert work_off(("work", "1"), work.done.append)
    assert work.done == ["1"]


def test_forty_thousand_rows_of_one_key_are_one_piece_of_work(work):
    OutboxRow.objects.bulk_create([OutboxRow(topic="work", key="1")] * 40_000, batch_size=5000)
    assert drain() == 1
    assert not OutboxRow.objects.exists()
