import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from jobs.services import positions


@pytest.mark.django_db
def test_the_moment_is_taken_under_the_lock_and_not_before(monkeypatch):
    moment = timezone.now()
    with time_machine.travel(moment, tick=False) as clock:
        monkeypatch.setattr(positions, "hold_sources_shared", lambda: clock.shift(60))
        with transaction.atomic():
            recorded = positions.recorded_now()
    assert (recorded - moment).total_seconds() == 60
