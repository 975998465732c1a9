import datetime as dt
import doctest

import pytest
from django.utils import timezone

from core import dates

TODAY = dt.date(2026, 11, 12)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(dates).failed == 0


def test_a_day_of_this_year_has_no_year():
    assert dates.day(TODAY, today=TODAY) == "12 Nov"
    assert dates.day(dt.date(2025, 11, 12), today=TODAY) == "12 Nov 2025"


def test_an_unknown_day_is_a_dash():
    assert dates.day(None) == "–"
    assert dates.moment(None) == "–"


def test_a_moment_is_told_in_the_time_zone_of_the_reader():
    at = dt.datetime(2026, 11, 12, 7, 0, tzinfo=dt.UTC)
    with timezone.override("Europe/Oslo"):
        assert dates.moment(at, today=TODAY) == "12 Nov 08:00"


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (9, "3 days late"),
        (11, "1 day late"),
        (12, "due today"),
        (13, "due in 1 day"),
        (15, "due in 3 days"),
    ],
)
def test_lateness_counts_whole_days(due, text):
    assert dates.lateness(dt.date(2026, 11, due), TODAY) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (dt.timedelta(hours=9, minutes=50, seconds=59), "9 hours 50 minutes"),
        (dt.timedelta(hours=1), "1 hour"),
        (dt.timedelta(minutes=1), "1 minute"),
        (dt.timedelta(days=1, hours=23), "47 hours"),
        (dt.timedelta(days=2), "2 days"),
        (dt.timedelta(seconds=-5), "0 minutes"),
    ],
)
def test_the_time_left_is_in_hours_and_minutes_until_two_days(left, text):
    assert dates.time_left(left) == text


def test_periods_have_names():
    assert dates.month_name(2026, 10) == "October 2026"
    assert dates.month_short(2025, 10) == "Oct 25"
    assert dates.quarter_name(2026, 4) == "Quarter 4, FY 2026"
    assert dates.year_name(2026) == "FY 2026"
    assert dates.week_name(2026, 5) == "Week 5, 2026"


def test_there_is_no_thirteenth_month():
    with pytest.raises(KeyError):
        dates.month_name(2026, 13)
