import pytest
from django.conf import settings

from jobs.services import drain, hints, rounds
from osm.topics import Topic


@pytest.fixture
def hinted(monkeypatch):
    """The tasks that were hinted at, in place of a broker."""
    tasks = []
    monkeypatch.setattr(hints, "broker", hints.Broker())
    monkeypatch.setattr(hints.current_app, "send_task", lambda task, **_: tasks.append(task))
    return tasks


@pytest.fixture
def work(monkeypatch, hinted):
    """Topics `work` and `other`, whose keys go to `work.handler`; at first it adds to `done`."""

    class Work:
        def __init__(self):
            self.done = []
            self.handler = self.done.append

    worked = Work()
    topics = {"work": Topic("", "tasks.work"), "other": Topic("", "tasks.other")}
    monkeypatch.setattr(settings, "OSM_TOPICS", topics)
    known = drain.handler
    monkeypatch.setattr(
        drain, "handler", lambda topic: worked.handler if topic in topics else known(topic)
    )
    return worked


@pytest.fixture
def looked(monkeypatch):
    """The looks at connections; a real one would close that of the test, amid its transaction."""
    looks = []
    monkeypatch.setattr(rounds, "close_old_connections", lambda: looks.append("looked"))
    return looks
