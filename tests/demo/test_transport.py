from datetime import date

import pytest

from demo.months import Timeline
from demo.story import generate
from demo.transport import GROUP, transport_tables


@pytest.fixture(scope="module")
def rows(demo):
    return {name: table.dicts() for name, table in demo.transport.items()}


def test_the_group_measures_what_the_headquarters_has_no_example_of(rows):
    kpis = rows["kpis"]
    assert {row["scoring"] for row in kpis} == {"band", "goal_red_flag", "progress", "yes_no"}
    assert "weekly" in {row["frequency"] for row in kpis}
    assert any(row["formula"] for row in kpis)
    assert any(row["carry_forward_periods"] != "0" for row in kpis)


def test_one_figure_is_overridden_and_says_why(rows):
    (override,) = [row for row in rows["values"] if row["kind"] == "override"]
    assert override["unit"] == GROUP
    assert "read too high" in override["comment"]


def test_one_kpi_caps_its_objective(rows):
    (critical,) = [row for row in rows["scorecard"] if row["critical"]]
    assert (critical["objective"], critical["kpi"]) == ("CONVOYS", "TAGGED")


def test_one_answer_is_missing_and_carried_forward(rows):
    answers = [row["period"] for row in rows["values"] if row["kpi"] == "REST_KEPT"]
    late = [
        row["period"]
        for row in rows["values"]
        if row["kpi"] == "REST_KEPT" and row["unit"] == "LOG-RAI"
    ]
    assert max(answers) == "2026-10"
    assert max(late) == "2026-08"


def test_weeks_are_those_whose_thursday_lies_in_the_months(rows):
    weeks = [row["period"] for row in rows["values"] if row["kpi"] == "TRUCKS_OFF"]
    assert date.fromisocalendar(int(max(weeks)[:4]), int(max(weeks)[-2:]), 4) <= date(2026, 10, 31)
    assert len(weeks) == len(set(weeks)) * 9


def test_whoever_reports_is_the_manager_of_a_unit_of_the_group(rows):
    assert {row["unit"] for row in rows["reporters"]} == {
        f"LOG-{code}" for code in ("1TR", "2TR", "3TR", "4TR", "5TR", "6TR", "RAI", "PON", "POS")
    }
    assert all(row["person"].endswith("@aldmark.example") for row in rows["reporters"])


def test_the_second_package_repeats_with_its_seed(army, demo):
    timeline = Timeline.until("2026-10")
    persons = {row["unit"]: row["person"] for row in demo.transport["reporters"].dicts()}
    again = transport_tables(army, timeline, persons, seed=1)
    assert again == demo.transport


def test_an_army_in_another_month_tells_the_same_story():
    rows = generate(1, "2026-01").transport["values"].dicts()
    assert max(row["period"] for row in rows if row["kpi"] == "TAGGED") == "2026-01"
