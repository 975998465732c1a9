from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connections

from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.models import Entry, Result, Score
from scorecard.services.entries import Figure, submit_entries
from scorecard.services.rollup.full import rebuild
from tests.factories import (
    calendar,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_person,
    make_reporter,
    make_target,
    make_unit,
)


@pytest.fixture
def world(transactional_db):
    """HQ over two brigades; one objective of two KPIs with goals, reported by both."""
    make_organization()
    hq = make_unit("HQ")
    brigades = [make_unit("MARA", hq), make_unit("NILS", hq)]
    objective, kpis = make_objective("READY", unit=hq), [make_kpi("FUEL"), make_kpi("AMMO")]
    for kpi in kpis:
        make_line(objective, kpi)
        make_target(hq, kpi, "FY2026", goal=1200, red_flag=12)
        for unit in brigades:
            make_reporter(unit, kpi, "2026-01", "2026-06")
    rebuild()
    return SimpleNamespace(
        hq=hq,
        brigades=brigades,
        objective=objective,
        kpis=kpis,
        actor=make_person("Ada Whitlock", "osm_staff", hq),
    )


@pytest.fixture
def submit(world):
    def submit_one(value, *, kpi=0, unit=0, period="2026-01"):
        figures = {
            (world.kpis[kpi], calendar().parse(period)): Figure(value=value, comment="Counted.")
        }
        return submit_entries(actor=world.actor, unit=world.brigades[unit], figures=figures)

    return submit_one


class Worker(Thread):
    """Somebody else, with a database connection of their own; `join` raises what went wrong."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.answer, self.error = work, None, None
        self.start()

    def run(self):
        try:
            self.answer = self.work()
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def done(self):
        """Wait for the end and return the answer."""
        self.join(30)
        assert not self.is_alive(), "a worker hangs"
        if self.error:
            raise self.error
        return self.answer


@pytest.fixture
def workers():
    return Worker


def stored():
    """Return everything derived, in an order."""
    return (
        sorted(Result.objects.values_list(), key=repr),
        sorted(Score.objects.values_list(), key=repr),
    )


@pytest.fixture
def settled():
    """Check that all work is done and equals a full rebuild, bit for bit."""

    def check(entries):
        assert not OutboxRow.objects.exists()
        assert Entry.objects.count() == entries
        before = stored()
        assert rebuild() == 0
        assert stored() == before
        Result.objects.all().delete()
        Score.objects.all().delete()
        rebuild()
        assert stored() == before
        assert drain() == 0

    return check
