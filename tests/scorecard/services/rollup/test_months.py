import pytest

from scorecard.models import Result
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
)
from tests.scorecard.services.rollup.figures import (
    AMBER,
    GREEN,
    NO_DATA,
    has_score,
    report,
    roll_up,
    score_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(units):
    return make_objective("READY", unit=units.hq)


def add(unit, objective, frequency, values, expected=None):
    """Add a KPI of a frequency with a value, or None, for each of its periods."""
    kpi = make_kpi(time_rule="last", frequency=frequency)
    make_line(objective, kpi)
    periods = sorted(values)
    make_reporter(unit, kpi, periods[0], periods[-1])
    for period, value in values.items():
        if value is not None:
            make_entry(unit, kpi, period, value)
        make_target(unit, kpi, period, goal=100, red_flag=0)
    return kpi


def scores(unit, node, *months):
    return [
        score_of(unit, node, month).score if has_score(unit, node, month) else "no line"
        for month in months
    ]


def test_a_quarter_counts_from_its_last_month_until_the_next_one_has_ended(units, objective):
    add(units.hq, objective, "quarterly", {"2026-Q1": 0, "2026-Q2": 100})
    roll_up()
    months = [f"2026-{number:02}" for number in range(1, 11)]
    # The cut scores 70 and 85: the red flag scores 70, the goal 85.
    assert scores(units.hq, objective, *months) == [
        "no line",
        "no line",
        *[70] * 3,
        *[85] * 3,
        85,
        "no line",
    ]


def test_a_quarter_without_a_value_yet_leaves_the_one_before_in_its_last_month(units, objective):
    add(units.hq, objective, "quarterly", {"2026-Q1": 0, "2026-Q2": None})
    roll_up()
    # In June the first quarter is exactly one period old; in July it is older.
    assert scores(units.hq, objective, "2026-05", "2026-06", "2026-07") == [70, 70, None]
    assert score_of(units.hq, objective, "2026-07").status == NO_DATA


def test_a_year_counts_from_its_last_month_through_the_whole_next_year(units, objective):
    add(units.hq, objective, "yearly", {"FY2024": 100})
    roll_up()
    assert scores(units.hq, objective, "2024-11", "2024-12", "2025-06", "2025-12", "2026-01") == [
        "no line",
        85,
        85,
        85,
        "no line",
    ]


def test_kpis_of_all_frequencies_meet_in_a_month(units, objective):
    monthly = make_kpi()
    make_line(objective, monthly)
    report(units.hq, monthly, "2025-06", value=40)
    add(units.hq, objective, "quarterly", {"2025-Q2": 0})
    add(units.hq, objective, "yearly", {"FY2024": 100})
    roll_up()
    june = score_of(units.hq, objective, "2025-06")
    assert june.score == pytest.approx((76 + 70 + 85) / 3)
    assert (june.green, june.amber, june.red) == (1, 1, 1)
    assert june.status == AMBER


def test_a_month_takes_the_status_of_the_result_and_not_a_new_one(units, objective):
    kpi = make_kpi()
    make_line(objective, kpi)
    report(units.hq, kpi, "2026-01", value=100)
    roll_up()
    assert Result.objects.get(unit=units.hq).status == GREEN
    assert score_of(units.hq, objective, "2026-01").status == GREEN
