"""What a process keeps between keys: one that believed it for too long keeps a wrong figure."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.services import keeping
from jobs.services.changes import MEANING
from jobs.services.drain import drain
from jobs.services.outbox import post
from organization.models import Unit
from scorecard.services.rollup import history, meanings, months, results, scores, sources
from scorecard.services.rollup.full import rebuild
from tests.factories import make_target, move_unit

TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')


def aim_higher(world):
    make_target(world.hq, world.kpis[0], "FY2026", goal=24, red_flag=12)


def move(world):
    move_unit(world.brigades[0], world.brigades[1], date(2026, 1, 1))


@pytest.fixture(params=[aim_higher, move])
def drained_after_a_change(request, world, submit):
    """Return what a drain does whose process has kept what held before a change."""

    def run():
        submit(Decimal(1))
        drain()
        request.param(world)
        post("rollup", [f"{kpi.pk}:2026" for kpi in world.kpis])
        drain()

    return run


def test_a_process_that_does_not_ask_keeps_wrong_figures_for_good(
    drained_after_a_change, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(keeping, "meaning_position", lambda: 1)
        drained_after_a_change()
    assert rebuild() > 0


def test_ours_asks_first(drained_after_a_change):
    drained_after_a_change()
    assert rebuild() == 0


@pytest.mark.once
def test_whatever_is_kept_was_made_of_tables_whose_changes_are_noted(world, submit, monkeypatch):
    read = set()

    def once(name, make):
        with CaptureQueriesContext(connection) as queries:
            made = make()
        read.update(*(TABLE.findall(query["sql"]) for query in queries))
        return made

    for module in (history, meanings, months, results, scores, sources):
        monkeypatch.setattr(module, "once", once)
    Unit.objects.update(name="Anew")
    submit(Decimal(1))
    drain()
    assert read
    assert read <= MEANING
