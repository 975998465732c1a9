"""Tell of what concerns all figures of a unit and month."""

from typing import Any

from communications.models import Notice
from communications.selectors.concerned import asked_for, confirming
from communications.services.telling import tell
from organization.selectors.units import top_unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Extension, Reminder, Reopening, ReopeningAnswer


def tell_of_extension(number: int, key: str) -> None:
    """Tell who enters for a unit that it has more time."""
    row = Extension.objects.select_related("unit", "author").get(pk=number)
    notice = _notice(row, row.unit, Notice.EXTENDED, key, extension=row)
    tell(asked_for(row.unit, _month(row.month)), notice)


def tell_of_reminder(number: int, _key: str) -> None:
    """Ask who enters for a unit once more: each person once a day, for however many units."""
    row = Reminder.objects.select_related("unit", "author").get(pk=number)
    # The cause of all reminders of a day is one: the database lets nobody be told twice.
    notice = _notice(row, row.unit, Notice.REMINDED, f"reminders:{row.day.isoformat()}")
    tell(asked_for(row.unit, _month(row.month), only_missing=True), notice)


def tell_of_reopening(number: int, key: str) -> None:
    """Ask those who may confirm that a month is opened again."""
    row = Reopening.objects.select_related("unit", "author").get(pk=number)
    unit = row.unit or top_unit()
    tell(confirming(unit), _notice(row, unit, Notice.ASKED, key, reopening=row))


def tell_of_answer(number: int, key: str) -> None:
    """Tell who asked what came of it, and who enters for the unit if it is open."""
    answer = ReopeningAnswer.objects.select_related(
        "reopening__unit", "reopening__author", "author"
    ).get(pk=number)
    row = answer.reopening
    people = [row.author]
    if row.unit and answer.is_confirmed:
        people += asked_for(row.unit, _month(row.month))
    unit = row.unit or top_unit()
    notice = _notice(row, unit, Notice.REOPENED, key, reopening=row)
    notice.by, notice.recorded_at = answer.author, answer.recorded_at
    tell(list({person.pk: person for person in people}.values()), notice)


def _notice(row: Any, unit: Any, kind: str, key: str, **thing: Any) -> Notice:
    return Notice(
        unit=unit,
        month=row.month,
        kind=kind,
        cause=key,
        by=row.author,
        recorded_at=row.recorded_at,
        **thing,
    )


def _month(ordinal: int) -> Period:
    return Period(Frequency.MONTHLY, ordinal)
