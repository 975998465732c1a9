from datetime import date, timedelta

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.models import Membership, Unit
from organization.querysets import paths_allowing
from organization.roles import Action, Role
from organization.services.memberships import change_role, end_role, give_role
from tests.factories import give_role as held_role
from tests.factories import make_person

TODAY = date(2026, 11, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def held(person):
    return Membership.objects.not_over(TODAY).get(person=person)


def roles(person, day=TODAY):
    rows = Membership.objects.valid_on(day).filter(person=person)
    return set(rows.values_list("role", "unit__code"))


def test_a_role_is_given_from_a_day_on(ada, otto, units):
    give_role(actor=ada, person=otto, unit=units.nils, role=Role.CONTRIBUTOR, first=TODAY + DAY)
    assert ("contributor", "NILS") not in roles(otto)
    assert ("contributor", "NILS") in roles(otto, TODAY + DAY)
    row = Record.objects.get()
    assert (row.actor, row.verb) == (ada, "gave role")
    assert row.detail["from"] == "2026-11-13"


def test_a_role_is_changed_from_a_day_on_and_the_past_stays(ada, otto, units):
    change_role(
        actor=ada, membership=held(otto), unit=units.nils, role=Role.UNIT_MANAGER, first=TODAY
    )
    assert roles(otto) == {("unit_manager", "NILS")}
    assert roles(otto, TODAY - DAY) == {("employee", "MARA")}
    assert Record.objects.get().detail["was"] == "employee MARA"


def test_the_end_of_a_consultant_goes_along_with_a_change(ada, units):
    person = make_person(role="consultant", unit=units.mara, valid_until=TODAY + 9 * DAY)
    changed = change_role(
        actor=ada, membership=held(person), unit=units.nils, role=Role.CONSULTANT, first=TODAY
    )
    assert changed.valid_until == TODAY + 9 * DAY


@pytest.mark.parametrize(("first", "left"), [(TODAY, set()), (TODAY + DAY, {("employee", "MARA")})])
def test_a_role_ends_from_a_day_on(ada, otto, first, left):
    end_role(actor=ada, membership=held(otto), first=first)
    assert roles(otto) == left
    assert Record.objects.get().verb == "ended role"


def test_a_role_that_has_not_begun_is_called_off(ada, otto, units):
    row = give_role(
        actor=ada, person=otto, unit=units.nils, role=Role.CONTRIBUTOR, first=TODAY + 9 * DAY
    )
    end_role(actor=ada, membership=row, first=TODAY)
    assert ("contributor", "NILS") not in roles(otto, TODAY + 30 * DAY)
    assert held(otto).role == "employee"


def test_nobody_changes_their_own_roles(ada, units):
    own = held(ada)
    for work in (
        lambda: give_role(actor=ada, person=ada, unit=units.hq, role=Role.EXECUTIVE, first=TODAY),
        lambda: end_role(actor=ada, membership=own, first=TODAY),
        lambda: change_role(
            actor=ada, membership=own, unit=units.hq, role=Role.EXECUTIVE, first=TODAY
        ),
    ):
        with pytest.raises(NotAllowedError, match="their own roles"):
            work()
    assert roles(ada) == {("osm_staff", "HQ")}


def test_nobody_takes_a_role_that_they_could_not_give(ada, vera):
    with pytest.raises(NotAllowedError):
        end_role(actor=ada, membership=held(vera), first=TODAY)


def test_nobody_moves_people_out_of_or_into_other_units(otto, units):
    actor = make_person("Aron", "osm_staff", units.mara)
    with pytest.raises(NotAllowedError):
        change_role(
            actor=actor, membership=held(otto), unit=units.nils, role=Role.EMPLOYEE, first=TODAY
        )
    assert roles(otto) == {("employee", "MARA")}


def test_the_past_is_not_rewritten(ada, otto, units):
    with pytest.raises(DomainError, match="past stays"):
        end_role(actor=ada, membership=held(otto), first=TODAY - DAY)


def test_what_a_person_has_already_is_not_given_twice(ada, otto, units):
    with pytest.raises(DomainError, match="already"):
        give_role(actor=ada, person=otto, unit=units.mara, role=Role.EMPLOYEE, first=TODAY)


def test_what_somebody_ended_meanwhile_is_not_changed(ada, otto, units):
    seen = held(otto)
    held_role(otto, "employee", units.mara, valid_until=TODAY - DAY)
    with pytest.raises(DomainError, match="in the meantime"):
        end_role(actor=ada, membership=seen, first=TODAY)


def test_a_consultant_is_not_given_a_role_without_end(ada, otto, units):
    with pytest.raises(DomainError, match="ends on a day"):
        give_role(actor=ada, person=otto, unit=units.mara, role=Role.CONSULTANT, first=TODAY)


def test_the_gate_follows_at_once(ada, otto, units):
    give_role(actor=ada, person=otto, unit=units.nils, role=Role.CONTRIBUTOR, first=TODAY)
    fresh = type(otto).objects.get(pk=otto.pk)
    assert paths_allowing(fresh, Action.ENTER_VALUES) == [Unit.objects.get(code="NILS").path]
