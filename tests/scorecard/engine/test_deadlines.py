"""When figures are due: working days, and the nights in which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.deadlines import END_OF_DAY, Rule, instant, moments, working_day

OSLO, LORD_HOWE = ZoneInfo("Europe/Oslo"), ZoneInfo("Australia/Lord_Howe")
ZONES = ["UTC", "Europe/Oslo", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"]
DAYS = st.dates(date(1990, 1, 1), date(2037, 12, 1))
LAST = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("count", "holidays", "day"),
    [
        (0, (), "2026-10-31"),
        (1, (), "2026-11-02"),
        (1, ("2026-11-02",), "2026-11-03"),
        (5, (), "2026-11-06"),
        (6, (), "2026-11-09"),
        (6, ("2026-11-06", "2026-11-09"), "2026-11-11"),
    ],
)
def test_weekends_and_holidays_are_left_out(count, holidays, day):
    off = {date.fromisoformat(each) for each in holidays}
    assert working_day(LAST, count, off).isoformat() == day


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=20))
def test_back_there_are_as_many_working_days_as_on(day, count, holidays):
    back = working_day(day, -count, holidays)
    between = [back + timedelta(days=step) for step in range((day - back).days)]
    assert sum(each.weekday() < 5 and each not in holidays for each in between) == count
    assert between[0].weekday() < 5
    assert between[0] not in holidays


@given(DAYS, st.integers(0, 40), st.sets(DAYS, max_size=20))
def test_as_many_working_days_lie_between_as_were_asked_for(day, count, holidays):
    found = working_day(day, count, holidays)
    between = [day + timedelta(days=step) for step in range(1, (found - day).days + 1)]
    working = [each for each in between if each.weekday() < 5 and each not in holidays]
    assert len(working) == count
    assert count == 0 or working[-1] == found


@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_the_clocks_show_the_wall_time_or_it_was_skipped(day, at, zone):
    place = ZoneInfo(zone)
    shown = instant(day, at, place).astimezone(place).replace(tzinfo=None)
    wanted = datetime.combine(day, at)
    assert shown == wanted or (wanted < shown <= wanted + timedelta(hours=1))


@given(DAYS, st.times(), st.sampled_from(ZONES))
def test_no_later_moment_shows_the_same_time(day, at, zone):
    place = ZoneInfo(zone)
    found = instant(day, at, place)
    for minutes in (30, 60):
        later = (found + timedelta(minutes=minutes)).astimezone(place).replace(tzinfo=None)
        assert later != datetime.combine(day, at)


@pytest.mark.parametrize(
    ("day", "at", "zone", "utc"),
    [
        # Skipped: 02:30 is the 03:30 of the same day.
        ("2026-03-29", time(2, 30), OSLO, "2026-03-29T01:30"),
        # Twice: the second time.
        ("2026-10-25", time(2, 30), OSLO, "2026-10-25T01:30"),
        # Clocks there move by half an hour.
        ("2026-04-05", time(1, 45), LORD_HOWE, "2026-04-04T15:15"),
        ("2026-10-04", time(2, 15), LORD_HOWE, "2026-10-03T15:45"),
    ],
)
def test_nights_in_which_clocks_change(day, at, zone, utc):
    assert f"{instant(date.fromisoformat(day), at, zone):%Y-%m-%dT%H:%M}" == utc


def test_a_week_over_a_change_of_clocks_is_due_at_the_same_wall_time():
    rule = Rule(due_after=1, due_at=time(17), grace=7)
    found = moments(date(2026, 10, 22), rule, (), OSLO)
    assert found.due.isoformat() == "2026-10-23T15:00:00+00:00"
    assert found.late.isoformat() == "2026-10-30T16:00:00+00:00"


def test_without_a_rule_the_last_day_is_the_day():
    found = moments(LAST, Rule(), {LAST}, ZoneInfo("UTC"))
    assert found.due == datetime.combine(LAST, END_OF_DAY, UTC)
    assert (found.late, found.opens, found.locks) == (found.due, None, None)


def test_opening_and_lock_are_counted_from_the_end_and_from_grace():
    rule = Rule(due_after=1, due_at=time(12), grace=2, opens_after=-3, locks_after=10)
    found = moments(LAST, rule, (), ZoneInfo("UTC"))
    assert found.opens == datetime(2026, 10, 28, tzinfo=UTC)
    assert found.locks == datetime(2026, 11, 14, 12, tzinfo=UTC)


@given(
    DAYS,
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
    st.times(),
    st.sampled_from(ZONES),
)
def test_due_late_and_locked_follow_each_other(day, due, grace, locks, at, zone):
    rule = Rule(due_after=due, due_at=at, grace=grace, locks_after=locks)
    found = moments(day, rule, (), ZoneInfo(zone))
    assert found.due <= found.late <= found.locks
