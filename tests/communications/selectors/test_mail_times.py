"""When a mail may leave: on the person's clock, also in the nights in which it is changed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from communications.models import MailChoice
from communications.selectors.mail_times import after_quiet, next_digest

OSLO = "Europe/Oslo"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def choose(hour=7, quiet=(None, None), frequency="daily"):
    first, last = quiet
    return MailChoice(frequency=frequency, hour=hour, quiet_from=first, quiet_until=last)


def digest(choice, now, *taken):
    return next_digest(choice, OSLO, at(now), taken)


def test_a_digest_comes_at_the_hour_of_the_person_today_or_tomorrow():
    assert digest(choose(), "2026-11-12T05:59").at == at("2026-11-12T06:00")
    assert digest(choose(), "2026-11-12T06:00").wall_time == "2026-11-13 07:00"


def test_on_a_day_that_had_one_there_is_no_other():
    slot = digest(choose(), "2026-11-12T05:00", date(2026, 11, 12), date(2026, 11, 13))
    assert slot.day == date(2026, 11, 14)


def test_a_weekly_one_comes_on_monday():
    assert digest(choose(frequency="weekly"), "2026-11-12T05:00").wall_time == "2026-11-16 07:00"
    assert digest(choose(frequency="weekly"), "2026-11-16T06:00").wall_time == "2026-11-23 07:00"


def test_who_wants_none_gets_none():
    assert digest(choose(frequency="never"), "2026-11-12T05:00") is None


@pytest.mark.parametrize(
    ("now", "at_utc", "wall"),
    [
        # The clock skips from 2 to 3: an hour later, never earlier.
        ("2026-03-28T12:00", "2026-03-29T01:00", "2026-03-29 03:00"),
        # It shows 2 twice: the first time counts, and only that.
        ("2026-10-24T12:00", "2026-10-25T00:00", "2026-10-25 02:00"),
        ("2026-10-25T00:30", "2026-10-26T01:00", "2026-10-26 02:00"),
    ],
)
def test_in_the_nights_in_which_clocks_change_it_is_never_early_and_comes_once(now, at_utc, wall):
    slot = digest(choose(hour=2), now)
    assert (slot.at, slot.wall_time) == (at(at_utc), wall)


def test_a_year_of_digests_is_one_a_day_at_every_hour():
    for hour in range(24):
        now, days = at("2026-01-01T00:00"), []
        while now < at("2027-01-01T00:00"):
            slot = digest(choose(hour=hour), now.isoformat()[:19])
            local = slot.at.astimezone(ZoneInfo(OSLO))
            assert local.hour >= hour or slot.day == date(2026, 3, 29)
            days.append(slot.day)
            now = slot.at
        assert len(days) == len(set(days)) >= 365


@pytest.mark.parametrize(
    ("quiet", "now", "wall"),
    [
        ((time(20), time(7)), "2026-11-12T18:59", "2026-11-12 19:59"),
        ((time(20), time(7)), "2026-11-12T19:00", "2026-11-13 07:00"),
        ((time(20), time(7)), "2026-11-12T23:30", "2026-11-13 07:00"),
        ((time(20), time(7)), "2026-11-12T06:00", "2026-11-12 07:00"),
        ((time(12), time(13)), "2026-11-12T11:30", "2026-11-12 13:00"),
        ((time(12), time(13)), "2026-11-12T12:00", "2026-11-12 13:00"),
        ((None, None), "2026-11-12T23:30", "2026-11-13 00:30"),
        # Quiet until 2:30 in the night that has no half past two.
        ((time(20), time(2, 30)), "2026-03-28T22:00", "2026-03-29 03:30"),
    ],
)
def test_quiet_hours_are_waited_for(quiet, now, wall):
    assert after_quiet(choose(quiet=quiet), OSLO, at(now)).wall_time == wall


def test_in_the_hour_that_comes_twice_quiet_hours_do_too():
    choice = MailChoice(quiet_from=time(1, 30), quiet_until=time(2, 30))
    waited = {
        "2026-10-25T00:10": "2026-10-25T00:30",
        "2026-10-25T00:40": "2026-10-25T00:40",
        "2026-10-25T01:10": "2026-10-25T01:30",
    }
    for now, then in waited.items():
        assert after_quiet(choice, OSLO, at(now)).at == at(then)


def test_a_digest_within_quiet_hours_comes_at_their_end():
    slot = digest(choose(hour=22, quiet=(time(20), time(7))), "2026-11-12T12:00")
    assert slot.wall_time == "2026-11-13 07:00"
