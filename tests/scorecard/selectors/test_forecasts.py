"""What a page says of the end of the fiscal year."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from scorecard.engine import FiscalCalendar, Period, Status
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.forecasts import year_end, year_goal
from scorecard.selectors.signals import History, series_of
from tests.factories import make_kpi, make_target

CALENDAR = FiscalCalendar()
LATER = date(2030, 1, 1)


def month(text):
    return CALENDAR.parse(text)


def version(**fields):
    rules = {"unit_rule": "mean", "time_rule": "mean", "frequency": "monthly"}
    return KpiVersion(**(rules | fields))


def end_of(values, *, first="2026-01", goal=None, kpi=None, today=LATER, calendar=CALENDAR):
    """Foretell a year from values that follow each other."""
    start, kpi = month(first), kpi or version()
    periods = [Period(start.frequency, start.ordinal + place) for place in range(len(values))]
    figures = {
        period: Figure(period, value, None, None, None, Status.GREEN, 1, 1)
        for period, value in zip(periods, values, strict=True)
    }
    series = series_of(History(figures, today), kpi, calendar)
    return year_end(series, kpi, calendar, periods[-1], goal, 0)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_it_says_where_the_year_ends_within_what_and_against_which_target():
    found = end_of([12.0] * 10, goal=15.0, kpi=version(unit_of_measure="days"))
    assert plain(found.finding) == ("FY 2026 is heading for 12 days; target 15 days")
    assert plain(found.basis) == "By the last value: tried 9 times, off by 0 days on average."
    assert [each.name for each in found.ahead] == ["November 2026", "December 2026"]


def test_without_a_target_it_names_none():
    found = end_of([0.5] * 10, kpi=version(unit_of_measure="%"))
    assert plain(found.finding) == "FY 2026 is heading for 50 %"


def test_a_sum_adds_what_is_known_and_what_is_foretold():
    assert end_of([3.0] * 10, kpi=version(time_rule="sum")).value == 36
    assert end_of([3.0] * 10).value == 3


def test_a_ratio_takes_the_mean_of_its_periods():
    ratio = version(unit_rule="ratio", time_rule="sum")
    assert end_of([0.5] * 10, kpi=ratio).value == 0.5


def test_only_the_year_shown_is_added_up_and_foretold():
    found = end_of([3.0] * 16, first="2025-01", kpi=version(time_rule="sum"))
    assert found.value == 36
    assert found.ahead[0].name == "May 2026"
    assert len(found.ahead) == 8


def test_the_fiscal_year_is_that_of_the_organisation():
    found = end_of([3.0] * 10, kpi=version(time_rule="sum"), calendar=FiscalCalendar(4))
    assert found.year == 2027
    # April to October are known, November to March foretold.
    assert (found.value, len(found.ahead)) == (36, 5)


def test_a_month_that_is_not_over_is_foretold_and_not_counted():
    found = end_of([3.0] * 9 + [0.5], kpi=version(time_rule="sum"), today=date(2026, 10, 20))
    assert found.value == 36
    assert found.ahead[0].name == "October 2026"


def test_quarters_are_foretold_by_quarters():
    kpi = version(frequency="quarterly", time_rule="last")
    found = end_of([3.0] * 10, first="2024-Q1", kpi=kpi)
    assert [each.name for each in found.ahead] == ["Quarter 3, FY 2026", "Quarter 4, FY 2026"]


def test_under_eight_periods_there_are_too_few_data():
    found = end_of([3.0] * 7, goal=4.0)
    assert found.finding == "Too few data for a forecast: 7 periods of at least 8"
    assert (found.basis, found.ahead, found.value) == ("", (), None)


def test_a_year_with_its_last_figure_has_no_forecast():
    assert end_of([3.0] * 12) is None
    assert end_of([3.0] * 12, today=date(2026, 12, 15)) is not None


def test_a_sum_that_lacks_a_month_says_so():
    found = end_of([3.0] * 8 + [None, 3.0], kpi=version(time_rule="sum"))
    assert found.finding == "FY 2026 lacks a period: its end cannot be added up"
    assert found.ahead


def test_values_that_nobody_enters_are_not_foretold():
    assert end_of([1e200] * 10).finding == "There is no forecast of these values"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (list(range(10)), "By a straight line"),
        ([1.0, 5, 2, 8, 3, 9, 4, 7, 1, 6] * 2, "By the mean of 12"),
        ([50.0] * 20 + [50 + 4.0 * step for step in range(1, 15)], "By level and slope"),
        ([1.0, 5, 2, 8, 3, 9, 4, 7, 1, 6, 2, 9] * 2 + [1.0, 5], "By the year before"),
    ],
)
def test_it_says_by_which_method(values, words):
    assert end_of(values).basis.startswith(words)


def test_the_target_of_the_year_is_the_newest_explicit_one(units):
    kpi = make_kpi()
    assert year_goal(units.mara, kpi, 2026) is None
    make_target(units.mara, kpi, "FY2026", goal=20, red_flag=10)
    moment = timezone.now()
    later = make_target(units.mara, kpi, "FY2026", goal=30, red_flag=10)
    later.recorded_at = moment + timedelta(days=1)
    later.save()
    assert year_goal(units.mara, kpi, 2026) == 30
    assert year_goal(units.mara, kpi, 2026, moment) == 20
    assert year_goal(units.mara, kpi, 2025) is None
    assert year_goal(units.nils, kpi, 2026) is None
