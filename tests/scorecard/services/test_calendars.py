from datetime import date, time

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.engine.deadlines import Rule
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import CollectionRule, Holiday, UnitZone
from scorecard.services.calendars import decide_holiday, decide_rule, decide_zone
from tests.factories import make_person

OCTOBER = FiscalCalendar().parse("2026-10")
RULE = Rule(due_after=3, due_at=time(17), grace=2, opens_after=1, locks_after=20)


def decide(actor, rule=RULE, reason="Agreed with the commands."):
    return decide_rule(actor=actor, first=OCTOBER, rule=rule, reason=reason)


def test_a_rule_is_stored_as_decided_and_audited(ada, units):
    decide(ada)
    row = CollectionRule.objects.get()
    assert (row.frequency, row.valid_from) == ("monthly", OCTOBER.ordinal)
    assert (row.due_after, row.grace, row.opens_after, row.locks_after) == (3, 2, 1, 20)
    record = Record.objects.get(subject_kind="calendar")
    assert record.detail["due_at"] == "17:00"


def test_only_who_shapes_the_whole_organisation_decides(mara, chief, units):
    office_below = make_person("Cay Low", "osm_staff", units.command)
    for person in (mara, chief, office_below):
        with pytest.raises(NotAllowedError):
            decide(person)
        with pytest.raises(NotAllowedError):
            decide_holiday(actor=person, day=date(2026, 12, 25), name="Christmas")
    assert decide_zone(actor=office_below, unit=units.mara, time_zone="Europe/Oslo")
    with pytest.raises(NotAllowedError):
        decide_zone(actor=office_below, unit=units.hq, time_zone="Europe/Oslo")


@pytest.mark.parametrize(
    "rule", [Rule(due_after=-1), Rule(grace=400), Rule(opens_after=-400), Rule(locks_after=-1)]
)
def test_days_that_cannot_be_meant_are_refused(ada, units, rule):
    with pytest.raises(DomainError, match="Write a number of days"):
        decide(ada, rule)


def test_it_is_not_decided_without_a_reason(ada, units):
    with pytest.raises(DomainError, match="Say why"):
        decide(ada, reason=" ")


def test_a_holiday_is_added_once_and_can_be_taken_back(ada, units):
    christmas = {"day": date(2026, 12, 25), "name": "Christmas"}
    decide_holiday(actor=ada, **christmas)
    with pytest.raises(DomainError, match="already"):
        decide_holiday(actor=ada, **christmas)
    decide_holiday(actor=ada, **christmas, is_taken_back=True)
    with pytest.raises(DomainError, match="already"):
        decide_holiday(actor=ada, **christmas, is_taken_back=True)
    assert not Holiday.objects.standing().exists()
    with pytest.raises(DomainError, match="Name the holiday"):
        decide_holiday(actor=ada, day=date(2026, 12, 24), name=" ")


def test_a_zone_must_be_one(ada, units):
    with pytest.raises(DomainError, match="No time zone"):
        decide_zone(actor=ada, unit=units.mara, time_zone="Europe/Nowhere")
    decide_zone(actor=ada, unit=units.mara, time_zone="")
    assert UnitZone.objects.get().time_zone == ""
