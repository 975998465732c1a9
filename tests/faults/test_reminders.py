"""Reminders survive the worker that sends them, and several that do so at once."""

from datetime import date, time
from threading import Barrier

import pytest
from django.utils import timezone

from communications.models import Notice
from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.models import PlannedReminder, Reminder
from scorecard.services.reminder_plans import TOPIC, replan
from tests.factories import give_role, make_person
from tests.faults.processes import manage
from tests.faults.test_kills import die
from tests.scorecard.calendars import make_planned, make_reminder_rule, make_rule

MODULE = "scorecard.services.reminder_plans"
DRAINS = 3


@pytest.fixture
def due(world):
    """Both brigades are to be reminded of January, which was due long ago."""
    make_rule(world.actor, "2026-01", due_after=0, due_at=time(0))
    make_reminder_rule(world.actor, 1)
    for brigade in world.brigades:
        give_role(make_person(), "unit_manager", brigade)
        row = make_planned(brigade, date(2026, 2, 2), "2026-01")
        PlannedReminder.objects.filter(pk=row.pk).update(step=1)
    OutboxRow.objects.create(topic=TOPIC, key="2026-02-02T09:00:00+00:00")
    return world


def judged(world):
    """Tell that each brigade and its manager were asked once."""
    assert set(PlannedReminder.objects.values_list("state", flat=True)) == {"sent"}
    assert Reminder.objects.count() == len(world.brigades)
    assert Notice.objects.filter(kind="reminded").count() == len(world.brigades)
    return not OutboxRow.objects.exists()


@pytest.mark.parametrize(
    ("function", "when"), [("store_reminders", "before"), ("store_reminders", "after")]
)
def test_a_killed_worker_leaves_nothing_half_sent_and_the_next_one_sends_all(due, function, when):
    die(MODULE, function, when)
    assert (Reminder.objects.count(), Notice.objects.count()) == (0, 0)
    assert OutboxRow.objects.filter(topic=TOPIC).count() == 1
    finished = manage("drain")
    assert finished.returncode == 0, finished.stderr
    assert judged(due)


def test_a_killed_planner_plans_once_all_the_same(due):
    PlannedReminder.objects.all().delete()
    make_reminder_rule(due.actor, 30, 40)
    for kpi in due.kpis:
        kpi.reporters.model.objects.create(
            kpi=kpi, unit=due.brigades[0], recorded_at=timezone.now()
        )
    replan()
    die(MODULE, "post", "after")
    assert not PlannedReminder.objects.exists()
    for _ in range(2):
        manage("drain")
        replan()
    places = list(PlannedReminder.objects.values_list("unit", "frequency", "period", "step", "day"))
    assert len(places) == len(set(places)) > 0


@pytest.mark.postgresql
def test_drains_at_the_same_moment_send_each_once(due, workers):
    start = Barrier(DRAINS)

    def work():
        start.wait(20)
        return drain()

    for worker in [workers(work) for _ in range(DRAINS)]:
        worker.done()
    drain()
    assert judged(due)
