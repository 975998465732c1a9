import pytest
from django.db import transaction

from jobs.models import OutboxRow
from jobs.services.outbox import post


def posted():
    return list(OutboxRow.objects.order_by("id").values_list("topic", "key"))


@pytest.mark.django_db
def test_one_row_a_key_is_inserted_and_the_same_key_twice_is_one(work):
    post("work", ["1:2026", "2:2026", "1:2026"])
    assert posted() == [("work", "1:2026"), ("work", "2:2026")]


@pytest.mark.django_db
def test_no_keys_are_no_rows_and_no_hint(work, hinted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post("work", [])
    assert posted() == []
    assert hinted == []


@pytest.mark.django_db
def test_a_key_that_waits_already_is_posted_again_and_not_changed(work):
    post("work", ["1"])
    OutboxRow.objects.update(attempts=3)
    post("work", ["1"])
    attempts = OutboxRow.objects.order_by("id").values_list("attempts", flat=True)
    assert list(attempts) == [3, 0]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_neither_row_nor_hint(work, hinted):
    def fail():
        with transaction.atomic():
            post("work", ["1"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert posted() == []
    assert hinted == []


@pytest.mark.django_db(transaction=True)
def test_the_hint_goes_out_after_the_commit_and_not_before(work, hinted):
    with transaction.atomic():
        post("work", ["1"])
        assert hinted == []
    assert hinted == ["tasks.work"]


@pytest.mark.django_db(transaction=True)
def test_an_unknown_topic_is_refused_with_the_change_that_posted_it(work):
    with pytest.raises(KeyError), transaction.atomic():
        post("nonsense", ["1"])
    assert posted() == []
