import os
import signal
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from jobs.management.commands import drain as module
from jobs.models import Heartbeat, OutboxRow
from jobs.services.outbox import post

pytestmark = pytest.mark.django_db


def run(capsys):
    call_command("drain")
    return capsys.readouterr()


def test_an_empty_outbox_is_drained_at_once(work, capsys):
    written = run(capsys)
    assert written.out == ""
    assert written.err == "0 keys worked off, 0 rows parked, 0 due later.\n"


def test_everything_is_worked_off_and_counted(work, capsys):
    post("work", ["1", "2"])
    assert "2 keys worked off, 0 rows parked" in run(capsys).err
    assert not OutboxRow.objects.exists()


def test_what_another_worker_holds_is_waited_for(work, capsys, monkeypatch):
    post("work", ["1"])
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        OutboxRow.objects.all().delete()

    monkeypatch.setattr(module.time, "sleep", sleep)
    monkeypatch.setattr(module, "drain", lambda: 0)
    assert "0 keys worked off" in run(capsys).err
    assert pauses == [module.PAUSE_SECONDS]


def test_a_key_that_fails_ends_the_command_and_is_told(work, capsys):
    def handler(key):
        raise ValueError(key)

    work.handler = handler
    post("work", ["1"])
    assert "0 keys worked off, 0 rows parked, 1 due later." in run(capsys).err


def test_a_key_that_killed_five_workers_ends_the_command_parked(work, capsys):
    post("work", ["1"])
    OutboxRow.objects.update(attempts=5)
    assert "0 keys worked off, 1 rows parked, 0 due later." in run(capsys).err


def test_a_database_that_stays_away_is_an_error_and_no_endless_loop(work, monkeypatch):
    def due(*_):
        raise OperationalError("no such table")

    monkeypatch.setattr("jobs.services.drain._next_key", due)
    with pytest.raises(OperationalError):
        call_command("drain")


@pytest.fixture
def signals():
    """The handlers of the suite, put back afterwards."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_rounds_end_well_when_asked_to_stop(work, looked, signals, number):
    def handler(key):
        work.done.append(key)
        os.kill(os.getpid(), number)

    work.handler = handler
    post("work", ["1", "2"])
    call_command("drain", every=3600.0)
    assert work.done == ["1"]
    assert Heartbeat.objects.get().name == "drain-rounds"


@pytest.mark.parametrize("text", ["0", "-1", "soon", "nan", "inf"])
def test_rounds_need_a_number_of_seconds(work, text):
    with pytest.raises(CommandError, match="give a number of seconds above 0"):
        call_command("drain", f"--every={text}")


def test_rounds_that_were_worked_lately_are_seen(work, capsys):
    Heartbeat.objects.create(name="drain-rounds", seen_at=timezone.now() - timedelta(seconds=100))
    call_command("drain", "--seen-within=120")
    assert capsys.readouterr() == ("", "")


def test_rounds_that_ended_or_never_came_are_missed(work):
    with pytest.raises(CommandError, match="No round was worked within 120 s"):
        call_command("drain", "--seen-within=120")
    Heartbeat.objects.create(name="drain-rounds", seen_at=timezone.now() - timedelta(seconds=130))
    with pytest.raises(CommandError, match="start `manage"):
        call_command("drain", "--seen-within=120")
