"""The numbers in the navigation are those of the pages that they lead to."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from osm.updates import updates_of
from osm.waiting import count_waiting
from scorecard.selectors.entries import count_left_to_enter
from scorecard.services.approvals import reject_entry
from tests.communications.factories import make_delivered, make_waiting
from tests.factories import (
    give_role,
    make_comment,
    make_deputy,
    make_entry,
    make_kpi,
    make_person,
    make_reporter,
)
from tests.initiatives.factories import make_action, make_action_event
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def cleo(units):
    return make_person("Cleo", "contributor", units.mara)


@pytest.fixture
def busy(world, mara, ada, cleo, otto, chief):
    """Let something of each kind wait for Mara, and for her deputy."""
    unit = world.units.mara
    fuel = make_kpi("FUEL", approved_only=True)
    weekly = make_kpi("WATCH", frequency="weekly")
    make_reporter(unit, fuel)
    make_reporter(unit, weekly)
    make_reporter(unit, make_kpi(), person=cleo)
    make_reporter(unit, make_kpi())
    make_entry(unit, fuel, "2026-10", Decimal(7), author=cleo)
    for period in ("2026-10", "2026-08"):
        rejected = make_entry(unit, made := make_kpi(approved_only=True), period, 7, author=mara)
        make_reporter(unit, made, approver=chief)
        hashed = rejected.figure_hash
        reject_entry(actor=chief, entry=rejected, figure_hash=hashed, reason="In litres?")
    make_comment(unit, world.vehicles, "2026-10", ada, "So?", mentioned=[mara])
    moved = make_action(unit, world.vehicles, mara, due_on=date(2026, 11, 20))
    make_action_event(moved, "moved", ada, reason="Late parts", due_on=date(2027, 1, 8))
    later = make_action(unit, world.vehicles, mara, due_on=date(2027, 1, 8))
    make_action_event(later, "moved", ada, reason="Needed", due_on=date(2026, 11, 16))
    make_delivered(ada, chief, unit)
    make_waiting(ada, mara, unit)
    make_deputy(mara, otto)
    return world


def asked(person):
    """Ask as a new request does."""
    return count_waiting(User.objects.get(pk=person.pk))


def test_all_kinds_are_counted(busy, mara):
    found = asked(mara)
    assert (found.messages, found.figures, found.approvals) == (2, 9, 1)
    # Five weeks and two months, two corrections, one to approve, one to explain, one mention, one
    # step.
    assert found.updates == 13


def test_the_numbers_are_those_of_the_page_for_everybody(busy):
    for person in User.objects.all():
        pages = (updates_of(person).count, count_left_to_enter(person))
        assert (asked(person).updates, asked(person).figures) == pages, person


def test_it_costs_as_many_queries_whatever_waits(busy, mara, nils, ada, django_assert_num_queries):
    for person in (mara, nils, ada):
        with django_assert_num_queries(5):
            asked(person)


def test_who_gets_a_right_or_loses_it_is_asked_about_anew(busy, nils):
    before = asked(nils).figures
    given = give_role(nils, "unit_manager", busy.units.mara)
    assert asked(nils).figures == before + 9
    given.delete()
    assert asked(nils).figures == before


def test_another_day_is_another_question(busy, mara, time_machine):
    time_machine.move_to("2026-12-12 08:00Z", tick=False)
    assert asked(mara).updates == updates_of(User.objects.get(pk=mara.pk)).count
