"""The figures of one unit, column by column."""

import pytest

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.scores import Cuts
from scorecard.engine.types import Frequency, Status
from scorecard.selectors.figures import Figure, decimals_to_show, month_columns, shown
from tests.factories import make_entry, make_kpi, make_line, make_reporter, make_target
from tests.scorecard.small import roll_up

CUTS = Cuts(70, 85)
OCTOBER = Period(Frequency.MONTHLY, 2026 * 12 + 9)


def figure(value, goal, *, red_flag=0.7, status=Status.AMBER):
    return Figure(OCTOBER, value, goal, red_flag, 80.0, status, 1, 1)


def columns_of(unit, kpi, months):
    frequency = Frequency(kpi.current.frequency)
    ordinals = [FiscalCalendar().parse(month).ordinal for month in months]
    return month_columns(unit, {kpi.pk: frequency}, ordinals, FiscalCalendar())


def test_a_month_says_what_its_kpis_and_nodes_say(world):
    (column,) = columns_of(world.units.hq, world.vehicles, ["2026-10"])
    assert column.kpis[world.vehicles.pk].value == pytest.approx(0.6)
    assert column.kpis[world.vehicles.pk].status is Status.RED
    assert column.nodes[3, world.objective.pk].status is Status.RED


def test_a_kpi_that_nobody_is_to_report_has_no_figure(world):
    (column,) = columns_of(world.units.hq, world.vehicles, ["2026-07"])
    assert column.kpis == {}


def test_a_quarterly_kpi_counts_with_its_last_quarter_until_the_next_has_a_value(world):
    survey = make_kpi("SURVEY", frequency="quarterly", unit_rule="mean")
    make_line(world.objective, survey)
    make_reporter(world.units.mara, survey, "2026-Q2")
    make_entry(world.units.mara, survey, "2026-Q2", 7)
    make_target(world.units.hq, survey, "FY2026", goal=8, red_flag=5)
    roll_up()
    columns = columns_of(world.units.hq, survey, ["2026-06", "2026-08", "2026-09", "2026-10"])
    found = [column.kpis.get(survey.pk) for column in columns]
    assert [each and each.value for each in found] == [7, 7, 7, None]
    assert found[3].period == FiscalCalendar().parse("2026-Q3")


def test_two_queries_read_thirteen_months(world, django_assert_num_queries):
    with django_assert_num_queries(2):
        columns_of(world.units.hq, world.vehicles, [f"2026-{month:02}" for month in range(1, 13)])


def test_a_score_prints_towards_the_worse_status():
    assert shown(84.6, Status.AMBER, CUTS) == 84
    assert shown(None, Status.NO_DATA, CUTS) is None


def test_where_too_few_units_reported_there_is_no_score_to_print():
    assert shown(95.0, Status.INSUFFICIENT, CUTS) is None


def test_a_miss_that_would_round_away_gets_more_decimals():
    assert decimals_to_show(figure(0.816, 0.82), "%", 0) == 1
    assert decimals_to_show(figure(81.96, 82), "days", 0) == 2
    assert decimals_to_show(figure(0.60, 0.82), "%", 0) == 0


def test_what_meets_its_target_or_has_none_keeps_its_decimals():
    assert decimals_to_show(figure(0.82, 0.82), "%", 1) == 1
    assert decimals_to_show(figure(0.82, None), "%", 1) == 1
    assert decimals_to_show(None, "%", 2) == 2


def test_better_is_on_the_side_away_from_the_red_flag():
    assert figure(1, 2, red_flag=1).better == "up"
    assert figure(1, 2, red_flag=3).better == "down"
    assert figure(1, None).better == ""
