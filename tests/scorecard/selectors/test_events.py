"""Events gathered by the periods of a course."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.selectors.events import MOST_MARKS, Event, marks

CALENDAR = FiscalCalendar()
JANUARY = CALENDAR.parse("2026-01").ordinal
YEAR = [Period(Frequency.MONTHLY, JANUARY + place) for place in range(12)]


def test_events_of_one_period_share_a_number_and_stand_in_order():
    found = marks(
        [
            Event(date(2026, 7, 20), "corrected"),
            Event(date(2026, 3, 1), "moved"),
            Event(date(2026, 7, 8), "target set"),
        ],
        YEAR,
        CALENDAR,
    )
    assert [(mark.number, mark.name) for mark in found] == [(1, "March 2026"), (2, "July 2026")]
    assert found[1].words == "target set; corrected"


def test_what_happened_outside_of_the_course_is_left_out():
    outside = [Event(date(2025, 12, 31), "before"), Event(date(2027, 1, 1), "after")]
    assert marks(outside, YEAR, CALENDAR) == ()
    assert marks([Event(date(2026, 1, 1), "x")], [], CALENDAR) == ()


def test_of_more_periods_than_the_chart_can_carry_the_newest_are_numbered():
    found = marks([Event(date(2026, month, 1), "x") for month in range(1, 13)], YEAR, CALENDAR)
    assert [mark.number for mark in found] == [None] * 4 + list(range(1, MOST_MARKS + 1))


def test_a_longer_period_gathers_the_events_of_its_months():
    quarters = [CALENDAR.parse("2026-Q1"), CALENDAR.parse("2026-Q2")]
    events = [Event(date(2026, 1, 5), "a"), Event(date(2026, 3, 31), "b")]
    (mark,) = marks(events, quarters, CALENDAR)
    assert (mark.name, mark.words) == ("Quarter 1, FY 2026", "a; b")


@given(st.lists(st.integers(-100, 500), max_size=60))
def test_every_event_of_the_course_stands_in_one_mark_and_numbers_run_on(days):
    first = date(2026, 1, 1)
    events = [Event(first + timedelta(days=each), str(each)) for each in days]
    found = marks(events, YEAR, CALENDAR)
    inside = sorted(str(each) for each in days if 0 <= each < 365)
    assert sorted(event.text for mark in found for event in mark.events) == inside
    assert [mark.period for mark in found] == sorted(
        (mark.period for mark in found), key=lambda period: period.ordinal
    )
    numbers = [mark.number for mark in found if mark.number]
    assert numbers == list(range(1, min(len(found), MOST_MARKS) + 1))
