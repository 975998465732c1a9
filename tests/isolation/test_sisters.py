"""What sister units learn of each other where that is allowed: figures, and no byte beside them.

The strict net asks in a world in which nothing is told of sister units.
"""

import pytest

from scorecard.models import Objective
from tests.factories import make_comparison, make_entry, make_kpi, make_line, make_reporter
from tests.isolation.watch import Report, Watch
from tests.isolation.world import NOW, make_world
from tests.scorecard.small import MONTHS, roll_up

PAGE = "/kpis/MEAN/?unit=B1R1&period=2026-10"
FILES = [f"/tables/{kind}/sisters/MEAN/?unit=B1R1&period=2026-10" for kind in ("csv", "xlsx")]


@pytest.fixture
def world(db, time_machine):
    """HQ, a command, and five brigades in it."""
    time_machine.move_to(NOW, tick=False)
    return make_world((1, 5))


def count_everywhere(world, reporting):
    """Let brigades report one KPI, a secret figure each; all of them are to report it."""
    kpi = make_kpi("MEAN", name="Counted", unit_rule="mean")
    make_line(Objective.objects.get(code="ALL"), kpi)
    brigades = [unit for unit in world.units if unit.code.startswith("B1R")]
    for place, unit in enumerate(brigades):
        make_reporter(unit, kpi, MONTHS[0])
        if place < reporting:
            make_entry(unit, kpi, MONTHS[-1], world.notebook.number(unit, "figure"))
    roll_up()


def leaks(world):
    """Return what the manager of the first brigade reads of others on its page and in its files."""
    (held,) = [held for held in world.held.values() if held.unit.code == "B1R1"]
    report = Report()
    watch = Watch(world, held, report)
    for address in (PAGE, *FILES):
        watch.ask("GET", address)
    assert report.answers[200] >= 1
    return report.leaks


def test_figures_of_at_least_five_are_read_without_names_and_nothing_else(world):
    count_everywhere(world, reporting=5)
    make_comparison("anonymous", world.office)
    found = leaks(world)
    assert {leak.kind for leak in found} == {"figure"}
    assert len({leak.of for leak in found}) == 4


@pytest.mark.parametrize(("kind", "reporting"), [("anonymous", 4), ("none", 5)])
def test_of_fewer_than_five_nothing_is_read_nor_where_nothing_is_allowed(world, kind, reporting):
    count_everywhere(world, reporting)
    make_comparison(kind, world.office)
    assert leaks(world) == []


def test_with_names_figures_and_names_are_read_and_nothing_else(world):
    count_everywhere(world, reporting=5)
    make_comparison("named", world.office)
    assert {leak.kind for leak in leaks(world)} == {"figure", "name"}
