"""Plan reminders by the rule, and send those whose time has come.

What is planned stands in rows with their moment in UTC; beside them the outbox holds that moment,
too. Whoever drains the outbox sends them: no clock but the database's rows is asked, so that a
restart at the very moment loses none and doubles none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.database import lock_key
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.services.organization import local_day
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import PlannedReminder, Reminder
from scorecard.selectors.deadlines import month_of
from scorecard.selectors.due import reports_of
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.locks import read_locks
from scorecard.selectors.reminder_plans import (
    Moment,
    Place,
    Schedule,
    read_schedule,
    reminders_to_come,
)
from scorecard.services.reminders import store_reminders

TOPIC = "reminders"
PLAN = "plan"
# The days of units are at most so far from that of UTC.
DAY = timedelta(days=1)


@transaction.atomic
def replan() -> None:
    """Ask for reminders to be planned anew: the rule, the calendar or the day has changed."""
    post(TOPIC, [PLAN])


def work_key(key: str) -> None:
    """Work off one outbox key of topic "reminders": the plan, or a moment that has come.

    Safe to run twice, and at once: one after the other does it.
    """
    lock_key(TOPIC, wait=True)
    if key == PLAN:
        plan_reminders()
    send_due_reminders()


@transaction.atomic
def plan_reminders() -> int:
    """Make the planned reminders those that rule and calendar want; return how many are new.

    What has been sent stays; what was to come and is wanted no more is removed. Whose time has
    come is left to be sent.
    """
    now = timezone.now()
    wanted = reminders_to_come(now)
    known = {_place(row): row for row in _known(now)}
    unwanted = [
        row.pk
        for place, row in known.items()
        if place not in wanted and row.finished_at is None and row.not_before > now
    ]
    PlannedReminder.objects.filter(pk__in=unwanted).delete()
    moved = [
        _moved(row, wanted[place])
        for place, row in known.items()
        if place in wanted and row.finished_at is None and row.not_before != wanted[place].at
    ]
    PlannedReminder.objects.bulk_update(
        moved, ["not_before", "wall_time", "time_zone"], batch_size=500
    )
    calendar = calendar_now()
    new = [_new(place, wanted[place], calendar) for place in wanted.keys() - known.keys()]
    PlannedReminder.objects.bulk_create(new, batch_size=500)
    for moment in sorted({row.not_before for row in (*new, *moved)}):
        post(TOPIC, [moment.isoformat()], not_before=moment)
    return len(new)


def _known(now: datetime) -> Iterable[PlannedReminder]:
    """Return every row that a reminder to come could have, and what waits of earlier ones."""
    rows: Iterable[PlannedReminder] = PlannedReminder.objects.filter(day__gte=now.date() - DAY)
    return rows


def _place(row: PlannedReminder) -> Place:
    return Place(row.unit_id, row.frequency, row.period, row.step, row.day)


def _moved(row: PlannedReminder, moment: Moment) -> PlannedReminder:
    row.not_before, row.wall_time, row.time_zone = moment.at, moment.wall_time, moment.zone
    return row


def _new(place: Place, moment: Moment, calendar: FiscalCalendar) -> PlannedReminder:
    period = Period(Frequency(place.frequency), place.period)
    return PlannedReminder(
        unit_id=place.unit,
        frequency=place.frequency,
        period=place.period,
        month=month_of(period, calendar),
        step=place.step,
        day=place.day,
        not_before=moment.at,
        wall_time=moment.wall_time,
        time_zone=moment.zone,
    )


@transaction.atomic
def send_due_reminders() -> list[Reminder]:
    """Remind the units whose time has come and that owe anything; say of the others why not.

    Where more time or another rule has moved a reminder meanwhile, it is not sent now: its row
    goes, and the plan has another. What was held up goes out late, once a unit, month and day.
    """
    now = timezone.now()
    rows = list(PlannedReminder.objects.due(now).select_related("unit").order_by("not_before"))
    if not rows:
        return []
    schedule, locks = read_schedule(), read_locks(now)
    stay = [row for row in rows if _is_due(row, schedule, now)]
    gone = {row.pk for row in rows} - {row.pk for row in stay}
    if gone:
        PlannedReminder.objects.filter(pk__in=gone).delete()
        replan()
    owing = _owing(stay)
    for row in stay:
        row.finished_at = now
        if locks.since(row.unit, _period(row)) is not None:
            row.state = PlannedReminder.LOCKED
        elif (row.unit_id, row.frequency, row.period) not in owing:
            row.state = PlannedReminder.NOTHING
    asked = [row for row in stay if row.state == PlannedReminder.WAITS]
    made = _send(asked, now)
    PlannedReminder.objects.bulk_update(stay, ["state", "finished_at", "reminder"], batch_size=500)
    return made


def _is_due(row: PlannedReminder, schedule: Schedule, now: datetime) -> bool:
    """Tell whether a reminder is still wanted at its time."""
    if row.step not in schedule.rule.steps:
        return False
    moment = schedule.moment(row.unit_id, row.unit.path, _period(row), row.step)
    return moment.day == row.day and moment.at <= now


def _owing(rows: Sequence[PlannedReminder]) -> set[tuple[int, str, int]]:
    """Return unit, frequency and period of what is owed; one query a period."""
    calendar = calendar_now()
    periods = {_period(row): None for row in rows}
    return {
        (unit, period.frequency.value, period.ordinal)
        for period in periods
        for unit in reports_of([period], calendar)
        .filter(n_in__lt=F("n_due"), unit__in=[row.unit_id for row in rows])
        .values_list("unit_id", flat=True)
    }


def _send(rows: Sequence[PlannedReminder], now: datetime) -> list[Reminder]:
    """Ask the units of some rows that were not asked on this day yet, each once a month of theirs.

    Each row says what came of it.
    """
    recorded_at, today = recorded_now(), local_day(now)
    asked = set(
        Reminder.objects.filter(day=today, unit__in=[row.unit_id for row in rows]).values_list(
            "unit_id", "month"
        )
    )
    first = {}
    for row in rows:
        place = (row.unit_id, row.month)
        row.state = PlannedReminder.REMINDED
        if place not in asked and place not in first:
            first[place] = row
    made = store_reminders(
        Reminder(unit=row.unit, month=row.month, day=today, recorded_at=recorded_at)
        for row in first.values()
    )
    for row, reminder in zip(first.values(), made, strict=True):
        row.state, row.reminder = PlannedReminder.SENT, reminder
    return made


def _period(row: PlannedReminder) -> Period:
    return Period(Frequency(row.frequency), row.period)
