import json
import sys

import numpy as np
import pytest

from scorecard.engine import View
from tests.bench.__main__ import names
from tests.bench.in_arrays import Sources, roll_up_sources, shown_windows, spans
from tests.bench.in_duckdb import duckdb
from tests.bench.second_opinion import SAMPLE, differing_cells
from tests.bench.verdict import Line, Place
from tests.bench.worlds import RULES, SIZES, make_world
from tests.services import ServiceError


def place(vendor="postgresql"):
    return Place("full", "S", vendor, print)


@pytest.mark.parametrize(
    ("ours", "faster", "ratio", "verdict"),
    [
        (200, False, 2.0, "reached"),
        (401, False, 4.01, "missed"),
        (25, True, 4.0, "reached"),
        (26, True, 3.846, "missed"),
    ],
)
def test_a_goal_is_at_most_so_many_times_the_peer_or_so_many_times_faster(
    ours, faster, ratio, verdict
):
    line = Line(place(), "results", ours, 100, 4.0, faster=faster)
    told = line.for_machines()
    assert (told["ratio"], told["verdict"]) == (ratio, verdict)
    assert json.loads(json.dumps(told))["place"] == {"size": "S", "database": "postgresql"}
    assert ("4x faster" in str(line)) is faster
    assert str(line).endswith(verdict)


def test_figures_of_sqlite_have_no_goal():
    assert Line(place("sqlite"), "results", 1, 100, 4.0).verdict == "no goal"


def test_every_benchmark_is_found_by_its_name():
    assert set(names()) == {"batch", "compute", "crowd", "deadline", "full", "one", "pages", "past"}


def test_without_the_peer_the_benchmark_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ServiceError, match="make bench NAME=compute"), duckdb(make_world("S")):
        pass


def test_the_engine_agrees_with_the_second_opinion_on_a_world_and_the_check_can_fail():
    world = make_world("S")
    trees, shown = spans(world), shown_windows(world)
    for measure in world.measures[: len(RULES)]:
        found = roll_up_sources(Sources.of(measure), trees, shown)
        assert differing_cells(world, measure, found) == []
    months = found.views[View.BASE]
    months.value[list(SAMPLE)] += 1
    assert differing_cells(world, measure, found)


def test_a_world_has_the_size_that_it_says_and_is_the_same_each_time():
    world, again = make_world("S"), make_world("S")
    units, _regions, kpis, months = SIZES["S"]
    assert (len(world.parents), len(world.measures), world.n_months) == (units, kpis, months)
    for measure, twin in zip(world.measures, again.measures, strict=True):
        np.testing.assert_array_equal(measure.x, twin.x)
    rules = {measure.unit_rule for measure in world.measures}
    assert len(rules) == 8
