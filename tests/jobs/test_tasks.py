import pytest

from jobs.models import Heartbeat, OutboxRow
from jobs.services.outbox import post
from jobs.tasks import drain

pytestmark = pytest.mark.django_db


def test_the_tick_works_off_every_topic_and_leaves_a_sign_of_life(work):
    post("work", ["1"])
    post("other", ["2"])
    drain()
    assert work.done == ["1", "2"]
    assert Heartbeat.objects.get().name == "drain"


def test_the_tick_run_twice_does_the_work_once(work):
    post("work", ["1"])
    drain()
    drain()
    assert work.done == ["1"]
    assert not OutboxRow.objects.exists()
