"""Ask units once more for figures that are missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from audit.services.records import record_each
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require_each
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Reminder
from scorecard.selectors.due import reports_due
from scorecard.selectors.entries import calendar_now

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Reminded:
    """What came of it: the units that are reminded, and how many had been on this day."""

    rows: list[Reminder]
    n_before: int


@transaction.atomic
def remind(*, actor: "User", units: Sequence[Unit], month: Period) -> Reminded:
    """Tell those who enter for units that figures of a month are missing; once a day at most.

    A unit of which all is in is left alone.

    Raises
    ------
    NotAllowedError
        Where `actor` assigns no figures of one of the units.
    """
    require_each(actor, Action.ASSIGN, units)
    recorded_at = recorded_now()
    today = local_day(recorded_at)
    owing = _owing(units, month, today)
    known = set(
        Reminder.objects.filter(month=month.ordinal, day=today, unit__in=owing).values_list(
            "unit_id", flat=True
        )
    )
    new = [unit for unit in owing if unit.pk not in known]
    rows = store_reminders(
        Reminder(unit=unit, month=month.ordinal, day=today, author=actor, recorded_at=recorded_at)
        for unit in new
    )
    return Reminded(rows, len(known))


def store_reminders(asked: Iterable[Reminder]) -> list[Reminder]:
    """Store that units are asked, by a person or by the rule, and have people told of it.

    In the caller's transaction, which knows that none was asked on that day.
    """
    rows: list[Reminder] = Reminder.objects.bulk_create(asked)
    calendar = calendar_now()
    for row in rows:
        word = calendar.format(Period(Frequency.MONTHLY, row.month))
        record_each(
            actor=row.author,
            verb="reminded",
            kind="month",
            done=[(f"{row.unit.code} {word}", {})],
            unit_id=row.unit_id,
        )
    post("notices", [f"reminder:{row.pk}" for row in rows])
    return rows


def _owing(units: "Sequence[Unit]", month: Period, today: "date") -> list[Unit]:
    due = reports_due(month, calendar_now(), today).filter(n_in__lt=F("n_due"))
    owing = set(due.filter(unit__in=units).values_list("unit_id", flat=True))
    return [unit for unit in units if unit.pk in owing]
