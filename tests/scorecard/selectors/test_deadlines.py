from datetime import UTC, date, datetime, time

import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Holiday, UnitZone
from scorecard.selectors.deadlines import extensions_of, read_deadlines
from tests.factories import ordinal, recorded
from tests.scorecard.calendars import make_extension, make_rule

CALENDAR = FiscalCalendar()
OCTOBER = CALENDAR.parse("2026-10")


def at(day, hour=8):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def due(unit, period=OCTOBER, extended=None):
    return read_deadlines(CALENDAR, "UTC").due(period, unit.path, extended)


def test_without_a_calendar_the_last_day_counts_as_ever(units):
    found = due(units.mara)
    assert (found.day, found.has_time, found.locks) == (date(2026, 10, 31), False, None)
    assert found.words(at(12)) == "12 days late"
    assert found.words(datetime(2026, 10, 29, tzinfo=UTC)) == "due in 2 days"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(2), "due Wed 4 Nov 17:00, in 2 days"),
        (at(4, 15), "due Wed 4 Nov 17:00, in 2 hours"),
        (at(5), "was due Wed 4 Nov 17:00, late in 33 hours"),
        (at(12), "late by 7 days"),
    ],
)
def test_it_is_said_when_and_how_late(units, ada, now, words):
    make_rule(ada, grace=2)
    assert due(units.mara).words(now) == words


def test_more_time_moves_lateness_and_lock(units, ada):
    make_rule(ada, locks_after=1)
    more = datetime(2026, 11, 10, 12, tzinfo=UTC)
    found = due(units.mara, extended=more)
    assert not found.is_over(at(10))
    assert found.locks == more
    assert found.words(at(8)) == "extended to Tue 10 Nov 12:00, in 2 days"
    assert found.words(at(13)) == "late by 2 days, extended to Tue 10 Nov 12:00"


def test_more_time_that_ends_before_it_is_due_takes_nothing_away(units, ada):
    make_rule(ada)
    found = due(units.mara, extended=at(1))
    assert found.due == at(4, 17)
    assert found.words(at(2)) == "due Wed 4 Nov 17:00, in 2 days"


def test_a_rule_holds_from_its_period_on_and_the_newest_one_counts(units, ada):
    make_rule(ada, "2026-01", due_after=10)
    make_rule(ada, "2026-10", due_after=5)
    make_rule(ada, "2026-10", due_after=1)
    assert due(units.mara).day == date(2026, 11, 2)
    assert due(units.mara, CALENDAR.parse("2026-09")).day == date(2026, 10, 14)
    assert due(units.mara, CALENDAR.parse("2025-12")).day == date(2025, 12, 31)


def test_another_frequency_has_its_own_rule(units, ada):
    make_rule(ada, "2026-W01", frequency="weekly", due_after=1)
    assert due(units.mara).day == date(2026, 10, 31)
    assert due(units.mara, CALENDAR.parse("2026-W44")).day == date(2026, 11, 2)


def test_a_holiday_that_was_taken_back_is_a_working_day(units, ada):
    make_rule(ada, due_after=1)
    monday = {"day": date(2026, 11, 2), "author": ada, "recorded_at": recorded()}
    Holiday.objects.create(name="All Souls", **monday)
    assert due(units.mara).day == date(2026, 11, 3)
    Holiday.objects.create(name="All Souls", is_taken_back=True, **monday)
    assert due(units.mara).day == date(2026, 11, 2)


def test_the_nearest_zone_counts_and_is_named(units, ada):
    make_rule(ada)
    for unit, zone in ((units.command, "Europe/Oslo"), (units.nils, "America/Denver")):
        UnitZone.objects.create(unit=unit, time_zone=zone, author=ada, recorded_at=recorded())
    assert due(units.hq).due == at(4, 17)
    assert due(units.mara).due == at(4, 16)
    assert due(units.nils).due == datetime(2026, 11, 5, tzinfo=UTC)
    assert due(units.nils).words(at(2)).startswith("due Wed 4 Nov 17:00 (America/Denver), in")
    UnitZone.objects.create(unit=units.nils, time_zone="", author=ada, recorded_at=recorded())
    assert due(units.nils).due == at(4, 16)


def test_the_newest_extension_counts(units, ada):
    make_extension(units.mara, "2026-11-10T12:00Z", ada)
    make_extension(units.mara, "2026-11-08T12:00Z", ada)
    make_extension(units.mara, "2026-12-08T12:00Z", ada, "2026-11")
    assert extensions_of([ordinal("2026-10")]) == {
        (units.mara.pk, ordinal("2026-10")): datetime(2026, 11, 8, 12, tzinfo=UTC)
    }
    assert len(extensions_of(None)) == 2


def test_three_queries_and_one_without_a_calendar(units, ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_deadlines(CALENDAR, "UTC")
    make_rule(ada, due_at=time(9))
    with django_assert_num_queries(3):
        read_deadlines(CALENDAR, "UTC")
