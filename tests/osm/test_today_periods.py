"""What the Today page says of a quarter and of a year."""

import pytest
from django.http import QueryDict

from osm.today import today_page
from scorecard.selectors.context import read_context
from tests.factories import make_entry, make_kpi, make_line, make_reporter, make_target
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def today(person, word):
    return today_page(person, read_context(person, QueryDict(f"period={word}")), letter=None)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_quarter_has_its_own_finding_and_is_compared_with_the_one_before(world, chief):
    page = today(chief, "2026-Q4")
    assert page.heading == "Nothing can be scored yet for Quarter 4, FY 2026"
    assert page.lead.headline == "Vehicle availability cannot be scored: 2 of 4 figures are in"
    assert plain(page.lead.moved[0]) == "Down 20 points since Quarter 3, FY 2026"
    assert page.previous_label == "Quarter 3, FY 2026"
    assert page.chart is not None


def test_a_year_that_is_at_risk_says_so(world, chief):
    page = today(chief, "FY2026")
    assert page.heading == "No objective is off target, 1 is at risk"
    assert plain(page.lead.headline) == "Vehicle availability is 73 %, 7 points under target"


def test_a_quarter_on_target_needs_nobody(world, chief):
    page = today(chief, "2026-Q3")
    assert (page.heading, page.needs) == ("Every objective that is scored is on target", [])


@pytest.mark.parametrize(
    ("word", "month", "late"),
    [
        ("2026-Q3", "September 2026", []),
        ("2026-Q4", "October 2026", ["NILS"]),
        ("FY2026", "October 2026", ["NILS"]),
    ],
)
def test_late_is_who_misses_figures_of_the_last_month_that_has_ended(
    world, chief, word, month, late
):
    page = today(chief, word)
    assert (page.late_month, [unit.code for unit in page.late]) == (month, late)
    assert page.n_reporting == 2


def test_too_few_figures_of_a_longer_period_are_counted_as_figures(world, chief):
    kpi = make_kpi("K", name="Fuel", min_coverage=1)
    make_line(world.objective, kpi)
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi, "2026-09")
    make_target(world.units.hq, kpi, "FY2026", goal=9, red_flag=1)
    make_entry(world.units.mara, kpi, "2026-10", 2)
    roll_up()
    headlines = [need.headline for need in today(chief, "2026-Q4").needs]
    assert "Fuel cannot be scored: 1 of 4 figures are in" in headlines


def test_a_year_without_figures_says_so(world, chief):
    page = today(chief, "FY2030")
    assert page.heading == "Nothing can be scored yet for FY 2030"
    assert page.sentence == "No score in FY 2030."
