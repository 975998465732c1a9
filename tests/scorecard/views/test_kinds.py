"""Pages of KPIs that are not held against a goal and a red flag, or not entered as they stand."""

import pytest

from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
)
from tests.scorecard.small import roll_up

OCTOBER = "unit=CMD&period=2026-10"


@pytest.fixture
def measured(world, units):
    """Give the command an objective with one KPI, entered by the brigade below it."""

    def made(code, value, **fields):
        kpi = make_kpi(code, name=f"Measure {code}", **fields)
        make_reporter(units.mara, kpi)
        make_entry(units.mara, kpi, "2026-10", value)
        make_line(make_objective(unit=units.command), kpi)
        return kpi

    return made


def test_a_band_is_shown_with_its_bounds(units, measured, chief, read):
    kpi = measured("LOAD", 87, unit_of_measure="tons", unit_rule="mean", scoring="band")
    make_target(units.command, kpi, "2026-10", lower=80, upper=95)
    roll_up()
    page = read(chief, f"/kpis/LOAD/?{OCTOBER}")
    assert "October 2026 is 87 tons, on target: aimed at 80–95 tons" in page
    assert "without a target" not in page
    assert "in full from 80–95 tons" in page
    assert "80–95" in read(chief, f"/scorecard/?{OCTOBER}")


def test_yes_or_no_says_its_status(measured, chief, read):
    measured("SAFE", 1, unit_rule="mean", scoring="yes_no")
    roll_up()
    page = read(chief, f"/kpis/SAFE/?{OCTOBER}")
    assert "October 2026 is 1, on target" in page
    assert "yes is 100, no is 0" in page


def test_progress_says_how_much_of_the_way_is_done(units, measured, chief, read):
    kpi = measured("TAGS", 75, time_rule="last", scoring="progress")
    make_target(units.command, kpi, "2026-10", goal=100, baseline=50)
    roll_up()
    page = read(chief, f"/kpis/TAGS/?{OCTOBER}")
    assert "October 2026 is 75, 25 under target" in page
    assert "how much of the way from 50 to 100 is done" in page


def test_an_override_says_what_was_computed_and_is_no_part_of_the_figure(
    units, measured, chief, read
):
    kpi = measured("LOAD", 70, unit_rule="mean")
    make_entry(units.command, kpi, "2026-10", 90, kind="override")
    roll_up()
    page = read(chief, f"/kpis/LOAD/?{OCTOBER}")
    assert "overridden, computed: 70" in page
    assert "own entry" not in page
    assert "Eastern Field Command overrode what came from below with 90" in page
    assert "overridden" in read(chief, f"/scorecard/?{OCTOBER}")


def test_a_carried_value_is_marked(units, measured, chief, read):
    measured("STAFF-2", 70, time_rule="last", carry_forward_periods=1)
    roll_up()
    page = read(chief, "/kpis/STAFF-2/?unit=CMD&period=2026-11")
    assert "1 figure carried forward" in page
    assert "carried forward" in read(chief, "/scorecard/?unit=CMD&period=2026-11")


def test_a_weekly_kpi_names_its_weeks_and_counts_by_the_month_on_the_scorecard(
    units, world, chief, read
):
    kpi = make_kpi("TRUCKS", unit_rule="sum", time_rule="mean", frequency="weekly")
    make_reporter(units.mara, kpi)
    for week, value in (("2026-W40", 10), ("2026-W43", 30), ("2026-W44", 50)):
        make_entry(units.mara, kpi, week, value)
    make_line(make_objective(unit=units.command), kpi)
    roll_up()
    page = read(chief, f"/kpis/TRUCKS/?{OCTOBER}")
    assert "Week 44, 2026 is 50" in page
    assert "13 weeks" in page
    row = read(chief, f"/scorecard/?{OCTOBER}").split('"/kpis/TRUCKS/')[1].split("</tr>")[0]
    assert ">30<span" in "".join(row.split())
