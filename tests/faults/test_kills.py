"""SIGKILL in the middle: whoever comes next finishes the work."""

import signal
from decimal import Decimal

import pytest

from audit.models import Record
from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.models import Entry, Result, Score
from tests.faults.processes import manage, run_code

# Where a worker dies: (module, function), before or after that function has run.
PLACES = [
    ("scorecard.services.rollup.results", "read_sources", "before"),
    ("scorecard.services.rollup.rows", "insert_columns", "before"),
    ("scorecard.services.rollup.rows", "insert_columns", "after"),
    ("scorecard.services.rollup.results", "post", "after"),
    ("scorecard.services.rollup.scores", "write_changes", "after"),
]
WORKER = """
import importlib, os, signal
from jobs.services.drain import drain
module = importlib.import_module({module!r})
original = getattr(module, {function!r})
def deadly(*arguments, **options):
    if {when!r} == "after":
        original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, {function!r}, deadly)
drain()
"""


def values():
    """Return the KPIs of which anything was rolled up."""
    rows = Result.objects.exclude(value=None).order_by("kpi__code")
    return list(rows.values_list("kpi__code", flat=True).distinct())


def die(module, function, when):
    """Run a worker that kills itself at a place."""
    dead = run_code(WORKER.format(module=module, function=function, when=when))
    assert dead.returncode == -signal.SIGKILL, dead.stderr


@pytest.mark.parametrize(("module", "function", "when"), PLACES)
def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(
    world, submit, settled, module, function, when
):
    submit(Decimal(60), kpi=0)
    submit(Decimal(90), kpi=1)
    die(module, function, when)
    assert not Score.objects.exclude(score=None).exists()
    if not module.endswith("scores"):
        assert values() == []
        assert OutboxRow.objects.order_by("id").values_list("attempts", flat=True)[0] == 1
    finished = manage("drain")
    assert finished.returncode == 0, finished.stderr
    settled(entries=2)


def test_a_key_that_kills_every_worker_is_parked_and_the_others_are_done(world, submit):
    submit(Decimal(60), kpi=0)
    submit(Decimal(90), kpi=1)
    for _ in range(5):
        die(*PLACES[2])
    finished = manage("drain")
    assert finished.returncode == 0, finished.stderr
    assert "1 rows parked" in finished.stderr
    row = OutboxRow.objects.get()
    assert (row.topic, row.attempts) == ("rollup", 5)
    assert row.last_error == "The worker died while working on it."
    assert values() == ["AMMO"]


def test_a_parked_key_is_made_good_by_the_next_entry(world, submit, settled):
    submit(Decimal(60))
    OutboxRow.objects.update(attempts=5)
    drain()
    assert OutboxRow.objects.parked().count() == 1
    submit(Decimal(61))
    drain()
    settled(entries=2)


def test_a_submission_killed_before_its_commit_is_not_there_at_all(world, submit):
    code = f"""
import os, signal
from accounts.models import User
from scorecard.services import entries
from scorecard.models import Kpi
from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar
def deadly(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
entries.post = deadly
period = FiscalCalendar(1).parse("2026-01")
figures = {{(Kpi.objects.get(code="FUEL"), period): entries.Figure(value=entries.Decimal(5))}}
actor, unit = User.objects.get(pk={world.actor.pk}), Unit.objects.get(code="MARA")
entries.submit_entries(actor=actor, unit=unit, figures=figures)
"""
    dead = run_code(code)
    assert dead.returncode == -signal.SIGKILL, dead.stderr
    assert not Entry.objects.exists()
    assert not Record.objects.exists()
    assert not OutboxRow.objects.exists()
