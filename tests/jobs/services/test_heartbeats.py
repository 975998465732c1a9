from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Heartbeat, OutboxRow
from jobs.services.heartbeats import beat, health

pytestmark = pytest.mark.django_db


def due_since(**ago):
    return OutboxRow.objects.create(
        topic="work", key="1", not_before=timezone.now() - timedelta(**ago)
    )


def test_an_empty_outbox_is_well_and_has_no_age():
    found = health()
    assert (found.status, found.oldest_due_seconds, found.parked) == ("ok", None, 0)


def test_work_that_waited_for_less_than_five_minutes_is_well():
    due_since(minutes=4)
    found = health()
    assert found.is_well
    assert found.oldest_due_seconds == pytest.approx(240, abs=5)


def test_work_that_waited_longer_is_an_illness_with_a_reason():
    due_since(minutes=4)
    due_since(minutes=6)
    found = health()
    assert not found.is_well
    assert found.reason == "work has waited for 360 s: start a worker"


def test_work_of_the_future_does_not_wait():
    due_since(days=-1)
    assert health().oldest_due_seconds is None


def test_a_parked_key_is_counted_and_does_not_age():
    row = due_since(hours=1)
    row.parked_at = timezone.now()
    row.save()
    found = health()
    assert (found.status, found.parked, found.oldest_due_seconds) == ("ok", 1, None)


def test_a_sign_of_life_replaces_the_one_before():
    beat("drain")
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert health().heartbeats["drain"] == pytest.approx(60, abs=5)
    beat("drain")
    assert health().heartbeats["drain"] == pytest.approx(0, abs=5)
    assert Heartbeat.objects.count() == 1
