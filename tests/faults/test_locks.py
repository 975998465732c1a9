"""Figures that are submitted while their month is locked: stored before it, or refused."""

from decimal import Decimal
from threading import Event

import pytest

from core.errors import DomainError
from scorecard.models import Entry, MonthLock
from scorecard.services import entries as module
from scorecard.services.locks import lock_month
from tests.factories import calendar, make_person

SECONDS = 20


@pytest.fixture
def office(world):
    return make_person("Ada Whitlock", "osm_staff", world.hq)


def lock(office):
    return lock_month(actor=office, month=calendar().parse("2026-01"), reason="Frozen.")


@pytest.mark.postgresql
def test_a_lock_waits_for_figures_that_are_being_stored(
    world, submit, workers, office, monkeypatch, settled
):
    inside, go = Event(), Event()
    require_sound = module.require_sound

    def slow(*args):
        found = require_sound(*args)
        inside.set()
        assert go.wait(SECONDS)
        return found

    monkeypatch.setattr(module, "require_sound", slow)
    entering = workers(lambda: submit(Decimal(1)))
    assert inside.wait(SECONDS)
    locking = workers(lambda: lock(office))
    locking.join(0.3)
    assert locking.is_alive()
    assert not MonthLock.objects.exists()
    go.set()
    entering.done()
    locking.done()
    assert Entry.objects.get().recorded_at <= MonthLock.objects.get().recorded_at


def test_many_who_submit_while_it_is_locked_are_stored_before_it_or_refused(
    world, submit, workers, office
):
    def enter(value):
        try:
            return submit(Decimal(value))[0].recorded_at
        except DomainError:
            return None

    crowd = [workers(lambda value=value: enter(value)) for value in range(6)]
    locking = workers(lambda: lock(office))
    stored = [moment for worker in crowd if (moment := worker.done())]
    at = locking.done().recorded_at
    assert all(moment <= at for moment in stored)
    assert Entry.objects.count() == len(stored)
    with pytest.raises(DomainError):
        submit(Decimal(9))
