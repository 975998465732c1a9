from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Heartbeat, OutboxRow
from osm.metrics import exposition

pytestmark = pytest.mark.django_db


def metrics():
    lines = exposition().decode().splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if line.startswith("osm_"))
    return {name: float(value) for name, value in pairs}


def test_an_idle_queue_has_no_age_and_is_well():
    found = metrics()
    assert (found["osm_up"], found["osm_outbox_waiting_rows"]) == (1, 0)
    assert (found["osm_outbox_oldest_due_seconds"], found["osm_outbox_parked_rows"]) == (0, 0)


def test_what_waits_and_what_is_parked_is_counted(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    ten_minutes_ago = timezone.now() - timedelta(minutes=10)
    OutboxRow.objects.create(topic="work", key="1", not_before=ten_minutes_ago)
    OutboxRow.objects.create(topic="work", key="2", parked_at=timezone.now())
    found = metrics()
    assert (found["osm_outbox_oldest_due_seconds"], found["osm_outbox_waiting_rows"]) == (600, 1)
    assert (found["osm_outbox_parked_rows"], found["osm_up"]) == (1, 0)


def test_each_part_that_gave_a_sign_of_life_has_an_age(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    Heartbeat.objects.create(name="drain", seen_at=timezone.now() - timedelta(seconds=15))
    assert metrics()['osm_heartbeat_age_seconds{name="drain"}'] == 15


def test_what_is_unknown_is_left_out_and_never_0(monkeypatch):
    from jobs.services.heartbeats import Health

    monkeypatch.setattr("osm.metrics.health", lambda: Health("failing", "the database is away"))
    assert metrics() == {"osm_up": 0}
