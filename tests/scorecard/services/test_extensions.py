from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Extension
from scorecard.services.extensions import extend
from tests.factories import make_person

OCTOBER = FiscalCalendar().parse("2026-10")
LATER = datetime.fromisoformat("2026-11-20T17:00Z")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def give(actor, unit, **fields):
    given = {"month": OCTOBER, "until": LATER, "reason": "The depot moved."}
    return extend(actor=actor, unit=unit, **(given | fields))


def test_the_office_gives_a_unit_more_time_and_the_unit_is_told(ada, units):
    row = give(ada, units.mara)
    assert (row.until, row.reason) == (LATER, "The depot moved.")
    record = Record.objects.get(verb="extended")
    assert (record.subject, record.unit_id) == ("MARA 2026-10", units.mara.pk)
    assert OutboxRow.objects.filter(topic="notices", key=f"extension:{row.pk}").exists()


def test_a_manager_above_may_and_nobody_gives_more_time_to_oneself(mara, nils, chief, units):
    leader = make_person("Lea Hall", "unit_manager", units.command)
    assert give(leader, units.mara)
    for person in (mara, nils, chief):
        with pytest.raises(NotAllowedError, match="above it"):
            give(person, units.mara)
    with pytest.raises(NotAllowedError):
        give(leader, units.command)


def test_it_needs_a_reason_and_a_moment_to_come(ada, units):
    for wrong in (
        {"reason": "  "},
        {"until": timezone.now()},
        {"until": timezone.now() + timedelta(days=367)},
    ):
        with pytest.raises(DomainError):
            give(ada, units.mara, **wrong)
    assert not Extension.objects.exists()
