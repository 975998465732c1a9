"""The beat table."""

from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from jobs.services.heartbeats import OLDEST_SIGN
from osm.celery import app

WRONG_BY = timedelta(seconds=90)


def expiry(name):
    """Return when a tick that is sent now is no longer worth doing."""
    entry = app.conf.beat_schedule[name]
    message = app.amqp.as_task_v2("1", entry["task"], **entry["options"])
    return datetime.fromisoformat(message.headers["expires"])


def test_a_tick_of_a_beat_whose_clock_is_behind_is_done_all_the_same():
    now = timezone.now()
    with time_machine.travel(now - WRONG_BY, tick=False):
        assert expiry("drain") > now


def test_ticks_that_nobody_does_pile_up_no_longer_than_health_is_silent():
    with time_machine.travel(timezone.now(), tick=False):
        assert expiry("drain") <= timezone.now() + OLDEST_SIGN
