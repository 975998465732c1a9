from threading import Thread

import pytest
from django.db import InternalError, connection, connections, transaction
from django.utils import timezone

from core.database import (
    delete_rows,
    hold_sources_shared,
    insert_rows,
    is_postgresql,
    lock_key,
    snapshot,
)
from jobs.models import OutboxRow

COLUMNS = ("topic", "key", "created_at", "not_before", "attempts", "last_error", "parked_at")
AWKWARD = [
    "",
    "two\nlines\r\n",
    "tab\there",
    "back\\slash \\N",
    "“quoted”, ';--",
    "\U0001f6f0 žluťoučký",
]


def rows_of(errors):
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return [("work", str(n), now, now, n, error, None) for n, error in enumerate(errors)]


@pytest.mark.django_db
def test_awkward_text_and_missing_values_are_stored_as_they_are():
    insert_rows(OutboxRow, COLUMNS, iter(rows_of(AWKWARD)))
    stored = OutboxRow.objects.order_by("attempts")
    assert list(stored.values_list("last_error", flat=True)) == AWKWARD
    assert set(stored.values_list("parked_at", flat=True)) == {None}


@pytest.mark.django_db
def test_no_rows_are_no_error():
    insert_rows(OutboxRow, COLUMNS, [])
    delete_rows(OutboxRow, ("topic", "key"), [])
    assert not OutboxRow.objects.exists()


@pytest.mark.django_db
def test_only_rows_that_equal_a_whole_key_are_deleted():
    OutboxRow.objects.bulk_create(
        OutboxRow(topic=topic, key=key) for topic in ("a", "b") for key in ("1", "2")
    )
    delete_rows(OutboxRow, ("topic", "key"), [("a", "1"), ("b", "2"), ("c", "1")])
    left = OutboxRow.objects.order_by("topic").values_list("topic", "key")
    assert list(left) == [("a", "2"), ("b", "1")]


@pytest.mark.django_db(transaction=True)
def test_inserted_and_deleted_rows_go_with_a_transaction_that_fails():
    OutboxRow.objects.create(topic="a", key="1")

    def fail():
        with transaction.atomic():
            insert_rows(OutboxRow, COLUMNS, rows_of(["x"]))
            delete_rows(OutboxRow, ("topic",), [("a",)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(OutboxRow.objects.values_list("topic", flat=True)) == ["a"]


@pytest.mark.django_db
def test_one_transaction_may_take_a_lock_twice():
    assert lock_key("work:1")
    assert lock_key("work:1", wait=True)
    hold_sources_shared()
    hold_sources_shared()


def elsewhere(question):
    """Answer a question in a thread with its own connection and transaction."""
    answers = []

    def ask():
        try:
            with transaction.atomic():
                answers.append(question())
        finally:
            connections.close_all()

    thread = Thread(target=ask)
    thread.start()
    thread.join(10)
    return answers[0] if answers else "no answer"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_key_is_locked_for_others_until_the_transaction_ends():
    assert is_postgresql()
    with transaction.atomic():
        assert lock_key("work:1")
        assert elsewhere(lambda: lock_key("work:1")) is False
        assert elsewhere(lambda: lock_key("work:2")) is True
    assert elsewhere(lambda: lock_key("work:1")) is True


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_of_sources_do_not_wait_for_each_other():
    with transaction.atomic():
        hold_sources_shared()
        assert elsewhere(lambda: hold_sources_shared() is None) is True


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_snapshot_does_not_see_what_others_write_meanwhile_and_writes_nothing():
    OutboxRow.objects.create(topic="a", key="1")
    with snapshot():
        assert OutboxRow.objects.count() == 1
        assert elsewhere(lambda: OutboxRow.objects.create(topic="a", key="2").key) == "2"
        assert OutboxRow.objects.count() == 1
    assert OutboxRow.objects.count() == 2
    with pytest.raises(InternalError, match="read-only"), snapshot():
        OutboxRow.objects.create(topic="a", key="3")


@pytest.mark.django_db
def test_a_snapshot_inside_a_transaction_is_that_transaction():
    OutboxRow.objects.create(topic="a", key="1")
    with snapshot():
        assert OutboxRow.objects.count() == 1
