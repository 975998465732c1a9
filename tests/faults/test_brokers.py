"""The broker carries hints: losing it costs seconds, never data."""

import os
import signal
import subprocess
import sys
import time
from decimal import Decimal

import pytest
from kombu.exceptions import OperationalError

from jobs.models import OutboxRow
from jobs.services import hints
from jobs.services.drain import drain
from tests.faults.processes import ROOT, run_code, surroundings
from tests.services import free_port

SUBMIT = """
import time
from accounts.models import User
from scorecard.services import entries
from scorecard.models import Kpi
from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar
period = FiscalCalendar(1).parse("2026-01")
fuel = Kpi.objects.get(code="FUEL")
actor, unit = User.objects.get(pk=%d), Unit.objects.get(code="MARA")
for value in range(5):
    began = time.monotonic()
    figures = {(fuel, period): entries.Figure(value=entries.Decimal(value))}
    entries.submit_entries(actor=actor, unit=unit, figures=figures)
    print(time.monotonic() - began)
"""
LOSE_ACKNOWLEDGEMENTS = """
import time
from celery.contrib.testing.worker import start_worker
from kombu.transport.redis import QoS
from redis.exceptions import TimeoutError
from osm.celery import app

def lose(*_):
    raise TimeoutError("Timeout reading from socket")

QoS.ack = lose
done = []

@app.task(name="note", ignore_result=True)
def note(number):
    done.append(number)

with start_worker(app, perform_ping_check=False):
    for number in range(5):
        note.delay(number)
    until = time.monotonic() + 30
    while len(done) < 5 and time.monotonic() < until:
        time.sleep(0.05)
    print("done", len(done))
"""


def test_submissions_succeed_while_the_broker_is_away(world, submit, monkeypatch, settled):
    def send_task(*_, **__):
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(hints, "broker", hints.Broker())
    monkeypatch.setattr(hints.current_app, "send_task", send_task)
    for value in range(3):
        submit(Decimal(value))
    drain()
    settled(entries=3)


def test_a_redis_that_is_away_delays_one_submission_and_none_after_it(world, settled):
    address = f"redis://127.0.0.1:{free_port()}/0"
    done = run_code(SUBMIT % world.actor.pk, REDIS_URL=address)
    assert done.returncode == 0, done.stderr
    assert "hint not sent" in done.stderr
    first, *later = map(float, done.stdout.split())
    assert first < 5
    assert max(later) < 1
    drain()
    settled(entries=5)


@pytest.mark.redis
def test_hints_in_a_redis_that_is_emptied_are_not_missed(world, submit, settled):
    import redis

    address = os.environ["OSM_TEST_REDIS_URL"]
    done = run_code(SUBMIT % world.actor.pk, REDIS_URL=address)
    assert done.returncode == 0, done.stderr
    redis.Redis.from_url(address).flushall()
    assert OutboxRow.objects.count() == 5
    drain()
    settled(entries=5)


@pytest.mark.redis
def test_a_worker_whose_acknowledgements_are_lost_goes_on(world):
    done = run_code(LOSE_ACKNOWLEDGEMENTS, REDIS_URL=os.environ["OSM_TEST_REDIS_URL"])
    assert "done 5" in done.stdout, done.stderr


@pytest.mark.slow
def test_a_worker_that_starts_works_off_what_came_while_none_ran(world, submit, settled, tmp_path):
    submit(Decimal(60), kpi=0)
    submit(Decimal(90), kpi=1)
    command = [sys.executable, "-m", "celery", "-A", "osm", "worker", "--pool=solo"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = subprocess.Popen(
        [*command, *quiet],
        cwd=ROOT,
        env=surroundings(OSM_BROKER_DIR=str(tmp_path)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while OutboxRow.objects.exists() and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(15)
    settled(entries=2)
