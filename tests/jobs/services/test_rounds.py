from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from jobs.models import Heartbeat, OutboxRow
from jobs.services import rounds
from jobs.services.heartbeats import health
from jobs.services.outbox import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("looked")]


class Clock:
    """A clock that moves by sleeping alone, and counts the pauses."""

    def __init__(self):
        self.now, self.pauses = 0.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(rounds, "time", made)
    return made


def test_a_round_works_off_every_topic_and_leaves_a_sign_of_life(work, clock):
    post("work", ["1"])
    post("other", ["2"])
    rounds.work_in_rounds(15, lambda: clock.now > 0)
    assert work.done == ["1", "2"]
    assert Heartbeat.objects.get().name == "drain-rounds"


def test_a_later_round_takes_what_came_in_between(work, clock, monkeypatch):
    def sleep(seconds):
        if not clock.pauses:
            post("work", ["1"])
        Clock.sleep(clock, seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    rounds.work_in_rounds(15, lambda: clock.now > 15)
    assert work.done == ["1"]
    assert sum(clock.pauses) == pytest.approx(15 + rounds.STEP_SECONDS)


def test_whoever_asks_to_stop_gets_the_key_in_hand_and_no_other(work, clock):
    post("work", ["1", "2"])
    rounds.work_in_rounds(15, lambda: bool(work.done))
    assert work.done == ["1"]
    assert OutboxRow.objects.get().key == "2"
    assert not clock.pauses


def test_a_pause_ends_soon_after_somebody_asks(work, clock):
    rounds.work_in_rounds(3600, lambda: bool(clock.pauses))
    assert clock.pauses == [rounds.STEP_SECONDS]


def test_a_database_that_is_away_is_told_in_one_line_and_tried_again(
    work, clock, monkeypatch, caplog
):
    post("work", ["1"])
    attempts = []
    known = rounds.drain

    def away_at_first(**asked):
        attempts.append(clock.now)
        if len(attempts) == 1:
            raise OperationalError("the connection is closed")
        return known(**asked)

    monkeypatch.setattr(rounds, "drain", away_at_first)
    with caplog.at_level("WARNING", logger="jobs.services.rounds"):
        rounds.work_in_rounds(15, lambda: clock.now > 15)
    assert attempts == pytest.approx([0, 15])
    assert work.done == ["1"]
    assert [line.getMessage() for line in caplog.records] == [
        "database away, trying again error=OperationalError"
    ]


def test_connections_are_looked_at_before_and_after_each_round(work, clock, looked):
    rounds.work_in_rounds(15, lambda: clock.now > 15)
    assert len(looked) == 4


def test_rounds_do_not_hide_that_no_tick_comes_through(work, clock):
    Heartbeat.objects.create(name="drain", seen_at=timezone.now() - timedelta(minutes=6))
    rounds.work_in_rounds(15, lambda: clock.now > 0)
    assert health().reason.startswith("no tick has come through")
