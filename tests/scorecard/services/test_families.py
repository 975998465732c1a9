"""The parts of a figure are what the roll-up made it of, whatever stands behind them."""

from datetime import date

import pytest
import time_machine

from scorecard.models import KpiVersion
from tests.factories import make_entry, make_kpi, make_line, make_reporter, make_target
from tests.scorecard.explained import add_up, explained, lines, points, total
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


def report_two(world, code, **fields):
    """Let the two brigades report a KPI of the command in September and October."""
    kpi = make_kpi(code, **fields)
    make_line(world.objective, kpi)
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi, "2026-08")
    return kpi


@pytest.mark.parametrize("rule", ["mean", "min", "max", "mean_of_children"])
def test_what_is_carried_forward_is_part_of_the_figure_and_says_so(world, chief, rule):
    kpi = report_two(world, "CARRY", unit_rule=rule, time_rule="mean", carry_forward_periods=2)
    make_reporter(world.units.command, kpi, "2026-08")
    for month in ("2026-08", "2026-09"):
        make_entry(world.units.mara, kpi, month, 10)
        make_entry(world.units.nils, kpi, month, 40)
        make_entry(world.units.command, kpi, month, 4)
    make_entry(world.units.mara, kpi, "2026-10", 20)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "CARRY")
    add_up(found)
    assert {part.name: part.note for part in lines(found)} == {
        "Eastern Field Command, own entry": "carried forward",
        "1st Armoured Brigade": "",
        "4th Mechanised Brigade": "carried forward",
    }
    assert any("2 figures behind it are carried forward" in mark for mark in found.marks)
    assert any("for up to 2 periods" in policy for policy in found.policies)
    assert "September 2026" in {entry.period for entry in found.entries}


def test_of_approved_only_figures_the_one_before_counts(world, chief):
    kpi = report_two(world, "CHECKED", approved_only=True)
    make_reporter(world.units.command, kpi, "2026-08")
    for unit, value in ((world.units.mara, 10), (world.units.nils, 40), (world.units.command, 4)):
        approve(make_entry(unit, kpi, "2026-09", value))
        approve(make_entry(unit, kpi, "2026-10", value))
        make_entry(unit, kpi, "2026-10", 900)
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "CHECKED")
    add_up(found)
    assert points(found) == {
        "1st Armoured Brigade": 10,
        "4th Mechanised Brigade": 40,
        "Eastern Field Command, own entry": 4,
    }
    assert any("Only approved figures count" in policy for policy in found.policies)


def approve(entry):
    entry.events.create(kind="approved", recorded_at=entry.recorded_at)


@pytest.mark.parametrize("rule", ["sum", "mean", "min", "mean_of_children"])
def test_an_override_is_the_whole_figure_itself(world, chief, rule):
    kpi = report_two(world, "OVER", unit_rule=rule)
    for unit in (world.units.mara, world.units.nils):
        make_entry(unit, kpi, "2026-09", 10)
        make_entry(unit, kpi, "2026-10", 20)
    make_entry(world.units.command, kpi, "2026-10", 33, kind="override")
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "OVER")
    add_up(found)
    assert points(found) == {
        "1st Armoured Brigade": 0,
        "4th Mechanised Brigade": 0,
        "The override itself": 33,
    }
    assert any("takes the place of" in mark for mark in found.marks)
    above = explained(chief, "unit=HQ&period=2026-10", "OVER")
    add_up(above)
    assert [(part.name, part.note) for part in lines(above)] == [
        ("Eastern Field Command", "overridden")
    ]


def test_an_overridden_ratio_carries_its_whole_miss_itself(world, chief):
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(30, 100), kind="override")
    make_target(world.units.command, world.vehicles, "2026-10", goal="0.8", red_flag="0.7")
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "VEH")
    add_up(found)
    assert {part.name: part.miss for part in lines(found)} == {
        "1st Armoured Brigade": 0,
        "4th Mechanised Brigade": 0,
        "The override itself": pytest.approx(-0.5),
    }


def test_a_formula_stands_with_the_figures_that_it_takes(world, chief):
    kpi = make_kpi("PER_HEAD", unit_rule="none", formula="VEH * STAFF", name="Per head")
    make_line(world.objective, kpi)
    roll_up()
    found = explained(chief, "unit=HQ&period=2026-10", "PER_HEAD")
    assert found.formula == "VEH * STAFF"
    assert [(each.code, each.value) for each in found.operands] == [
        ("STAFF", 25),
        ("VEH", pytest.approx(0.6)),
    ]
    assert found.figure.value == pytest.approx(15)
    assert lines(found) == ()


def test_figures_of_a_formula_that_are_not_published_are_not_named(world, mara):
    hidden = make_kpi("HIDDEN", name="Hidden thing")
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, hidden, "2026-08")
        make_entry(unit, hidden, "2026-10", 5)
    kpi = make_kpi("MIXED", unit_rule="none", formula="VEH * HIDDEN")
    make_line(world.objective, kpi)
    roll_up()
    found = explained(mara, "unit=CMD&period=2026-10", "MIXED")
    assert found.formula == ""
    assert [each.name for each in found.operands] == [
        "Vehicle availability",
        "Other figures, together",
    ]
    assert "HIDDEN" not in repr(found.operands)


def test_as_of_a_moment_it_is_made_of_what_was_known_then(world, chief):
    with time_machine.travel("2026-11-19T08:00:00Z", tick=False):
        make_entry(world.units.mara, world.vehicles, "2026-10", pair=(95, 100))
        roll_up()
        now = explained(chief, "unit=CMD&period=2026-10", "VEH")
        then = explained(chief, "unit=CMD&period=2026-10&as_of=2026-11-12", "VEH")
    assert points(now)["1st Armoured Brigade"] == pytest.approx(0.475)
    assert points(then)["1st Armoured Brigade"] == pytest.approx(0.25)
    add_up(then)
    assert "95 of 100" not in " ".join(entry.text for entry in then.entries)


def test_what_another_rule_made_is_not_compared(world, chief):
    version = world.vehicles.current
    world.vehicles.current = KpiVersion.objects.create(
        kpi=version.kpi,
        name=version.name,
        unit_rule="ratio",
        time_rule="last",
        frequency="monthly",
        valid_from=date(2026, 10, 1),
        recorded_at=version.recorded_at,
    )
    KpiVersion.objects.filter(pk=version.pk).update(unit_rule="max", time_rule="max")
    world.vehicles.save()
    roll_up()
    found = explained(chief, "unit=CMD&period=2026-10", "VEH")
    assert total(found, "points") == pytest.approx(0.6)
    assert found.parts.change is None
