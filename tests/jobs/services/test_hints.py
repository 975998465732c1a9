from threading import Thread

import pytest
from django.conf import settings
from kombu.exceptions import OperationalError

from jobs.services import hints


@pytest.fixture
def dead_broker(monkeypatch):
    """A broker that is away; how often somebody tried to reach it."""
    tries = []

    def send_task(task, **_options):
        tries.append(task)
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(hints, "broker", hints.Broker())
    monkeypatch.setattr(hints.current_app, "send_task", send_task)
    return tries


def test_a_hint_to_a_broker_that_is_away_is_logged_and_forgotten(dead_broker, caplog):
    hints.send("jobs.tasks.drain")
    assert "hint not sent task=jobs.tasks.drain" in caplog.text


def test_after_a_lost_hint_nobody_waits_for_the_broker_until_the_tick_has_come_by(
    dead_broker, monkeypatch
):
    now = 1000.0
    monkeypatch.setattr(hints.time, "monotonic", lambda: now)
    for _ in range(3):
        hints.send("jobs.tasks.drain")
    assert len(dead_broker) == 1
    now += hints.SECONDS_OF_SILENCE
    hints.send("jobs.tasks.drain")
    assert len(dead_broker) == 2


def in_thread(work):
    thread = Thread(target=work)
    thread.start()
    thread.join()


def hint():
    hints.send("jobs.tasks.drain")


def test_what_one_thread_found_out_all_know(dead_broker):
    for _ in range(3):
        in_thread(hint)
    assert len(dead_broker) == 1


def test_one_thread_alone_waits_for_a_broker_that_may_still_hang(monkeypatch):
    """The others are silent until it knows; once the broker has answered, all send again."""
    now, sent = 1000.0, []

    def send_task(task, **_options):
        sent.append(task)
        if len(sent) == 1:
            raise OperationalError("Timeout reading from socket.")
        in_thread(hint)

    monkeypatch.setattr(hints.time, "monotonic", lambda: now)
    monkeypatch.setattr(hints, "broker", hints.Broker())
    monkeypatch.setattr(hints.current_app, "send_task", send_task)
    hint()
    now += hints.SECONDS_OF_SILENCE
    hint()
    assert len(sent) == 2
    monkeypatch.setattr(hints.current_app, "send_task", lambda task, **_: sent.append(task))
    in_thread(hint)
    assert len(sent) == 3


def test_what_one_thread_withholds_others_send(hinted):
    with hints.withheld():
        hint()
        in_thread(hint)
    assert hinted == ["jobs.tasks.drain"]


def test_hints_ask_for_no_second_try_and_no_result(monkeypatch):
    sent = {}
    monkeypatch.setattr(hints, "broker", hints.Broker())
    monkeypatch.setattr(hints.current_app, "send_task", lambda _, **how: sent.update(how))
    hints.send("jobs.tasks.drain")
    assert sent == {"ignore_result": True, "retry": False}


def test_a_file_queue_that_nobody_reads_gets_no_more_hints(hinted, monkeypatch, tmp_path):
    monkeypatch.setattr(
        settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {"data_folder_out": str(tmp_path / "queue")}
    )
    hints.send("jobs.tasks.drain")
    for number in range(hints.MOST_WAITING_FILES):
        (tmp_path / "queue" / f"{number}.msg").touch()
    hints.send("jobs.tasks.drain")
    assert hinted == ["jobs.tasks.drain"]


def test_a_queue_that_cannot_be_written_is_a_lost_hint_and_no_error(hinted, monkeypatch, tmp_path):
    (tmp_path / "queue").touch()
    monkeypatch.setattr(
        settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {"data_folder_out": str(tmp_path / "queue")}
    )
    hints.send("jobs.tasks.drain")
    assert hinted == []
