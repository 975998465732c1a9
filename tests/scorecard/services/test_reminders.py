from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowedError
from jobs.models import OutboxRow
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Reminder
from scorecard.services.reminders import remind
from tests.factories import make_entry
from tests.scorecard.calendars import make_reminder

OCTOBER = FiscalCalendar().parse("2026-10")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def ask(actor, *units):
    return remind(actor=actor, units=units, month=OCTOBER)


def test_a_unit_is_asked_once_a_day_and_again_the_next(ada, units, kpi, time_machine):
    assert (len(ask(ada, units.mara).rows), OutboxRow.objects.count()) == (1, 1)
    again = ask(ada, units.mara)
    assert (again.rows, again.n_before) == ([], 1)
    time_machine.move_to("2026-11-13 08:00Z", tick=False)
    assert len(ask(ada, units.mara).rows) == 1


def test_whose_figures_are_in_is_left_alone(ada, units, kpi):
    make_entry(units.mara, kpi, "2026-10", 5)
    assert ask(ada, units.mara, units.nils).rows == []


def test_a_manager_reminds_below_and_nobody_beside(mara, nils, chief, units, kpi):
    assert ask(mara, units.mara).rows
    for person in (nils, chief):
        with pytest.raises(NotAllowedError):
            ask(person, units.mara)


def test_the_database_refuses_a_second_one_of_a_day(ada, units):
    make_reminder(units.mara, ada, date(2026, 11, 12))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reminder(units.mara, ada, date(2026, 11, 12))
    assert Reminder.objects.count() == 1
