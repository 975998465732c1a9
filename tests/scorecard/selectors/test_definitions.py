"""What a KPI means, fact by fact."""

from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.definitions import facts, over_units
from scorecard.selectors.subjects import kpi_at, stored_readings
from tests.factories import make_kpi


def told(person, code):
    context = read_context(person, QueryDict())
    subject = kpi_at(person, context, code)
    readings = stored_readings(context, subject, "13")
    found = facts(subject.version, subject.lines, readings.own.get(readings.period))
    return {fact.label: fact.text.replace("\N{NO-BREAK SPACE}", " ") for fact in found}


def test_rules_are_said_in_words(world, chief):
    found = told(chief, "VEH")
    assert found["Over units"] == "sum of numerators over sum of denominators"
    assert found["Over time"] == "sum of the periods"
    assert found["Entered"] == "monthly"


def test_status_lines_name_target_and_red_flag(world, chief):
    assert told(chief, "VEH")["Status"] == "on target from 80 % up, off target from 70 % down"


def test_a_critical_weight_says_what_it_does(world, chief):
    assert told(chief, "VEH")["Weight"] == (
        "2 in Repair faster, critical: its red is the objective’s red"
    )
    assert told(chief, "STAFF")["Weight"] == "3 in Repair faster"


def test_what_nobody_has_stated_is_left_out(world, chief):
    assert told(chief, "VEH")["Source"] == "Register"
    assert "Source" not in told(chief, "STAFF")


def test_a_weighted_mean_names_what_weighs(world):
    weighted = make_kpi("WM", unit_rule="weighted_mean", weight_kpi=world.staff)
    assert over_units(weighted.current) == "mean of the units, weighted by Staff in post"
