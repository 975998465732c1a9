"""Reminders go out by the rule: planned, moved, spared, and never twice."""

from datetime import UTC, date, datetime, time

import pytest

from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import PlannedReminder, Reminder
from scorecard.selectors.planned_reminders import planned_reminders
from scorecard.selectors.reminder_plans import Steps
from scorecard.services.extensions import extend
from scorecard.services.reminder_plans import (
    TOPIC,
    plan_reminders,
    replan,
    send_due_reminders,
)
from scorecard.services.reminder_rules import decide_reminders
from scorecard.services.reminders import remind
from tests.factories import make_entry, make_kpi, make_reporter
from tests.scorecard.calendars import make_holiday, make_lock, make_rule, make_zone

OCTOBER = FiscalCalendar().parse("2026-10")
STEPS = (-3, 0, 1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-10-20 08:00Z", tick=False)
    return time_machine


@pytest.fixture
def kpi(units):
    """A KPI that both brigades report."""
    kpi = make_kpi("DAYS")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def rule(ada, units, kpi):
    """Due on Wed 4 Nov at 17:00; reminded at 9 on Fri 30 Oct, Wed 4 Nov and Thu 5 Nov."""
    make_rule(ada)
    return decide(ada)


def decide(ada, steps=STEPS, at=time(9)):
    row = decide_reminders(actor=ada, rule=Steps(steps, at), reason="Agreed.")
    drain({TOPIC})
    return row


def planned(unit, **more):
    rows = PlannedReminder.objects.filter(unit=unit, period=OCTOBER.ordinal, **more)
    return [(row.wall_time, row.state) for row in rows.order_by("not_before")]


def go_to(clock, moment):
    clock.move_to(moment, tick=False)
    drain({TOPIC})


def states(unit):
    return [state for _when, state in planned(unit)]


def test_each_step_is_planned_on_a_working_day_by_the_clocks_of_the_unit(ada, units, rule):
    assert planned(units.mara) == [
        ("2026-10-30 09:00", "waits"),
        ("2026-11-04 09:00", "waits"),
        ("2026-11-05 09:00", "waits"),
    ]
    make_zone(units.mara, "America/Denver", ada)
    assert plan_reminders() == 0
    first = PlannedReminder.objects.filter(unit=units.mara).order_by("not_before").first()
    assert first.not_before == datetime(2026, 10, 30, 15, tzinfo=UTC)
    assert (first.wall_time, first.time_zone) == ("2026-10-30 09:00", "America/Denver")


def test_planning_again_and_again_plans_nothing_twice(rule):
    count, waiting = PlannedReminder.objects.count(), OutboxRow.objects.count()
    for _ in range(3):
        replan()
        drain({TOPIC})
    assert (PlannedReminder.objects.count(), OutboxRow.objects.count()) == (count, waiting)


def test_who_owes_something_is_reminded_at_the_time_and_nobody_else(units, kpi, rule, clock):
    make_entry(units.nils, kpi, "2026-10", 5)
    go_to(clock, "2026-10-30 08:59Z")
    assert not Reminder.objects.exists()
    go_to(clock, "2026-10-30 09:00Z")
    (sent,) = Reminder.objects.all()
    assert (sent.unit, sent.month, sent.author) == (units.mara, OCTOBER.ordinal, None)
    assert (states(units.mara)[0], states(units.nils)[0]) == ("sent", "nothing")
    assert OutboxRow.objects.filter(topic="notices", key=f"reminder:{sent.pk}").exists()


def test_a_holiday_moves_what_is_to_come(ada, units, rule):
    make_holiday(ada, date(2026, 11, 2))
    plan_reminders()
    days = [when.partition(" ")[0] for when, _state in planned(units.mara)]
    assert days == ["2026-10-30", "2026-11-05", "2026-11-06"]


def test_more_time_moves_the_reminders_that_are_to_come(ada, units, rule, clock):
    go_to(clock, "2026-10-30 09:00Z")
    until = datetime(2026, 11, 12, 12, tzinfo=UTC)
    extend(actor=ada, unit=units.mara, month=OCTOBER, until=until, reason="The depot moved.")
    clock.move_to("2026-11-04 09:00Z", tick=False)
    # Not even where its time comes before the plan has followed.
    assert [row.unit for row in send_due_reminders()] == [units.nils]
    drain({TOPIC})
    assert planned(units.mara) == [
        ("2026-10-30 09:00", "sent"),
        ("2026-11-09 09:00", "waits"),
        ("2026-11-12 09:00", "waits"),
        ("2026-11-13 09:00", "waits"),
    ]
    assert states(units.nils) == ["sent", "sent", "waits"]


def test_a_locked_month_reminds_nobody(ada, units, rule, clock):
    make_lock(ada)
    go_to(clock, "2026-10-30 09:00Z")
    assert (states(units.mara)[0], Reminder.objects.count()) == ("locked", 0)


def test_whom_somebody_reminded_on_that_day_is_not_reminded_again(ada, units, rule, clock):
    clock.move_to("2026-10-30 07:00Z", tick=False)
    remind(actor=ada, units=[units.mara], month=OCTOBER)
    go_to(clock, "2026-10-30 09:00Z")
    assert (states(units.mara)[0], states(units.nils)[0]) == ("reminded", "sent")


def test_two_periods_of_one_month_are_one_reminder(ada, units, clock):
    clock.move_to("2026-09-20 08:00Z", tick=False)
    for frequency in ("monthly", "quarterly"):
        make_rule(
            ada, frequency=frequency, first="2026-01" if frequency == "monthly" else "2026-Q1"
        )
        make_reporter(units.mara, make_kpi(frequency=frequency))
    decide(ada)
    go_to(clock, "2026-09-30 09:00Z")
    found = PlannedReminder.objects.filter(unit=units.mara, day="2026-09-30")
    assert sorted(found.values_list("state", flat=True)) == ["reminded", "sent"]
    assert Reminder.objects.count() == 1


def test_another_rule_takes_the_place_of_what_is_to_come_and_none_ends_it(ada, units, rule, clock):
    go_to(clock, "2026-10-30 09:00Z")
    decide(ada, steps=(2,), at=time(8))
    assert planned(units.mara) == [("2026-10-30 09:00", "sent"), ("2026-11-06 08:00", "waits")]
    decide(ada, steps=())
    assert planned(units.mara) == [("2026-10-30 09:00", "sent")]


def test_what_was_held_up_goes_out_late_and_once(units, rule, clock):
    go_to(clock, "2026-11-07 03:00Z")
    assert states(units.mara) == ["sent", "reminded", "reminded"]
    assert Reminder.objects.filter(unit=units.mara).count() == 1


def test_who_reports_a_period_no_more_is_not_reminded_of_it(units, kpi, rule, clock):
    make_reporter(units.nils, kpi, last="2026-09")
    plan_reminders()
    assert (planned(units.nils), len(planned(units.mara))) == ([], 3)


def test_the_page_tells_what_is_planned_and_what_came_of_it(units, kpi, rule, clock):
    make_entry(units.nils, kpi, "2026-10", 5)
    go_to(clock, "2026-10-30 09:00Z")
    first, second, _third = planned_reminders(units.hq, OCTOBER, date(2026, 10, 30))
    assert (first.when, first.step) == ("30 Oct 09:00 (UTC)", "3 working days before")
    assert first.words == "1 unit reminded, 1 had nothing missing"
    assert (second.step, second.words) == (
        "on the day",
        "planned for 2 units, for those that owe anything then",
    )
