"""The reporting calendar of the demo, and what came of it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from demo.deadlines import (
    DUE,
    HOLIDAYS,
    HOUR,
    MORE_TIME,
    REMINDED_AT,
    REMINDED_ON,
    REMINDED_WHY,
    REOPENED,
    SINCE,
)
from organization.models import Unit
from scorecard.engine.deadlines import Rule
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.selectors.collection import collect
from scorecard.selectors.entries import calendar_now, month_to_enter
from scorecard.selectors.reminder_plans import Steps
from scorecard.services.calendars import decide_holiday, decide_rule
from scorecard.services.extensions import extend
from scorecard.services.locks import lock_month
from scorecard.services.reminder_rules import decide_reminders
from scorecard.services.reminders import remind
from scorecard.services.reopenings import answer_reopening, ask_reopening


def keep_calendar(office: User) -> None:
    """Decide when figures are due, give a unit more time, and remind the others that are late.

    From now on they are reminded by a rule.
    """
    calendar, month = calendar_now(), month_to_enter()
    begins = calendar.first_day(Period(Frequency.MONTHLY, month.ordinal - SINCE))
    for due in DUE:
        decide_rule(
            actor=office,
            first=calendar.containing(begins, Frequency(due.frequency)),
            rule=Rule(due.working_days, time(HOUR), due.grace),
            reason=due.reason,
        )
    for month_of_year, day, name in HOLIDAYS:
        for year in (begins.year, begins.year + 1, begins.year + 2):
            decide_holiday(actor=office, day=date(year, month_of_year, day), name=name)
    extend(
        actor=office,
        unit=Unit.objects.get(code=MORE_TIME.unit),
        month=month,
        until=_in(MORE_TIME.days),
        reason=MORE_TIME.reason,
    )
    late = [line.pk for line in collect(office, _top(), month).lines if line.late]
    remind(actor=office, units=list(Unit.objects.filter(pk__in=late)), month=month)
    rule = Steps(REMINDED_ON, time(REMINDED_AT))
    decide_reminders(actor=office, rule=rule, reason=REMINDED_WHY)
    _lock(office, Period(Frequency.MONTHLY, month.ordinal - REOPENED.months_before))


def _lock(office: User, month: Period) -> None:
    """Lock an old month; a manager asks to open it for their unit, and the office confirms."""
    lock_month(actor=office, month=month, reason=REOPENED.lock_reason)
    asked = ask_reopening(
        actor=User.objects.get(email=REOPENED.by),
        month=month,
        unit=Unit.objects.get(code=REOPENED.unit),
        until=_in(REOPENED.days),
        reason=REOPENED.reason,
    )
    answer_reopening(actor=office, reopening=asked, is_confirmed=True)


def _top() -> Unit:
    return Unit.objects.get(parent=None)


def _in(days: int) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
