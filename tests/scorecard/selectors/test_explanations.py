"""Why a figure is what it is: parts that add up, named only where they may be seen."""

from datetime import date

import pytest
from django.http import QueryDict

from scorecard.engine.types import UnitRule
from scorecard.models import Result
from scorecard.selectors.context import read_context
from scorecard.selectors.explanations import RULES, explanation, rule_sentence
from scorecard.selectors.kpis import kpi_at, stored_readings
from scorecard.services.figures import read_readings
from tests.factories import (
    give_role,
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_unit,
    move_unit,
)
from tests.scorecard.small import roll_up


def explained(person, query, code):
    context = read_context(person, QueryDict(query))
    subject = kpi_at(person, context, code)
    return explanation(context, subject, read_readings(context, subject, "13"))


def points(found):
    return {part.name: part.points for part in found.parts}


def test_the_parts_of_a_ratio_add_up_and_say_what_moved_it(world, chief):
    found = explained(chief, "unit=CMD&period=2026-10", "VEH")
    assert points(found) == {
        "1st Armoured Brigade": pytest.approx(0.25),
        "4th Mechanised Brigade": pytest.approx(0.35),
    }
    assert found.change == pytest.approx(-0.2)
    assert [part.moved for part in found.parts] == pytest.approx([-0.15, -0.05])
    assert [part.rate for part in found.parts] == pytest.approx([-0.15, -0.05])
    assert [part.mix for part in found.parts] == pytest.approx([0, 0])
    assert [part.weight for part in found.parts] == [0.5, 0.5]


def test_what_is_missing_is_listed_without_a_share_and_as_vanished(world, chief):
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    mara, nils = found.parts
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
    assert {part.name: (part.points, part.weight) for part in found.parts} == {
        "1st Armoured Brigade": (7.5, 0.25),
        "Eastern Field Command, own entry": (30, 0.75),
    }
    assert "Staff in post" in found.rule


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
    assert {part.name: (part.points, part.moved) for part in found.parts} == {
        "1st Armoured Brigade": (15, 0),
        "4th Mechanised Brigade": (0, -15),
    }


def test_above_ones_own_unit_all_others_are_one_line(world, mara):
    found = explained(mara, "unit=CMD&period=2026-10", "VEH")
    assert points(found) == {
        "1st Armoured Brigade": pytest.approx(0.25),
        "Other units, together": pytest.approx(0.35),
    }
    others = found.parts[1]
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
    assert found.rule.startswith("How many, added over all units")
    assert found.policy == "What is missing is left out, never read as zero."
    assert "off target from" in found.thresholds
    assert found.least_coverage.endswith("of the figures due")
    assert found.weights == ("2 in Repair faster, critical: its red is the objective’s red",)
    assert found.previous_name == "September 2026"


@pytest.mark.parametrize("rule", UnitRule)
def test_every_rule_has_its_own_sentence(world, rule):
    weight = world.staff if rule == "weighted_mean" else None
    sentence = rule_sentence(make_kpi(unit_rule=rule, weight_kpi=weight).current)
    assert ("Staff in post" in sentence) == (rule == "weighted_mean")
    assert sentence not in {str(other) for each, other in RULES.items() if each is not rule}


def test_the_score_stands_with_its_lines(world, chief):
    lines = explained(chief, "unit=HQ&period=2026-10", "VEH").score
    assert lines.start + lines.way + lines.clamping == pytest.approx(lines.score)
    assert (lines.start, lines.way) == (70, pytest.approx(-15))


def test_without_a_target_there_are_no_lines_of_a_score(world, chief):
    found = explained(chief, "unit=MARA&period=2026-10", "STAFF")
    assert (found.score, found.thresholds) == (None, "")


def test_the_entries_stand_at_the_bottom_with_who_and_when(world, chief, mara):
    made = make_entry(world.units.mara, world.staff, "2026-10", 26, author=mara)
    found = explained(chief, "unit=CMD&period=2026-10", "STAFF")
    assert (found.entries[0].by, found.freshness) == ("Mara Hartley", made.recorded_at)


def test_the_first_period_has_parts_and_no_movement(world, chief):
    found = explained(chief, "unit=CMD&period=2026-08", "STAFF")
    assert sum(points(found).values()) == 30
    assert found.change is None
    assert {part.moved for part in found.parts} == {None}


def test_a_quarter_says_why_it_has_no_parts(world, chief):
    found = explained(chief, "unit=CMD&period=2026-Q3", "STAFF")
    assert (found.parts, found.change) == ((), None)
    assert "choose a month" in found.refusal


def test_nothing_due_is_nothing_to_explain(world, chief):
    make_kpi("IDLE")
    assert explained(chief, "unit=CMD&period=2026-10", "IDLE") is None


def test_the_queries_do_not_grow_with_the_units(world, chief, django_assert_max_num_queries):
    def count():
        context = read_context(chief, QueryDict("unit=CMD&period=2026-10"))
        subject = kpi_at(chief, context, "STAFF")
        readings = stored_readings(context, subject, "13")
        with django_assert_max_num_queries(9) as queries:
            explanation(context, subject, readings)
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
