from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.utils import InterfaceError
from django.utils import timezone

from jobs.models import Heartbeat, OutboxRow
from jobs.querysets import OutboxQuerySet
from jobs.services.heartbeats import beat


@pytest.mark.django_db
def test_healthz_answers_without_signing_in(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "reason": "",
        "oldest_due_seconds": None,
        "waiting": 0,
        "parked": 0,
        "heartbeats": {},
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_healthz_answers_503_with_the_reason_when_nobody_works(client):
    hour_ago = timezone.now() - timedelta(hours=1)
    OutboxRow.objects.create(topic="work", key="1", not_before=hour_ago)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["reason"].startswith("work has waited for 3600 s")


@pytest.mark.django_db
def test_healthz_shows_parked_keys_and_stays_200(client):
    OutboxRow.objects.create(topic="work", key="1", parked_at=timezone.now())
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["parked"]) == (200, 1)


@pytest.mark.django_db
def test_healthz_answers_503_when_no_tick_comes_through_the_broker(client):
    beat("drain")
    assert client.get("/healthz").status_code == 200
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["reason"].startswith("no tick has come through for 360 s")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_healthz_answers_503_when_the_database_is_away(client, monkeypatch, error):
    def due(*_):
        raise error("the connection is closed")

    monkeypatch.setattr(OutboxQuerySet, "due", due)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "the database does not answer"


def test_healthz_is_only_read(client):
    assert client.post("/healthz").status_code == 405
