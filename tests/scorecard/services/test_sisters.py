"""What a unit is told of its sister units, and what not."""

from datetime import date

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.kpis import kpi_page
from scorecard.selectors.subjects import kpi_at
from scorecard.services.figures import read_readings
from scorecard.services.sisters import read_sisters
from tests.factories import (
    give_role,
    make_comparison,
    make_entry,
    make_kpi,
    make_line,
    make_person,
    make_reporter,
    make_target,
    make_unit,
    move_unit,
)
from tests.scorecard.sisters import make_sisters
from tests.scorecard.small import MONTHS, make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def sisters(world):
    return make_sisters(world)


def told(person, unit="MARA", kpi="VEH", period="2026-10", as_of=""):
    context = read_context(person, QueryDict(f"unit={unit}&period={period}"), as_of)
    subject = kpi_at(person, context, kpi)
    readings = read_readings(context, subject, "13")
    return read_sisters(context, kpi_page(context, subject, readings), readings)


def test_without_names_ones_own_unit_is_marked_among_the_others_best_first(sisters, mara):
    found = told(mara)
    assert [(row.number, row.rank, row.is_own, row.name) for row in found.rows] == [
        (0.9, 1, False, ""),
        (0.81, 2, False, ""),
        (0.7, 3, False, ""),
        (0.55, 4, False, ""),
        (0.5, 5, True, "1st Armoured Brigade"),
    ]
    assert found.finding == "Last of 5 sister units"
    assert (found.median, found.aim, found.n_due) == (0.7, 0.8, 5)
    assert (found.parent, found.are_named) == ("Eastern Field Command", False)
    assert {row.query for row in found.rows} == {""}


def test_without_names_fewer_than_five_figures_are_none(world, mara):
    make_sisters(world, {"THIRD": 55, "FOURTH": 90, "FIFTH": None})
    assert told(mara) is None


def test_too_few_units_within_a_sister_unit_are_no_figure(world, sisters, mara):
    below = [make_unit(parent=sisters["FIFTH"]) for _ in range(4)]
    for unit in below:
        make_reporter(unit, world.vehicles, MONTHS[0])
    roll_up()
    assert told(mara) is None


def test_who_sees_some_sister_units_must_not_find_out_the_rest(world, sisters, mara):
    for code in ("THIRD", "FOURTH"):
        give_role(mara, "employee", sisters[code])
    # Five have reported, and only two of them are hidden.
    assert told(mara) is None


@pytest.mark.parametrize("kind", ["none", "anonymous", "named"])
def test_who_sees_them_all_sees_their_names_whatever_was_decided(sisters, ada, chief, kind):
    make_comparison(kind, ada)
    found = told(chief)
    assert [row.name for row in found.rows][:2] == ["Secret FOURTH", "Secret FIFTH"]
    assert found.rows[0].query == "unit=FOURTH&period=2026-10"
    assert found.are_named


def test_two_units_are_enough_for_who_sees_both_and_one_is_not(world, chief, mara):
    assert told(chief).finding == "Last of 2 sister units"
    assert told(mara) is None
    assert told(chief, unit="CMD") is None
    assert told(chief, unit="HQ") is None


def test_where_it_was_decided_nothing_is_told_or_all_with_names(sisters, ada, mara):
    make_comparison("none", ada)
    assert told(mara) is None
    make_comparison("named", ada)
    found = told(mara)
    assert [row.name for row in found.rows][:2] == ["Secret FOURTH", "Secret FIFTH"]
    # Named they are, but what is theirs cannot be opened.
    assert {row.query for row in found.rows if not row.is_own} == {""}


def test_above_ones_own_unit_nothing_is_compared(sisters, mara, ada):
    make_comparison("named", ada)
    assert told(mara, unit="CMD") is None


def test_as_of_a_past_moment_nothing_is_compared(sisters, chief):
    assert told(chief, as_of="2026-11-01") is None


def test_a_unit_without_a_figure_sees_the_others_where_they_are_enough(world, mara):
    sisters = make_sisters(world, {"A": 55, "B": 90, "C": 81, "D": 70, "EMPTY": None})
    give_role(mara, "unit_manager", sisters["EMPTY"])
    found = told(mara, unit="EMPTY")
    assert found.finding == "Not among the 6 sister units that reported"
    assert found.own is None


def test_a_sum_is_compared_by_its_scores_for_it_grows_with_the_unit(world, chief):
    for unit, value in ((world.units.mara, 25), (world.units.nils, 15)):
        make_target(unit, world.staff, MONTHS[2], goal=20, red_flag=10)
        make_entry(unit, world.staff, MONTHS[2], value)
    roll_up()
    found = told(chief, kpi="STAFF")
    assert (found.by_score, found.aim, found.unit_of_measure) == (True, 85, "")
    assert [(row.number, row.is_own) for row in found.rows] == [(92, True), (77, False)]


def test_less_is_better_where_the_red_flag_lies_above_the_goal(world, chief):
    kpi = make_kpi("DAYS", unit_rule="mean", unit_of_measure="days")
    make_line(world.objective, kpi)
    for unit, days in ((world.units.mara, 8), (world.units.nils, 12)):
        make_reporter(unit, kpi, MONTHS[0])
        make_target(unit, kpi, "FY2026", goal=10, red_flag=20)
        make_entry(unit, kpi, MONTHS[2], days)
    roll_up()
    assert told(chief, kpi="DAYS").finding == "Best of 2 sister units"


def test_a_quarter_compares_its_own_figures(world, chief):
    make_entry(world.units.nils, world.vehicles, MONTHS[1], pair=(40, 100))
    roll_up()
    found = told(chief, period="2026-Q3")
    assert (found.period_name, found.finding) == ("Quarter 3, FY 2026", "Best of 2 sister units")
    assert [row.number for row in found.rows] == [0.8, 0.6]


def test_a_unit_that_came_from_elsewhere_learns_nothing_of_those_it_left(world, sisters, ada):
    make_comparison("named", ada)
    guest = sisters["FIFTH"]
    other = make_unit("OTHER", world.units.hq, name="Other Command")
    move_unit(guest, other, date(2026, 11, 1))
    guest.parent, guest.path = other, f"{other.path}{guest.pk}/"
    guest.save()
    roll_up()
    manager = make_person("Guest", "unit_manager", guest)
    assert told(manager, unit="FIFTH") is None


def test_ones_own_stands_first_among_equals_so_that_their_order_tells_nothing(world, mara):
    make_sisters(world, {"A": 50, "B": 50, "C": 50, "D": 90})
    found = told(mara)
    assert [row.is_own for row in found.rows] == [False, False, True, False, False, False]
    assert found.finding == "Shares place 3 of 6 sister units, the best first"
