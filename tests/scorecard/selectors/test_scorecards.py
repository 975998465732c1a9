"""The scorecard of one unit in one period."""

import pytest
from django.http import QueryDict

from scorecard.engine.types import Status
from scorecard.selectors.arranging import Arrangement
from scorecard.selectors.figures import month_columns
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.scorecards import scorecard_page
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
)
from tests.scorecard.small import roll_up


def read_anew(context, show=""):
    strategy = strategy_at(context.unit, context.last_day)
    months = range(context.period.ordinal - 1, context.period.ordinal + 1)
    columns = month_columns(context.unit, strategy.frequencies, months, context.calendar)
    return scorecard_page(context, strategy, columns, Arrangement(show=show))


@pytest.fixture
def columns(context, strategy):
    months = range(context.period.ordinal - 12, context.period.ordinal + 1)
    return month_columns(context.unit, strategy.frequencies, months, context.calendar)


@pytest.fixture
def page(context, strategy, columns):
    return scorecard_page(context, strategy, columns)


def test_perspectives_hold_objectives_and_objectives_hold_kpis(page):
    (perspective,) = page.perspectives
    (objective,) = perspective.objectives
    assert (perspective.name, objective.name) == ("Processes", "Repair faster")
    assert [kpi.code for kpi in objective.kpis] == ["VEH", "STAFF"]
    assert objective.owner == "T. Brandt"


def test_the_page_makes_no_queries(context, strategy, columns, django_assert_num_queries):
    with django_assert_num_queries(0):
        scorecard_page(context, strategy, columns)


def test_a_kpi_shows_value_target_gap_and_how_its_score_moved(page):
    vehicles, staff = page.perspectives[0].objectives[0].kpis
    assert vehicles.figure.gap == pytest.approx(-0.2)
    assert vehicles.score == 55
    assert vehicles.change == 55 - 85
    assert vehicles.values[-3:] == (0.8, 0.8, 0.6)
    assert (staff.figure.reported, staff.figure.expected) == (1, 2)


def test_a_cap_says_which_critical_kpi_holds_the_status_down(page):
    objective = page.perspectives[0].objectives[0]
    assert objective.status is Status.RED
    assert "Capped: Vehicle availability is critical and off target." in objective.notes


def test_a_cap_goes_up_with_the_name_of_the_child(page):
    assert page.perspectives[0].notes == ("Capped: Repair faster is critical and off target.",)
    assert page.notes == ("Capped: Processes is critical and off target.",)


def test_the_sentence_says_how_the_scorecard_moved(page):
    assert page.sentence == "77 of 100 in October 2026, down 17 since September 2026."


def test_the_tally_counts_kpis_worst_first_and_leaves_zeros_out(page):
    assert page.tally == ((Status.RED, 1), (Status.GREEN, 1))


def test_a_green_says_how_many_reds_stand_under_it(world, context):
    objective = make_objective("GREEN", unit=world.units.hq, perspective=world.perspective)
    for number in range(9):
        kpi = make_kpi(f"G{number}")
        make_line(objective, kpi, weight=0.1 if number else 9)
        make_reporter(world.units.mara, kpi, "2026-10")
        make_entry(world.units.mara, kpi, "2026-10", 0 if number in {1, 2} else 9)
        make_target(world.units.hq, kpi, "2026-10", goal=5, red_flag=1)
    roll_up()
    rows = read_anew(context).perspectives[0].objectives
    (row,) = [row for row in rows if row.name == "GREEN"]
    assert row.status is Status.GREEN
    assert row.notes == ("2 reds under this green.",)


def test_only_what_is_off_target_is_left_by_its_filter_worst_first(world, context):
    worse = make_kpi("WORSE")
    make_line(world.objective, worse)
    make_reporter(world.units.mara, worse, "2026-10")
    make_entry(world.units.mara, worse, "2026-10", 1)
    make_target(world.units.hq, worse, "2026-10", goal=50, red_flag=40)
    roll_up()
    page = read_anew(context, "off")
    assert [kpi.code for kpi in page.perspectives[0].objectives[0].kpis] == ["WORSE", "VEH"]
    assert page.n_kpis == 3


def test_only_what_is_not_reported_is_left_by_its_filter(context):
    page = read_anew(context, "missing")
    assert [kpi.code for kpi in page.perspectives[0].objectives[0].kpis] == ["STAFF"]


def test_an_unknown_filter_leaves_everything(context):
    asked = Arrangement.asked(context, QueryDict("show=everything&tell=all&sort=-luck"))
    assert asked == Arrangement()


def test_perspectives_stand_as_the_office_set_them_and_empty_ones_are_left_out(world, context):
    first = make_perspective("AAA", name="Mission", position=0)
    make_perspective("BBB", name="Empty", position=2)
    objective = make_objective("READY", unit=world.units.hq, perspective=first)
    make_line(objective, world.staff)
    roll_up()
    page = read_anew(context)
    assert [row.name for row in page.perspectives] == ["Mission", "Processes"]
    assert page.n_kpis == 2


def test_a_kpi_with_too_few_units_shows_its_value_but_no_score(world, context):
    version = world.staff.current
    version.min_coverage = 0.9
    version.save()
    roll_up()
    staff = read_anew(context).perspectives[0].objectives[0].kpis[1]
    assert staff.figure.status is Status.INSUFFICIENT
    assert (staff.figure.value, staff.score) == (25, None)
