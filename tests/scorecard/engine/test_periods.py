from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import FiscalCalendar, Frequency, Period

JANUARY, APRIL, OCTOBER = FiscalCalendar(1), FiscalCalendar(4), FiscalCalendar(10)
MONTHLY, QUARTERLY, YEARLY, WEEKLY = (
    Frequency.MONTHLY,
    Frequency.QUARTERLY,
    Frequency.YEARLY,
    Frequency.WEEKLY,
)
calendars = st.builds(FiscalCalendar, st.integers(1, 12))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
frequencies = st.sampled_from(list(Frequency))
unhurried = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-01", Period(MONTHLY, 2026 * 12)),
        ("2026-12", Period(MONTHLY, 2026 * 12 + 11)),
        ("2026-Q1", Period(QUARTERLY, 2026 * 4)),
        ("2026-Q4", Period(QUARTERLY, 2026 * 4 + 3)),
        ("FY2026", Period(YEARLY, 2026)),
        ("2026", Period(YEARLY, 2026)),
        (" 2026-W05 ", Period(WEEKLY, date(2026, 1, 26).toordinal() // 7)),
    ],
)
def test_a_period_is_read_from_its_name(text, period):
    assert OCTOBER.parse(text) == period


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-Q5", "26-01", "2026-W54", "2025-W53", "2026-1", "Jan 2026",
     "0000", "FY0000", "9999-W53", "2026-01-01", "٢٠٢٦"],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_the_text_and_the_accepted_forms(text):
    with pytest.raises(ValueError, match="is not a period") as refused:
        OCTOBER.parse(text)
    message = str(refused.value)
    assert f"“{text}”" in message
    assert all(form in message for form in ("2026-01", "2026-Q1", "FY2026", "2026-W05"))


@unhurried
@given(calendars, days, frequencies)
def test_a_period_is_written_as_it_is_read(calendar, day, frequency):
    period = calendar.containing(day, frequency)
    assert calendar.parse(calendar.format(period)) == period


@unhurried
@given(calendars, days, frequencies)
def test_every_day_lies_in_exactly_one_period(calendar, day, frequency):
    period = calendar.containing(day, frequency)
    first, last = calendar.first_day(period), calendar.last_day(period)
    assert first <= day <= last
    assert calendar.containing(first - timedelta(days=1), frequency).ordinal == period.ordinal - 1
    assert calendar.containing(last + timedelta(days=1), frequency).ordinal == period.ordinal + 1


def test_a_fiscal_year_is_named_after_the_calendar_year_in_which_it_ends():
    year = Period(YEARLY, 2026)
    assert (OCTOBER.first_day(year), OCTOBER.last_day(year)) == (
        date(2025, 10, 1),
        date(2026, 9, 30),
    )
    assert (JANUARY.first_day(year), JANUARY.last_day(year)) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
    )


def test_quarters_are_those_of_the_fiscal_year():
    quarter = OCTOBER.parse("2026-Q2")
    assert OCTOBER.first_day(quarter) == date(2026, 1, 1)
    assert OCTOBER.last_day(quarter) == date(2026, 3, 31)
    assert OCTOBER.fiscal_year(quarter) == 2026
    assert APRIL.format(APRIL.containing(date(2026, 3, 31), QUARTERLY)) == "2026-Q4"


def test_a_month_ends_on_its_own_last_day():
    assert JANUARY.last_day(JANUARY.parse("2024-02")) == date(2024, 2, 29)


def test_a_week_runs_from_monday_to_sunday():
    week = JANUARY.parse("2026-W01")
    assert JANUARY.first_day(week) == date(2025, 12, 29)
    assert JANUARY.last_day(week) == date(2026, 1, 4)


def test_a_week_belongs_to_the_fiscal_year_of_its_thursday():
    assert JANUARY.fiscal_year(JANUARY.parse("2026-W01")) == 2026
    # Its Thursday is 1 October 2026, its Monday still September.
    assert OCTOBER.fiscal_year(OCTOBER.parse("2026-W40")) == 2027
    assert OCTOBER.fiscal_year(OCTOBER.parse("2026-W39")) == 2026


def test_a_week_belongs_to_the_month_and_quarter_of_its_thursday():
    first = JANUARY.parse("2026-W05").ordinal
    assert first in JANUARY.within(JANUARY.parse("2026-01"), WEEKLY)
    assert first + 1 in JANUARY.within(JANUARY.parse("2026-02"), WEEKLY)
    assert first in JANUARY.within(JANUARY.parse("2026-Q1"), WEEKLY)
    # Its Monday is the last one of March.
    across = JANUARY.parse("2026-W14")
    assert JANUARY.enclosing(across, MONTHLY) == JANUARY.parse("2026-04")
    assert JANUARY.enclosing(across, QUARTERLY) == JANUARY.parse("2026-Q2")


@unhurried
@given(calendars, days, frequencies, st.sampled_from([MONTHLY, QUARTERLY, YEARLY]))
def test_longer_periods_divide_the_shorter_ones_without_gap_or_overlap(
    calendar, day, frequency, longer
):
    period = calendar.containing(day, longer)
    inside = calendar.within(period, frequency)
    following = calendar.within(Period(longer, period.ordinal + 1), frequency)
    assert inside.stop == following.start or not inside
    for ordinal in inside:
        assert calendar.enclosing(Period(frequency, ordinal), longer) == period


@unhurried
@given(calendars, st.integers(1950, 2150))
def test_a_year_has_twelve_months_four_quarters_and_52_or_53_weeks(calendar, year):
    def counted(frequency):
        return len(calendar.base_range(year, frequency))

    assert (counted(MONTHLY), counted(QUARTERLY), counted(YEARLY)) == (12, 4, 1)
    assert counted(WEEKLY) in {52, 53}


def test_a_longer_period_is_no_part_of_a_shorter_one():
    assert not JANUARY.within(JANUARY.parse("2026-01"), QUARTERLY)
    assert not JANUARY.within(JANUARY.parse("2026-W05"), MONTHLY)


def test_periods_of_one_frequency_are_ordered():
    assert JANUARY.parse("2025-12") < JANUARY.parse("2026-01")


@pytest.mark.parametrize("month", [0, 13])
def test_a_fiscal_year_begins_in_a_month_that_exists(month):
    with pytest.raises(ValueError, match=f"not {month}"):
        FiscalCalendar(month)
