"""The way from target to actual of a figure: what it is made of, or why there is none."""

import pytest
import time_machine
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.subjects import kpi_at
from scorecard.services.figures import read_readings
from scorecard.services.past import requested_moment
from scorecard.services.waterfalls import read_waterfall
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
)
from tests.scorecard.small import make_scorecard, roll_up

HERE = "unit=CMD&period=2026-10"
MARA, NILS = "1st Armoured Brigade", "4th Mechanised Brigade"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


def way(person, code, query=HERE):
    asked = QueryDict(query)
    moment = requested_moment(asked)
    context = read_context(person, asked, asked.get("as_of", ""))
    subject = kpi_at(person, context, code, moment)
    readings = read_readings(context, subject, "13", moment)
    return read_waterfall(context, subject, readings, moment)


def points(found):
    return {step.name: step.points for step in found.steps}


def report(world, code, rule, figures, *, goal=None, goals=None, **fields):
    """Let the two brigades report October; CMD aims at `goal`, they at `goals`."""
    kpi = make_kpi(code, unit_rule=rule, **fields)
    make_line(world.objective, kpi)
    for place, unit in enumerate((world.units.mara, world.units.nils)):
        make_reporter(unit, kpi, "2026-10")
        make_entry(unit, kpi, "2026-10", figures[place])
        if goals:
            make_target(unit, kpi, "2026-10", goal=goals[place], red_flag=goals[place] / 2)
    if goal is not None:
        make_target(world.units.command, kpi, "2026-10", goal=goal, red_flag=goal / 2)
    roll_up()
    return kpi


def test_the_units_below_lead_from_target_to_actual_the_worst_first(world, chief):
    found = way(chief, "VEH")
    assert (found.start, found.end) == (0.8, 0.6)
    assert points(found) == pytest.approx({MARA: -0.15, NILS: -0.05})
    assert found.finding == "1 of 2 units explains 75\N{NO-BREAK SPACE}% of the miss"


def test_weights_are_told_apart_from_what_the_units_reach_of_their_own_goals(world, chief):
    make_target(world.units.mara, world.vehicles, "2026-10", goal="0.6", red_flag="0.5")
    make_target(world.units.command, world.vehicles, "2026-10", goal="0.8", red_flag="0.7")
    roll_up()
    found = way(chief, "VEH")
    mara = next(step for step in found.steps if step.name == MARA)
    assert (mara.rate, mara.mix) == pytest.approx((-0.05, -0.1))
    assert found.has_mix


def test_an_own_entry_and_a_target_that_nobody_has_are_steps_of_their_own(world, chief):
    fuel = report(world, "FUEL", "sum", (5, 12), goal=40, goals=(10, 15))
    make_reporter(world.units.command, fuel, "2026-10")
    make_entry(world.units.command, fuel, "2026-10", 3)
    roll_up()
    found = way(chief, "FUEL")
    assert points(found) == {
        MARA: -5,
        NILS: -3,
        "Eastern Field Command, own entry": 3,
        "Target that no unit below has": -15,
    }
    assert found.start + sum(points(found).values()) == found.end == 20


@pytest.mark.parametrize(
    ("rule", "fields", "words"),
    [
        ("sum", {}, "There is no single target"),
        ("sum", {"goal": 30}, "Not every unit below has a target of its own"),
        ("min", {"goal": 30}, f"{MARA} decides this figure alone: the lowest unit counts."),
        ("max", {"goal": 30}, f"{NILS} decides this figure alone: the highest unit counts."),
    ],
)
def test_a_figure_without_steps_says_why(world, chief, rule, fields, words):
    report(world, "FUEL", rule, (5, 12), **fields)
    found = way(chief, "FUEL")
    assert words in found.refusal
    assert found.steps == ()


def test_a_figure_that_a_unit_enters_itself_or_is_computed_says_so(world, chief):
    alone = report(world, "ALONE", "none", (5, 12), goal=30)
    make_reporter(world.units.command, alone, "2026-10")
    make_entry(world.units.command, alone, "2026-10", 2)
    twice = make_kpi("TWICE", unit_rule="none", formula="STAFF * 2")
    make_line(world.objective, twice)
    make_target(world.units.command, twice, "2026-10", goal=80, red_flag=20)
    roll_up()
    assert "enters this figure itself" in way(chief, "ALONE").refusal
    assert "computed from other figures" in way(chief, "TWICE").refusal


def test_a_unit_without_units_below_says_so(world, chief):
    found = way(chief, "VEH", "unit=MARA&period=2026-10")
    assert found.refusal == "No unit below reports this KPI."
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        then = way(chief, "VEH", "unit=MARA&period=2026-10&as_of=2026-11-15")
    assert then.refusal == found.refusal


def test_an_override_has_no_steps(world, chief):
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(70, 100), kind="override")
    roll_up()
    assert way(chief, "VEH").refusal == (
        "The figure is overridden: no unit below has a share in it."
    )


def test_over_a_year_some_rules_leave_steps_and_some_do_not(world, chief):
    mood = report(world, "MOOD", "min", (5, 6), goal=8, time_rule="mean")
    for kpi, goal in ((world.vehicles, "0.8"), (mood, "8")):
        make_target(world.units.command, kpi, "FY2026", goal=goal, red_flag="0.7")
    roll_up()
    year = "unit=CMD&period=FY2026"
    assert points(way(chief, "VEH", year)) == pytest.approx({MARA: -0.05, NILS: -0.05 / 3})
    assert "choose a month" in way(chief, "MOOD", year).refusal


def test_without_a_figure_there_is_no_way(world, chief):
    make_reporter(world.units.mara, make_kpi("NEW"))
    roll_up()
    assert way(chief, "NEW") is None


def test_a_unit_of_which_nothing_is_in_is_named_whether_it_counts_or_not(world, chief):
    for code, rule, points_of in (("FUEL", "sum", -15), ("MOOD", "mean", None)):
        kpi = make_kpi(code, unit_rule=rule, min_coverage=0)
        make_line(world.objective, kpi)
        make_target(world.units.command, kpi, "2026-10", goal=30, red_flag=10)
        for unit in (world.units.mara, world.units.nils):
            make_reporter(unit, kpi, "2026-10")
            make_target(unit, kpi, "2026-10", goal=15, red_flag=5)
        make_entry(world.units.mara, kpi, "2026-10", 12)
        roll_up()
        found = way(chief, code)
        assert found.out == (NILS,)
        assert points(found)[NILS] == points_of


def test_above_ones_own_unit_only_units_that_one_sees_are_named(world, mara):
    found = way(mara, "VEH")
    assert points(found) == pytest.approx({MARA: -0.15, "Other units, together": -0.05})
    assert NILS not in str(found)
    assert found.causes == ()


def test_above_ones_own_unit_nothing_is_said_where_no_part_may_be_named(world, mara):
    assert way(mara, "VEH", "unit=HQ&period=2026-10") is None


def test_as_of_a_past_day_it_is_made_of_what_was_known_then(world, chief):
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        make_entry(world.units.nils, world.vehicles, "2026-10", pair=(100, 100))
        roll_up()
        now, then = way(chief, "VEH"), way(chief, "VEH", f"{HERE}&as_of=2026-11-15")
    assert points(now) == pytest.approx({MARA: -0.15, NILS: 0.1})
    assert points(then) == pytest.approx({MARA: -0.15, NILS: -0.05})
