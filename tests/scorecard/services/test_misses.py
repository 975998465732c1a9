"""Which miss a page looks into, and what its units contribute to it."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from scorecard.models import KpiVersion
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.services.misses import read_miss
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
    make_unit,
)
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


def miss(person, query="unit=CMD&period=2026-10", code=""):
    context = read_context(person, QueryDict(query))
    return read_miss(context, strategy_at(context.unit, context.last_day), code)


def points(found):
    return {part.name: part.points for part in found.parts}


def report(world, code, rule, figures, *, goal, goals=None, **fields):
    """Let the two brigades report October and aim at something; HQ and CMD aim at `goal`."""
    kpi = make_kpi(code, unit_rule=rule, **fields)
    make_line(world.objective, kpi)
    units = (world.units.mara, world.units.nils)
    for place, (unit, figure) in enumerate(zip(units, figures, strict=True)):
        make_reporter(unit, kpi, "2026-10")
        if goals:
            make_target(unit, kpi, "2026-10", goal=goals[place], red_flag=goals[place] / 2)
        if figure is not None:
            make_entry(unit, kpi, "2026-10", figure)
    for unit in (world.units.hq, world.units.command):
        make_target(unit, kpi, "2026-10", goal=goal, red_flag=goal * 0.99)
    roll_up()
    return kpi


def test_without_an_order_the_worst_miss_with_parts_is_looked_into(world, chief):
    found = miss(chief)
    assert found.missed.code == "VEH"
    assert points(found) == pytest.approx(
        {"1st Armoured Brigade": -0.15, "4th Mechanised Brigade": -0.05}
    )
    assert [part.is_cause for part in found.parts] == [True, False]
    assert sum(part.share for part in found.parts) == pytest.approx(1)


def test_the_miss_asked_for_is_looked_into_and_the_others_are_offered(world, chief):
    report(world, "FUEL", "sum", (5, 12), goal=30, goals=(10, 15))
    found = miss(chief, code="FUEL")
    assert found.missed.code == "FUEL"
    assert [other.code for other in found.others] == ["VEH"]
    assert points(found) == {
        "1st Armoured Brigade": -5,
        "4th Mechanised Brigade": -3,
        "Target that no unit below has": -5,
    }
    assert miss(chief, code="GONE").missed.code == "VEH"


def test_a_missing_figure_of_a_sum_counts_with_its_target(world, chief):
    report(world, "FUEL", "sum", (5, None), goal=30, goals=(10, 20), min_coverage=0)
    found = miss(chief, code="FUEL")
    assert points(found) == {"1st Armoured Brigade": -5, "4th Mechanised Brigade": -20}
    assert found.out == ("4th Mechanised Brigade",)


def test_a_missing_figure_of_a_mean_has_no_share(world, chief):
    report(world, "MOOD", "mean", (5, None), goal=8, min_coverage=0)
    found = miss(chief, code="MOOD")
    assert points(found) == {"1st Armoured Brigade": -3, "4th Mechanised Brigade": None}
    assert not found.can_be_drawn


def test_an_own_entry_is_a_part_beside_the_units(world, chief):
    make_reporter(world.units.command, world.vehicles, "2026-10")
    make_target(world.units.command, world.vehicles, "2026-10", goal="0.8", red_flag="0.7")
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(20, 100))
    roll_up()
    found = points(miss(chief, code="VEH"))
    assert found["Eastern Field Command, own entry and others"] == pytest.approx(-0.2)
    assert sum(found.values()) == pytest.approx((50 + 70 + 20) / 300 - 0.8)


@pytest.mark.parametrize(
    ("rule", "goals", "words"),
    [
        ("none", None, "No unit below"),
        ("sum", None, "Not every unit has a target of its own"),
    ],
)
def test_what_cannot_be_split_says_why(world, chief, rule, goals, words):
    kpi = report(world, "FUEL", rule, (5, 5), goal=30, goals=goals)
    make_reporter(world.units.command, kpi, "2026-10")
    make_entry(world.units.command, kpi, "2026-10", 2)
    roll_up()
    found = miss(chief, code="FUEL")
    if rule == "none":
        assert found.refusal == "Eastern Field Command enters this figure itself: it has no parts"
    else:
        assert words in found.refusal
    assert found.finding == found.refusal


def test_a_unit_whose_units_do_not_report_the_kpi_says_so(world, chief):
    make_unit("BN", world.units.mara)
    found = miss(chief, "unit=MARA&period=2026-10", "VEH")
    assert found.refusal == "No unit below reports this KPI: the miss has no parts"


def test_where_nothing_misses_there_is_nothing_to_look_into(world, chief):
    assert miss(chief, "unit=CMD&period=2026-09") is None


def test_a_ratio_of_a_year_is_split_by_what_stands_behind_it(world, chief):
    make_target(world.units.command, world.vehicles, "FY2026", goal="0.8", red_flag="0.7")
    roll_up()
    year = miss(chief, "unit=CMD&period=FY2026", "VEH")
    # Two months on target, one below it.
    assert sum(points(year).values()) == pytest.approx(440 / 600 - 0.8)
    assert points(year)["1st Armoured Brigade"] == pytest.approx((210 - 240) / 600)


def test_a_mean_of_finished_figures_has_no_parts_over_a_year(world, chief):
    kpi = report(world, "WAIT", "min", (1, 2), goal=5, time_rule="mean", min_coverage=0)
    make_target(world.units.command, kpi, "FY2026", goal=5, red_flag=4)
    roll_up()
    assert miss(chief, "unit=CMD&period=2026-10", "WAIT").refusal == ""
    year = miss(chief, "unit=CMD&period=FY2026", "WAIT")
    assert year.refusal == "Over so long a period the miss has no parts: choose a month"


def test_the_last_month_with_a_figure_stands_for_the_quarter(world, chief):
    report(world, "CREW", "sum", (5, 12), goal=30, goals=(10, 20), time_rule="last", min_coverage=0)
    quarter = miss(chief, "unit=CMD&period=2026-Q4", "CREW")
    assert points(quarter) == {"1st Armoured Brigade": -5, "4th Mechanised Brigade": -8}


def test_an_override_carries_its_miss_itself_whatever_the_rule(world, chief):
    # Not every unit has a target of its own: the miss of the sum itself has no parts.
    staff = report(world, "HANDS", "sum", [5, 4], goal=20)
    make_entry(world.units.command, staff, "2026-10", 7, kind="override")
    roll_up()
    found = miss(chief, code="HANDS")
    assert found.refusal == ""
    assert "The figure is overridden" in found.finding
    assert points(found)["Override by the strategy office"] == pytest.approx(-13)
    assert points(found)["1st Armoured Brigade"] == 0


def test_a_miss_splits_as_the_kpi_was_defined_in_its_period(world, chief):
    kpi = report(world, "MOOD", "mean", [5, 4], goal=20)
    version = KpiVersion.objects.get(kpi=kpi)
    version.pk, version.valid_from, version.unit_rule = None, date(2026, 11, 1), "none"
    version.save()
    kpi.current = version
    kpi.save()
    found = miss(chief, code="MOOD")
    assert found.refusal == ""
    assert points(found)["1st Armoured Brigade"] == pytest.approx(-7.5)
