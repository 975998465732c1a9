"""Which figures are in, late and by how much."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Entry, EntryEvent, UnitZone
from scorecard.selectors.collection import collect
from scorecard.selectors.collection_page import collection_page
from scorecard.selectors.late import late_units
from tests.factories import (
    make_entry,
    make_kpi,
    make_reporter,
    make_typed,
    make_unit,
    recorded,
)
from tests.scorecard.calendars import (
    DUE,
    make_extension,
    make_lock,
    make_reminder,
    make_reopening,
    make_rule,
)

CALENDAR = FiscalCalendar()
OCTOBER = CALENDAR.parse("2026-10")
NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def kpis(units):
    kpis = [make_kpi("FUEL", name="Fuel"), make_kpi("STAFF", name="Staff")]
    for kpi in kpis:
        for unit in (units.mara, units.nils):
            make_reporter(unit, kpi)
    return kpis


def entered(unit, kpi, at):
    """Enter a figure at a moment."""
    with time_machine.travel(at, tick=False):
        return make_entry(unit, kpi, "2026-10", 7)


def lines(user, unit):
    return {line.code: line for line in collect(user, unit, OCTOBER).lines}


def test_in_time_is_what_came_before_grace_was_over(chief, ada, units, kpis):
    make_rule(ada, grace=1)
    entered(units.mara, kpis[0], DUE + timedelta(days=1))
    entered(units.mara, kpis[1], DUE + timedelta(days=1, seconds=1))
    found = lines(chief, units.hq)["MARA"]
    assert (found.reported, found.on_time, found.expected, found.late) == (2, 1, 2, 0)
    assert (found.words, found.due_at) == ("", None)


def test_a_correction_makes_nothing_late_and_a_withdrawn_figure_is_missing(chief, ada, units, kpis):
    make_rule(ada)
    entered(units.mara, kpis[0], DUE)
    entered(units.mara, kpis[0], NOW)
    fallen = entered(units.mara, kpis[1], DUE)
    EntryEvent.objects.create(entry=fallen, kind="withdrawn", recorded_at=NOW)
    found = lines(chief, units.hq)["MARA"]
    assert (found.reported, found.on_time, found.late) == (1, 1, 1)


def test_how_late_a_unit_is_counts_from_the_due_moment(chief, ada, units, kpis):
    make_rule(ada)
    assert lines(chief, units.hq)["MARA"].words == "late by 7 days"
    make_extension(units.mara, "2026-11-10T08:00Z", ada)
    found = lines(chief, units.hq)["MARA"]
    assert found.words == "late by 2 days, extended to Tue 10 Nov 08:00"
    assert found.reason == "The depot moved."
    make_extension(units.mara, "2026-11-14T08:00Z", ada)
    found = collect(chief, units.hq, OCTOBER)
    assert (found.n_late, found.n_waiting, found.n_complete) == (1, 1, 0)


def test_units_whose_clocks_are_behind_are_late_later(chief, ada, units, kpis, clock):
    make_rule(ada)
    UnitZone.objects.create(
        unit=units.nils, time_zone="America/Denver", author=ada, recorded_at=recorded()
    )
    clock.move_to(DUE + timedelta(hours=1), tick=False)
    now = DUE + timedelta(hours=1)
    assert [unit.code for unit in late_units(chief, units.hq, OCTOBER, CALENDAR, now).units] == [
        "MARA"
    ]
    found = lines(chief, units.hq)
    assert (found["MARA"].late, found["NILS"].late) == (2, 0)


def test_weeks_of_a_month_are_late_one_after_another(chief, ada, units, clock):
    kpi = make_kpi("TRUCKS", frequency="weekly")
    make_reporter(units.mara, kpi)
    make_rule(ada, "2026-W01", frequency="weekly", due_after=1)
    clock.move_to("2026-10-20 08:00Z", tick=False)
    now = datetime(2026, 10, 20, 8, tzinfo=UTC)
    (unit,) = late_units(chief, units.hq, OCTOBER, CALENDAR, now).units
    # Three weeks are over, and the fourth has begun.
    assert (unit.reported, unit.expected) == (0, 3)
    assert lines(chief, units.hq)["MARA"].late == 3
    assert lines(chief, units.hq)["MARA"].expected == 4


def test_late_and_the_page_agree(chief, ada, units, kpis):
    make_rule(ada)
    entered(units.mara, kpis[0], NOW)
    late = late_units(chief, units.hq, OCTOBER, CALENDAR, NOW)
    found = lines(chief, units.hq)
    assert {one.code: (one.reported, one.expected) for one in late.units} == {
        code: (line.reported, line.expected) for code, line in found.items()
    }
    assert {one.words for one in late.units} == {"late by 7 days"}


def test_how_late_a_unit_is_follows_from_what_it_misses_everywhere(chief, ada, units, kpis, clock):
    make_rule(ada)
    # Weeks are due after the figures of the month.
    make_rule(ada, "2026-W01", frequency="weekly", due_after=10)
    trucks = make_kpi("TRUCKS", frequency="weekly")
    make_reporter(units.mara, trucks)
    clock.move_to("2026-11-30 08:00Z", tick=False)

    def said():
        late = late_units(chief, units.hq, OCTOBER, CALENDAR, timezone.now())
        found = lines(chief, units.hq)
        assert {one.code: one.words for one in late.units} == {
            code: line.words for code, line in found.items()
        }
        return [found[code].words for code in ("MARA", "NILS")]

    assert said() == ["late by 44 days", "late by 25 days"]
    for week in range(40, 44):
        make_entry(units.mara, trucks, f"2026-W{week}", 7)
    assert said() == ["late by 25 days", "late by 25 days"]
    for kpi in kpis:
        entered(units.mara, kpi, NOW)
    assert said() == ["late by 16 days", "late by 25 days"]


def test_before_it_is_due_nobody_is_late_and_it_is_said_how_many_are_to_come(
    chief, ada, units, kpis, clock
):
    make_rule(ada)
    clock.move_to(DUE, tick=False)
    late = late_units(chief, units.hq, OCTOBER, CALENDAR, DUE)
    assert (late.units, late.n_reporting, late.waiting) == ([], 2, 2)


def test_units_are_grouped_by_the_one_below_which_they_hang(chief, ada, units, kpis):
    make_rule(ada)
    done = make_unit("DEPOT", units.hq, name="Depot")
    make_reporter(done, kpis[0])
    entered(done, kpis[0], DUE)
    commands = collect(chief, units.hq, OCTOBER).commands
    assert [(one.code, one.n_late, len(one.lines)) for one in commands] == [
        ("CMD", 2, 2),
        ("DEPOT", 0, 1),
    ]
    assert [one.code for one in collect(chief, units.command, OCTOBER).commands] == [
        "MARA",
        "NILS",
    ]
    assert [line.code for line in collect(chief, units.mara, OCTOBER).lines] == ["MARA"]


def test_kpis_with_most_late_figures_stand_first(chief, ada, units, kpis):
    make_rule(ada)
    entered(units.mara, kpis[0], DUE)
    found = collect(chief, units.hq, OCTOBER).kpis
    assert [(one.code, one.reported, one.expected, one.late) for one in found] == [
        ("STAFF", 0, 2, 2),
        ("FUEL", 1, 2, 1),
    ]


def test_only_the_office_is_told_what_is_typed(ada, chief, mara, units, kpis):
    make_typed(units.mara, kpis[0], "2026-10", mara)
    assert lines(ada, units.hq)["MARA"].typed == 1
    assert lines(chief, units.hq)["MARA"].typed == 0


def test_the_last_reminder_is_told(chief, ada, units, kpis, clock):
    make_reminder(units.mara, ada, date(2026, 11, 12))
    clock.move_to(NOW + timedelta(hours=3), tick=False)
    assert lines(chief, units.hq)["MARA"].asked == "reminded 3 hours ago"
    assert lines(chief, units.hq)["NILS"].asked == ""


def test_an_empty_organisation_has_an_empty_page(chief, units):
    found = collect(chief, units.hq, OCTOBER)
    assert (found.n_units, found.expected, found.commands, found.kpis) == (0, 0, (), ())


def test_an_override_says_nothing_of_what_is_owed(chief, units, kpis):
    make_entry(units.mara, kpis[0], "2026-10", 7, kind=Entry.OVERRIDE)
    assert lines(chief, units.hq)["MARA"].reported == 0


def test_the_page_says_what_its_reader_may_do(ada, mara, chief, units, kpis):
    make_rule(ada)
    office = collection_page(ada, units.hq, OCTOBER)
    assert (office.can_remind, office.can_lock, office.can_reopen) == (True, True, False)
    manager = collection_page(mara, units.mara, OCTOBER)
    assert (manager.can_remind, manager.can_lock, manager.can_decide) == (True, False, False)
    assert not collection_page(chief, units.hq, OCTOBER).can_remind
    make_lock(ada)
    asked = make_reopening(mara, units.mara)
    office = collection_page(ada, units.hq, OCTOBER)
    assert (office.can_lock, office.can_reopen) == (False, True)
    assert [(one.pk, one.state, one.can_answer) for one in office.reopenings] == [
        (asked.pk, "waiting", True)
    ]
    assert not collection_page(mara, units.mara, OCTOBER).reopenings[0].can_answer


@pytest.mark.parametrize("count", [5, 50])
def test_as_many_queries_for_many_units(ada, units, kpis, django_assert_max_num_queries, count):
    make_rule(ada)
    for _ in range(count):
        make_reporter(make_unit(None, units.command), kpis[0])
    with django_assert_max_num_queries(12):
        assert collect(ada, units.hq, OCTOBER).n_units == count + 2
