"""A locked month takes no figures, at no door, until two people open it again."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Draft, Entry, MonthLock, ReopeningAnswer
from scorecard.selectors.places import Place
from scorecard.services.drafts import Typed, save_drafts
from scorecard.services.entries import Figure, RefusedError, submit_entries
from scorecard.services.locks import LockedError, lock_month, require_unlocked
from scorecard.services.overrides import override_figure, undo_override
from scorecard.services.reopenings import answer_reopening, ask_reopening
from tests.factories import make_deputy, make_entry, make_kpi, make_person, make_reporter
from tests.scorecard.calendars import make_extension, make_lock, make_reopening, make_rule

OCTOBER = FiscalCalendar().parse("2026-10")
LATER = datetime.fromisoformat("2026-11-20T17:00Z")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def bea(units):
    """Somebody else of the office."""
    return make_person("Bea Thorn", "osm_staff", units.hq)


def submit(actor, unit, kpi, period="2026-10", value=7):
    figures = {(kpi, FiscalCalendar().parse(period)): Figure(Decimal(value))}
    return submit_entries(actor=actor, unit=unit, figures=figures)


def ask(actor, unit, **fields):
    asked = {"month": OCTOBER, "unit": unit, "until": LATER, "reason": "Two digits swapped."}
    return ask_reopening(actor=actor, **(asked | fields))


def test_a_locked_month_refuses_every_door_and_says_what_to_do(ada, mara, units, kpi):
    make_entry(units.mara, kpi, "2026-10", 5)
    place = Place(units.mara, kpi, OCTOBER)
    override_figure(actor=ada, place=place, figure=Figure(Decimal(6)), reason="Counted.")
    lock_month(actor=ada, month=OCTOBER, reason="The book is frozen.")
    with pytest.raises(RefusedError) as refused:
        submit(mara, units.mara, kpi)
    (sentence,) = refused.value.problems.values()
    assert sentence.startswith("October 2026 is locked since 12 Nov 2026 08:00")
    assert "ask for reopening" in sentence
    with pytest.raises(LockedError):
        save_drafts(actor=mara, unit=units.mara, typed={(kpi, OCTOBER): Typed("8")})
    with pytest.raises(DomainError, match="locked"):
        override_figure(actor=ada, place=place, figure=Figure(Decimal(9)), reason="So.")
    with pytest.raises(LockedError):
        undo_override(actor=ada, place=place)
    assert (Entry.objects.count(), Draft.objects.count()) == (2, 0)


def test_a_month_takes_its_weeks_and_the_quarter_that_ends_with_it_along(ada, mara, units):
    make_lock(ada, "2026-09")
    weekly, quarterly = make_kpi(frequency="weekly"), make_kpi(frequency="quarterly")
    for kpi in (weekly, quarterly):
        make_reporter(units.mara, kpi)
    for kpi, period in ((weekly, "2026-W36"), (quarterly, "2026-Q3")):
        with pytest.raises(RefusedError):
            submit(mara, units.mara, kpi, period)
    # Its Thursday lies in October.
    assert submit(mara, units.mara, weekly, "2026-W40")
    assert submit(mara, units.mara, quarterly, "2026-Q4")


def test_it_locks_by_itself_after_grace_and_after_more_time(ada, mara, units, kpi, time_machine):
    make_rule(ada, grace=1, locks_after=2)
    time_machine.move_to("2026-11-07 17:00Z", tick=False)
    with pytest.raises(RefusedError):
        submit(mara, units.mara, kpi)
    make_extension(units.mara, "2026-11-09T12:00Z", ada)
    assert submit(mara, units.mara, kpi)
    time_machine.move_to("2026-11-09 12:00Z", tick=False)
    with pytest.raises(RefusedError):
        submit(mara, units.mara, kpi, value=8)
    # What came before the calendar is not touched by it.
    make_rule(ada, "2026-11", locks_after=None)


def test_nothing_is_taken_before_it_opens(ada, mara, units, kpi, time_machine):
    make_rule(ada, opens_after=1)
    time_machine.move_to("2026-10-31 23:59Z", tick=False)
    with pytest.raises(RefusedError) as refused:
        submit(mara, units.mara, kpi)
    assert "takes figures from Sun 1 Nov 00:00 on" in next(iter(refused.value.problems.values()))
    time_machine.move_to("2026-11-01 00:00Z", tick=False)
    assert submit(mara, units.mara, kpi)


def test_only_the_office_of_the_whole_organisation_locks(ada, mara, chief, units):
    for person in (mara, chief, make_person("Cay Low", "osm_staff", units.command)):
        with pytest.raises(NotAllowedError):
            lock_month(actor=person, month=OCTOBER, reason="So.")
    with pytest.raises(DomainError, match="Say why"):
        lock_month(actor=ada, month=OCTOBER, reason=" ")
    with pytest.raises(DomainError, match="not over"):
        lock_month(actor=ada, month=FiscalCalendar().parse("2026-11"), reason="So.")
    lock_month(actor=ada, month=OCTOBER, reason="So.")
    with pytest.raises(DomainError, match="already"):
        lock_month(actor=ada, month=OCTOBER, reason="So.")
    assert Record.objects.get(verb="locked").subject == "2026-10"


def test_a_second_person_opens_it_for_one_unit_until_a_moment(
    ada, bea, mara, nils, units, kpi, time_machine
):
    make_reporter(units.nils, kpi)
    make_lock(ada)
    asked = ask(mara, units.mara)
    with pytest.raises(RefusedError):
        submit(mara, units.mara, kpi)
    answer_reopening(actor=bea, reopening=asked, is_confirmed=True)
    assert submit(mara, units.mara, kpi)
    with pytest.raises(RefusedError):
        submit(nils, units.nils, kpi)
    time_machine.move_to(LATER, tick=False)
    with pytest.raises(RefusedError):
        submit(mara, units.mara, kpi, value=8)


def test_nobody_confirms_what_they_asked_for_nor_does_their_deputy(ada, bea, units):
    make_lock(ada)
    asked = ask(ada, None)
    with pytest.raises(NotAllowedError, match="somebody else"):
        answer_reopening(actor=ada, reopening=asked, is_confirmed=True)
    deputy = make_person("Dag Moe", "employee", units.hq)
    make_deputy(ada, deputy)
    with pytest.raises(NotAllowedError, match="act for who did"):
        answer_reopening(actor=deputy, reopening=asked, is_confirmed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReopeningAnswer.objects.create(
            reopening=asked,
            is_confirmed=True,
            author=ada,
            asked_by=ada,
            recorded_at=timezone.now(),
        )
    answer_reopening(actor=bea, reopening=asked, is_confirmed=True)
    require_unlocked(units.mara, [OCTOBER])
    with pytest.raises(DomainError, match="already"):
        answer_reopening(actor=bea, reopening=asked, is_confirmed=False)


def test_who_asked_may_take_it_back_and_then_it_stays_locked(ada, units):
    make_lock(ada)
    asked = ask(ada, None)
    answer_reopening(actor=ada, reopening=asked, is_confirmed=False)
    with pytest.raises(LockedError):
        require_unlocked(units.mara, [OCTOBER])


def test_a_request_needs_a_reason_a_moment_and_a_locked_month(ada, mara, nils, otto, units):
    with pytest.raises(DomainError, match="not locked"):
        ask(mara, units.mara)
    make_lock(ada)
    for until in (timezone.now(), timezone.now() + timedelta(days=400)):
        with pytest.raises(DomainError):
            ask(mara, units.mara, until=until)
    with pytest.raises(DomainError, match="Say why"):
        ask(mara, units.mara, reason="")
    for person in (nils, otto):
        with pytest.raises(NotAllowedError):
            ask(person, units.mara)
    with pytest.raises(NotAllowedError):
        ask(mara, None)


def test_a_request_whose_time_is_over_is_not_confirmed(ada, bea, units, time_machine):
    make_lock(ada)
    asked = make_reopening(ada, units.mara, until="2026-11-20T17:00Z")
    time_machine.move_to(LATER, tick=False)
    with pytest.raises(DomainError, match="over"):
        answer_reopening(actor=bea, reopening=asked, is_confirmed=True)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_keeps_locks_as_they_are(ada, verb):
    make_lock(ada)
    statements = {
        "update": "UPDATE scorecard_monthlock SET month = 1",
        "delete": "DELETE FROM scorecard_monthlock",
    }
    with pytest.raises(Exception, match="appended"), transaction.atomic():
        connection.cursor().execute(statements[verb])
    assert MonthLock.objects.count() == 1
