import pytest

from scorecard.engine import FiscalCalendar, Frequency, View, windows

OCTOBER = FiscalCalendar(10)


def spans(view, frequency, years=(2026, 2027), calendar=OCTOBER):
    ordinals = range(
        calendar.base_range(years[0], frequency).start,
        calendar.base_range(years[-1], frequency).stop,
    )
    return windows(view, ordinals, frequency, calendar)


def pairs(found):
    return list(zip(found.start.tolist(), found.stop.tolist(), strict=True))


def names(found):
    return [OCTOBER.format(period) for period in found.periods]


def test_the_base_view_shows_every_base_period_by_itself():
    found = spans(View.BASE, Frequency.MONTHLY, (2026,))
    assert pairs(found) == [(month, month + 1) for month in range(12)]
    assert names(found)[0] == "2025-10"


def test_a_quarter_has_three_months_of_the_fiscal_year():
    found = spans(View.QUARTER, Frequency.MONTHLY, (2026,))
    assert pairs(found) == [(0, 3), (3, 6), (6, 9), (9, 12)]
    assert names(found) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


def test_a_year_has_all_its_base_periods():
    found = spans(View.YEAR, Frequency.QUARTERLY)
    assert pairs(found) == [(0, 4), (4, 8)]
    assert names(found) == ["FY2026", "FY2027"]


def test_year_to_date_begins_anew_with_every_fiscal_year():
    found = spans(View.YTD, Frequency.QUARTERLY)
    assert pairs(found) == [(0, 1), (0, 2), (0, 3), (0, 4), (4, 5), (4, 6), (4, 7), (4, 8)]
    assert names(found)[4] == "2027-Q1"
    assert found.year_stop.tolist() == [4] * 4 + [8] * 4


def test_year_to_date_begins_with_the_first_month_of_the_fiscal_year():
    found = spans(View.YTD, Frequency.MONTHLY)
    assert pairs(found)[11:14] == [(0, 12), (12, 13), (12, 14)]
    assert names(found)[12] == "2026-10"


@pytest.mark.parametrize(
    ("frequency", "length"),
    [
        (Frequency.MONTHLY, 12),
        (Frequency.QUARTERLY, 4),
        (Frequency.YEARLY, 1),
        (Frequency.WEEKLY, 52),
    ],
)
def test_rolling12_reaches_back_twelve_months_of_base_periods(frequency, length):
    start, stop = pairs(spans(View.ROLLING12, frequency))[-1]
    assert stop - start == length


def test_base_periods_before_those_at_hand_are_simply_not_there():
    found = spans(View.ROLLING12, Frequency.QUARTERLY)
    assert pairs(found)[:5] == [(0, 1), (0, 2), (0, 3), (0, 4), (1, 5)]


@pytest.mark.parametrize("view", [View.BASE, View.YEAR, View.YTD, View.ROLLING12])
def test_a_yearly_kpi_has_every_view_that_is_not_shorter(view):
    assert pairs(spans(view, Frequency.YEARLY)) == [(0, 1), (1, 2)]


def test_a_view_shorter_than_the_frequency_has_no_windows():
    found = spans(View.QUARTER, Frequency.YEARLY)
    assert found.periods == ()
    assert found.start.size == found.stop.size == found.year_stop.size == 0


def test_a_quarter_of_a_weekly_kpi_holds_the_weeks_of_its_thursdays():
    found = spans(View.QUARTER, Frequency.WEEKLY, (2026,), FiscalCalendar())
    assert pairs(found) == [(0, 13), (13, 26), (26, 39), (39, 53)]
