import pytest
import time_machine

from core.errors import DomainError
from scorecard.services.exports.results import COLUMNS, result_lines
from scorecard.services.exports.selection import select
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from tests.factories import (
    make_entry,
    make_kpi,
    make_organization,
    make_reporter,
    make_target,
)

pytestmark = pytest.mark.django_db

TODAY = "2026-05-20 10:00Z"


@pytest.fixture(autouse=True)
def may_2026():
    with time_machine.travel(TODAY, tick=False):
        yield


def lines(view="base", *, unit="MARA", kpi=None, columns=(), **how):
    """Return the lines of a unit as (period, ...columns)."""
    rebuild()
    history = load_history()
    selection = select(history, unit=unit, view=view, **how)
    found = result_lines(history, selection, kpi)
    places = [COLUMNS.index(name) for name in ("period", *columns)]
    return [tuple(line[place] for place in places) for line in found]


def values(view, *columns):
    return lines(view, columns=("value", *columns))


def enter(unit, kpi, numbers, first=None, last=None):
    """Let `unit` report `kpi` from the first to the last period; None is due and missing."""
    periods = list(numbers)
    make_reporter(unit, kpi, first or periods[0], last or periods[-1])
    for period, number in numbers.items():
        if isinstance(number, tuple):
            make_entry(unit, kpi, period, pair=number)
        elif number is not None:
            make_entry(unit, kpi, period, number)


HALF_A_YEAR = {
    "2025-11": 1,
    "2025-12": 2,
    "2026-01": 4,
    "2026-02": 8,
    "2026-03": 16,
    "2026-04": None,
}


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL")
    enter(units.mara, kpi, HALF_A_YEAR)
    return kpi


def test_a_line_has_the_columns_of_the_exchange_page_in_its_order(units, fuel):
    rebuild()
    make_target(units.mara, fuel, "2026-01", goal=8, red_flag=2)
    rebuild()
    history = load_history()
    found = result_lines(history, select(history, unit="MARA", first="2026-01"))
    # Between red flag 2 (score 70) and goal 8 (score 85): 4 is a third of the way.
    assert found[0] == (
        "MARA",
        "FUEL",
        "2026-01",
        4.0,
        1.0,
        1,
        1,
        8.0,
        2.0,
        pytest.approx(75),
        "amber",
    )
    assert found[-1] == ("MARA", "FUEL", "2026-04", None, 0.0, 0, 1, None, None, None, "no_data")


def test_lines_stand_in_the_order_of_unit_kpi_and_period(units, fuel):
    other = make_kpi("AMMO")
    enter(units.nils, other, {"2026-02": 1, "2026-01": 1}, "2026-01", "2026-02")
    rebuild()
    history = load_history()
    found = [line[:3] for line in result_lines(history, select(history))]
    assert found == sorted(found)
    assert {unit for unit, *_ in found} == {"HQ", "CMD", "MARA", "NILS"}
    assert found[0] == ("CMD", "AMMO", "2026-01")


def test_units_are_sorted_by_the_numbers_of_their_letters_on_every_database(units, fuel):
    from tests.factories import make_unit

    for code in ("b", "A1", "Å", "Z", "a-b", "ab"):
        unit = make_unit(code, units.hq)
        enter(unit, fuel, {"2026-01": 1})
    rebuild()
    history = load_history()
    selection = select(history, first="2026-01", last="2026-01")
    found = [line[0] for line in result_lines(history, selection)]
    assert found == ["A1", "CMD", "HQ", "MARA", "Z", "a-b", "ab", "b", "Å"]


def test_quarters_and_years_add_what_was_entered_and_count_what_was_due(fuel):
    assert values("quarter", "reported", "expected", "status") == [
        ("2025-Q4", 3, 2, 2, "not_scored"),
        ("2026-Q1", 28, 3, 3, "not_scored"),
        ("2026-Q2", None, 0, 1, "no_data"),
    ]
    assert values("year", "reported", "expected") == [("FY2025", 3, 2, 2), ("FY2026", 28, 3, 4)]


def test_year_to_date_runs_up_to_the_last_period_that_is_due(fuel):
    assert values("ytd", "reported", "expected") == [
        ("2025-11", 1, 1, 1),
        ("2025-12", 3, 2, 2),
        ("2026-01", 4, 1, 1),
        ("2026-02", 12, 2, 2),
        ("2026-03", 28, 3, 3),
        ("2026-04", 28, 3, 4),
    ]


def test_rolling_twelve_reaches_over_the_turn_of_the_year(fuel):
    assert values("rolling12", "reported", "expected") == [
        ("2025-11", 1, 1, 1),
        ("2025-12", 3, 2, 2),
        ("2026-01", 7, 3, 3),
        ("2026-02", 15, 4, 4),
        ("2026-03", 31, 5, 5),
        ("2026-04", 31, 5, 6),
    ]


def test_quarters_and_years_are_those_of_the_fiscal_calendar(fuel):
    make_organization(fiscal_year_start_month=10)
    assert values("quarter") == [("2026-Q1", 3), ("2026-Q2", 28), ("2026-Q3", None)]
    assert values("year") == [("FY2026", 31)]
    assert values("ytd")[-1] == ("2026-04", 31)


def test_a_ratio_adds_numerators_and_denominators_over_time(units):
    kpi = make_kpi("FIT", unit_rule="ratio")
    enter(units.mara, kpi, {"2026-01": (1, 2), "2026-02": (9, 10)})
    assert values("ytd") == [("2026-01", 0.5), ("2026-02", 10 / 12)]
    assert values("quarter") == [("2026-Q1", 10 / 12)]


def test_two_means_are_added_as_states_and_divided_once(units):
    kpi = make_kpi("MOOD", unit_rule="mean", time_rule="mean")
    enter(units.mara, kpi, {"2026-01": 10, "2026-02": 20})
    enter(units.nils, kpi, {"2026-02": 60})
    # Three answers: not the mean of January's 10 and February's 40.
    assert lines("quarter", unit="HQ", columns=("value",)) == [("2026-Q1", 30)]


def test_a_sum_over_units_with_a_mean_over_time_is_the_mean_of_the_sums(units):
    kpi = make_kpi("TRUCKS", unit_rule="sum", time_rule="mean")
    enter(units.mara, kpi, {"2026-01": 10, "2026-02": 20, "2026-03": None})
    enter(units.nils, kpi, {"2026-02": 60})
    assert lines("quarter", unit="HQ", columns=("value",)) == [("2026-Q1", (10 + 80) / 2)]


def test_the_last_value_stands_for_the_whole_and_with_its_own_coverage(units):
    kpi = make_kpi("HEADS", unit_rule="sum", time_rule="last")
    enter(units.mara, kpi, {"2026-01": 10, "2026-02": 20, "2026-03": None})
    enter(units.nils, kpi, {"2026-01": 5, "2026-02": None, "2026-03": None})
    found = lines("quarter", unit="HQ", columns=("value", "reported", "expected"))
    assert found == [("2026-Q1", 20, 1, 2)]


@pytest.mark.parametrize(("rule", "expected"), [("min", -1), ("max", 7)])
def test_extremes_over_time(units, rule, expected):
    kpi = make_kpi(unit_rule=rule, time_rule=rule)
    enter(units.mara, kpi, {"2026-01": 3, "2026-02": None, "2026-03": -1})
    enter(units.nils, kpi, {"2026-02": 7})
    assert lines("quarter", unit="HQ", columns=("value",)) == [("2026-Q1", expected)]


def test_a_view_shorter_than_the_frequency_has_no_lines(units):
    kpi = make_kpi("STRENGTH", frequency="yearly", time_rule="last")
    enter(units.mara, kpi, {"FY2025": 10})
    assert values("quarter") == []
    assert values("base") == values("year") == [("FY2025", 10)]


def test_everything_not_applicable_is_a_line_of_nothing(units):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-01", "2026-01")
    make_entry(units.mara, kpi, "2026-01", not_applicable=True)
    for view, period in (("base", "2026-01"), ("quarter", "2026-Q1"), ("ytd", "2026-01")):
        assert lines(view, columns=COLUMNS[3:]) == [
            (period, None, None, 0, 0, None, None, None, "no_data")
        ]


def test_a_kpi_that_is_not_rolled_up_has_no_line_above(units):
    kpi = make_kpi("ALONE", unit_rule="none")
    enter(units.mara, kpi, {"2026-01": 3})
    assert lines(unit="HQ") == []
    assert values("base") == [("2026-01", 3)]


def test_the_goal_of_a_year_is_shared_over_months_and_added_over_those_that_are_due(units, fuel):
    make_target(units.mara, fuel, "FY2026", goal=1200, red_flag=600)
    assert lines("quarter", columns=("goal", "red_flag"))[1:] == [
        ("2026-Q1", 300, 150),
        ("2026-Q2", 100, 50),
    ]
    # The year is not over: the months that are due.
    assert lines("year", columns=("goal",))[1:] == [("FY2026", 400)]


def test_the_goal_of_a_year_that_is_over_is_the_one_that_was_set_for_it(units, fuel):
    make_target(units.mara, fuel, "FY2025", goal=1200, red_flag=600)
    assert lines("year", columns=("goal",))[0] == ("FY2025", 1200)
    assert lines("ytd", columns=("goal",))[1] == ("2025-12", 200)


def test_one_unit_of_a_moved_tree_keeps_each_months_own_tree(units, fuel):
    from datetime import date

    from tests.factories import move_unit

    move_unit(units.mara, units.nils, date(2026, 3, 1))
    assert lines("quarter", unit="NILS", columns=("value",)) == [
        ("2026-Q1", 16),
        ("2026-Q2", None),
    ]
    assert lines("quarter", unit="CMD", columns=("value",))[1] == ("2026-Q1", 28)


def test_one_kpi_may_be_asked_for(units, fuel):
    other = make_kpi("AMMO")
    enter(units.mara, other, {"2026-01": 1})
    assert lines(kpi="AMMO") == [("2026-01",)]
    with pytest.raises(DomainError, match="“NONE”"):
        lines(kpi="NONE")


def test_only_periods_wholly_between_are_kept(fuel):
    assert lines(first="2025-12", last="2026-01") == [("2025-12",), ("2026-01",)]
    assert lines("quarter", first="2025-11", last="2026-03") == [("2026-Q1",)]


def test_a_subtree_includes_the_unit_itself(units, fuel):
    rebuild()
    found = result_lines(load_history(), select(load_history(), unit="CMD", subtree=True))
    assert {line[0] for line in found} == {"CMD", "MARA"}
