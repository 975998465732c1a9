"""Why a figure is what it is: parts that add up, named only where they may be seen."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from scorecard.engine.types import UnitRule
from scorecard.models import Result
from scorecard.selectors.context import read_context
from scorecard.selectors.rule_sentences import RULES, rule_sentence
from scorecard.selectors.subjects import kpi_at
from scorecard.services.explanations import read_explanation
from scorecard.services.figures import read_readings
from tests.factories import (
    give_role,
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
    make_unit,
    move_unit,
)
from tests.scorecard.explained import explained, lines, points, total
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


def test_the_parts_of_a_ratio_add_up_and_say_what_moved_it(world, chief):
    found = explained(chief, "unit=CMD&period=2026-10", "VEH")
    assert points(found) == {
        "1st Armoured Brigade": pytest.approx(0.25),
        "4th Mechanised Brigade": pytest.approx(0.35),
    }
    assert found.parts.change == pytest.approx(-0.2)
    assert [part.moved for part in lines(found)] == pytest.approx([-0.15, -0.05])
    assert [part.rate for part in lines(found)] == pytest.approx([-0.15, -0.05])
    assert [part.mix for part in lines(found)] == pytest.approx([0, 0])
    assert [part.weight for part in lines(found)] == [0.5, 0.5]


def test_what_is_missing_is_listed_without_a_share_and_as_vanished(world, chief):
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    mara, nils = lines(found)
    assert (mara.points, mara.moved, mara.has_share) == (25, 10, True)
    assert (nils.points, nils.moved, nils.has_share, nils.vanished) == (0, -15, False, True)
    assert (found.figure.reported, found.figure.expected) == (1, 2)


@pytest.mark.parametrize(
    ("rule", "own", "expected"),
    [
        ("sum", 4, {"own": 4, "1st Armoured Brigade": 10, "4th Mechanised Brigade": 40}),
        ("mean", 4, {"own": 4 / 3, "1st Armoured Brigade": 10 / 3,
                     "4th Mechanised Brigade": 40 / 3}),
        ("min", 4, {"own": 4, "1st Armoured Brigade": 0, "4th Mechanised Brigade": 0}),
        ("mean_of_children", 6, {"own": 2, "1st Armoured Brigade": 10 / 3,
                                 "4th Mechanised Brigade": 40 / 3}),
        ("none", 4, {"own": 4}),
    ],
)  # fmt: skip
def test_an_own_entry_is_one_more_part(world, chief, rule, own, expected):
    kpi = make_kpi("OWN", unit_rule=rule)
    for unit, value in ((world.units.mara, 10), (world.units.nils, 40), (world.units.command, own)):
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-10", value)
    make_line(world.objective, kpi)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "OWN")
    own_name = "Eastern Field Command, own entry"
    named = {own_name if name == "own" else name: pytest.approx(x) for name, x in expected.items()}
    assert points(found) == named
    assert sum(points(found).values()) == pytest.approx(found.figure.value)


def test_an_own_entry_of_a_weighted_mean_has_its_own_weight(world, chief):
    kpi = make_kpi("AGE", unit_rule="weighted_mean", weight_kpi=world.staff)
    for unit, value, weight in ((world.units.mara, 30, None), (world.units.command, 40, 75)):
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-10", value)
        if weight:
            make_reporter(unit, world.staff)
            make_entry(unit, world.staff, "2026-10", weight)
    make_line(world.objective, kpi)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "AGE")
    assert {part.name: (part.points, part.weight) for part in lines(found)} == {
        "1st Armoured Brigade": (7.5, 0.25),
        "Eastern Field Command, own entry": (30, 0.75),
    }
    assert "Staff in post" in found.rules[0]


def test_an_own_pair_is_one_more_part_of_a_ratio(world, chief):
    make_reporter(world.units.command, world.vehicles)
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(90, 100))
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "VEH")
    assert points(found)["Eastern Field Command, own entry"] == pytest.approx(0.3)


@pytest.mark.parametrize("said", [{"not_applicable": True}, {"value": 5, "outside": True}])
def test_an_own_entry_that_does_not_count_is_no_part(world, chief, said):
    first = "2026-11" if said.pop("outside", False) else "2026-10"
    make_reporter(world.units.command, world.staff, first)
    make_entry(world.units.command, world.staff, "2026-10", **said)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    assert list(points(found)) == ["1st Armoured Brigade", "4th Mechanised Brigade"]


def test_a_unit_that_moved_away_takes_its_part_along(world, chief):
    make_reporter(make_unit("NEW", world.units.hq), world.staff)
    move_unit(world.units.nils, world.units.hq, date(2026, 9, 1))
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-09", "STAFF")
    assert {part.name: (part.points, part.moved) for part in lines(found)} == {
        "1st Armoured Brigade": (15, 0),
        "4th Mechanised Brigade": (0, -15),
    }


def test_above_ones_own_unit_all_others_are_one_line(world, mara):
    found = explained(mara, "unit=CMD&period=2026-10", "VEH")
    assert points(found) == {
        "1st Armoured Brigade": pytest.approx(0.25),
        "Other units, together": pytest.approx(0.35),
    }
    others = lines(found)[1]
    assert (others.value, others.weight, others.rate, others.mix) == (None, None, None, None)
    assert others.moved == pytest.approx(-0.05)
    assert "Nils" not in repr(found)
    assert "4th Mechanised" not in repr(found)
    assert (found.entries, found.freshness) == ((), None)


def test_above_ones_own_unit_its_own_entry_is_one_of_the_others(world, mara):
    make_reporter(world.units.command, world.vehicles)
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(90, 100))
    roll_up()
    found = explained(mara, "unit=CMD&period=2026-10", "VEH")
    assert list(points(found)) == ["1st Armoured Brigade", "Other units, together"]
    assert sum(points(found).values()) == pytest.approx(0.7)


def test_two_levels_above_the_own_branch_is_one_of_the_others_too(world, mara):
    found = explained(mara, "unit=HQ&period=2026-10", "VEH")
    assert points(found) == {"Other units, together": pytest.approx(0.6)}


def test_a_figure_above_that_is_not_published_is_not_explained(world, mara):
    kpi = make_kpi("HIDDEN")
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-10", 5)
    roll_up()
    assert explained(mara, "unit=CMD&period=2026-10", "HIDDEN") is None
    assert explained(mara, "unit=MARA&period=2026-10", "HIDDEN") is not None


def test_what_its_parts_do_not_explain_is_said(world, chief):
    Result.objects.filter(kpi=world.staff, unit=world.units.command, period=2026 * 12 + 9).update(
        value=30
    )
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    assert points(found)["Everything else"] == 5


def test_the_page_says_rule_policy_thresholds_weights_and_coverage(world, chief):
    found = explained(chief, "unit=HQ&period=2026-10", "VEH")
    assert found.rules[0].startswith("How many, added over all units")
    assert found.rules[1].startswith("October 2026 is one period of entry")
    assert found.policies == ("What is missing is left out, never read as zero.",)
    assert (
        found.thresholds[0].replace("\xa0", " ")
        == "On target from 80 % up, off target from 70 % down."
    )
    assert found.thresholds[2].startswith("Scores of 85 and more are on target, of 70 and more")
    assert found.least_coverage.endswith("of the figures due")
    (weight,) = found.weights
    assert (weight.code, weight.weight, weight.share, weight.critical) == ("REPAIR", 2, 0.4, True)
    assert found.previous_name == "September 2026"


@pytest.mark.parametrize("rule", UnitRule)
def test_every_rule_has_its_own_sentence(world, rule):
    weight = world.staff if rule == "weighted_mean" else None
    sentence = rule_sentence(make_kpi(unit_rule=rule, weight_kpi=weight).current)
    assert ("Staff in post" in sentence) == (rule == "weighted_mean")
    assert sentence not in {str(other) for each, other in RULES.items() if each is not rule}


def test_the_score_stands_with_its_lines(world, chief):
    found = explained(chief, "unit=HQ&period=2026-10", "VEH")
    start, way = found.score_steps
    assert start.points + way.points == pytest.approx(found.figure.score)
    assert (start.points, way.points) == (70, pytest.approx(-15))


def steps_of(chief, query, code):
    found = explained(chief, query, code)
    total = sum(step.points for step in found.score_steps)
    assert total == pytest.approx(found.figure.score)
    return [
        (
            step.label.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " "),
            round(step.points, 2),
        )
        for step in found.score_steps
    ]


@pytest.fixture
def scored(world):
    """Give the command a KPI of one brigade, scored otherwise than by goal and red flag."""

    def made(value, scoring, **target):
        kpi = make_kpi("OTHER", unit_rule="mean", scoring=scoring, unit_of_measure="tons")
        make_line(world.objective, kpi)
        make_reporter(world.units.mara, kpi)
        make_entry(world.units.mara, kpi, "2026-10", value)
        if target:
            make_target(world.units.command, kpi, "2026-10", **target)
            make_target(world.units.command, kpi, "2026-Q4", **target)
        roll_up()

    return made


BAND = {"lower": 80, "upper": 100, "upper_zero": 110}
OCTOBER, QUARTER = "unit=CMD&period=2026-10", "unit=CMD&period=2026-Q4"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (90, [("Within the band, 80–100 tons", 100)]),
        (75, [("At the bound of the band, 80 tons", 100),
              ("On the way down to 0 at 60 tons", -25)]),
        (104, [("At the bound of the band, 100 tons", 100),
               ("On the way down to 0 at 110 tons", -40)]),
        (120, [("At the bound of the band, 100 tons", 100),
               ("On the way down to 0 at 110 tons", -200), ("Cut off at 0 and 100", 100)]),
    ],
)  # fmt: skip
def test_the_score_of_a_band_is_explained_from_its_bound_down(scored, chief, value, expected):
    scored(value, "band", **BAND)
    assert steps_of(chief, OCTOBER, "OTHER") == expected


def test_where_the_zeros_of_a_band_are_not_stored_they_follow_from_the_score(scored, chief):
    scored(75, "band", **BAND)
    as_known = steps_of(chief, f"{OCTOBER}&as_of=2026-11-12", "OTHER")
    assert as_known == steps_of(chief, OCTOBER, "OTHER")
    assert steps_of(chief, QUARTER, "OTHER") == as_known


def test_far_outside_a_band_whose_zeros_are_not_stored_the_score_has_fallen_to_0(scored, chief):
    scored(20, "band", **BAND)
    assert steps_of(chief, QUARTER, "OTHER") == [
        ("At the bound of the band, 80 tons", 100),
        ("On the way down to 0", -100),
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (75, [("At the baseline, 50 tons", 0), ("On the way to the goal, 100 tons", 50)]),
        (40, [("At the baseline, 50 tons", 0), ("On the way to the goal, 100 tons", -20),
              ("Cut off at 0 and 100", 20)]),
    ],
)  # fmt: skip
def test_the_score_of_progress_is_explained_from_its_baseline(scored, chief, value, expected):
    scored(value, "progress", goal=100, baseline=50)
    assert steps_of(chief, OCTOBER, "OTHER") == expected


def test_the_score_of_a_share_of_yes_is_explained(scored, chief):
    scored("0.25", "yes_no")
    assert steps_of(chief, OCTOBER, "OTHER") == [
        ("For a no", 0),
        ("For the share of yes, 25 %", 25),
    ]


def test_without_a_target_there_are_no_lines_of_a_score(world, chief):
    found = explained(chief, "unit=MARA&period=2026-10", "STAFF")
    assert (found.score_steps, found.thresholds) == ((), ())


def test_the_entries_stand_at_the_bottom_with_who_and_when(world, chief, mara):
    made = make_entry(world.units.mara, world.staff, "2026-10", 26, author=mara)
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    assert (found.entries[0].by, found.freshness) == ("Mara Hartley", made.recorded_at)


def test_the_first_period_has_parts_and_no_movement(world, chief):
    found = explained(chief, "unit=CMD&period=2026-08", "STAFF")
    assert sum(points(found).values()) == 30
    assert found.parts.change is None
    assert {part.moved for part in lines(found)} == {None}


def test_the_parts_of_a_quarter_add_up_where_its_rules_keep_them(world, chief):
    found = explained(chief, "unit=CMD&period=2026-Q3", "VEH")
    assert points(found) == {
        "1st Armoured Brigade": pytest.approx(0.4),
        "4th Mechanised Brigade": pytest.approx(0.4),
    }
    assert found.rules[1] == "The periods of Quarter 3, FY 2026 are added."
    later = explained(chief, "unit=CMD&period=2026-Q4", "VEH")
    assert total(later, "points") == pytest.approx(later.figure.value)
    assert total(later, "moved") == pytest.approx(later.parts.change)


def test_a_quarter_of_finished_values_says_why_it_has_no_parts(world, chief):
    kpi = make_kpi("CREW", unit_rule="sum", time_rule="mean")
    make_line(world.objective, kpi)
    make_reporter(world.units.mara, kpi, "2026-08")
    make_entry(world.units.mara, kpi, "2026-08", 5)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-Q3", "CREW")
    assert (lines(found), found.parts.change) == ((), None)
    assert "choose a month" in found.refusal


def test_nothing_due_is_nothing_to_explain(world, chief):
    make_kpi("IDLE")
    assert explained(chief, "unit=CMD&period=2026-10", "IDLE") is None


def test_the_queries_do_not_grow_with_the_units(world, chief, django_assert_max_num_queries):
    def count():
        context = read_context(chief, QueryDict("unit=CMD&period=2026-10"))
        subject = kpi_at(chief, context, "STAFF")
        readings = read_readings(context, subject, "13")
        with django_assert_max_num_queries(21) as queries:
            read_explanation(context, subject, readings)
        return len(queries)

    few = count()
    for _more in range(6):
        unit = make_unit(parent=world.units.command)
        make_reporter(unit, world.staff)
        make_entry(unit, world.staff, "2026-10", 1)
    roll_up()
    assert count() == few


def test_who_sees_two_of_three_branches_sees_both_named(world, mara):
    third = make_unit("THIRD", world.units.command)
    make_reporter(third, world.staff)
    make_entry(third, world.staff, "2026-10", 7)
    give_role(mara, "unit_manager", third)
    mara.__dict__.pop("_held", None)
    roll_up()
    found = explained(mara, "unit=CMD&period=2026-10", "STAFF")
    assert points(found) == {"1st Armoured Brigade": 25, "THIRD": 7, "Other units, together": 0}
