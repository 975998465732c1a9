"""Who decides when units are reminded, and what is refused."""

from datetime import time

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import ReminderRule
from scorecard.selectors.planned_reminders import rule_words
from scorecard.selectors.reminder_plans import Steps
from scorecard.services.reminder_rules import decide_reminders


def decide(actor, *steps, reason="Agreed."):
    return decide_reminders(actor=actor, rule=Steps(steps, time(9)), reason=reason)


def test_the_office_decides_and_it_stands_in_the_record(ada, units):
    row = decide(ada, 3, -3, 0, 3)
    assert row.steps == [-3, 0, 3]
    assert Record.objects.get(subject="reminders").detail == {"steps": [-3, 0, 3], "at": "09:00"}
    assert rule_words(row.steps, row.at) == (
        "3 working days before, on the day, 3 working days after, at 09:00"
    )


def test_nobody_else_decides(mara, chief, units):
    for person in (mara, chief):
        with pytest.raises(NotAllowedError):
            decide(person, 0)
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize(
    ("steps", "reason"), [((0,), " "), ((-61,), "So."), (tuple(range(1, 12)), "So.")]
)
def test_what_cannot_be_meant_is_refused(ada, units, steps, reason):
    with pytest.raises(DomainError):
        decide(ada, *steps, reason=reason)
    assert not ReminderRule.objects.exists()
