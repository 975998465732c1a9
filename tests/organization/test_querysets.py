from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Scope
from organization.models import Membership, Unit
from organization.querysets import outermost, paths_allowing
from organization.roles import Action, Role
from scorecard.models import Result
from scorecard.services.rollup.full import rebuild
from tests.factories import give_role, make_kpi, make_person, make_reporter, make_unit

TODAY = date(2026, 10, 5)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def seen(person, action=Action.SEE_UNIT):
    fresh = User.objects.get(pk=person.pk)
    return set(Unit.objects.allowing(fresh, action).values_list("code", flat=True))


def published(person):
    return set(Unit.objects.published_to(person).values_list("code", flat=True))


def test_reach_is_the_unit_and_all_below(units, ada, mara, nils):
    assert seen(ada) == {"HQ", "CMD", "MARA", "NILS"}
    assert seen(mara) == {"MARA"}
    assert seen(nils) == {"NILS"}


def test_a_unit_whose_number_begins_alike_is_not_below(units, mara):
    # With paths compared as text, 1 must not reach 10.
    numbers = [make_unit(parent=units.command) for _ in range(100)]
    first = numbers[0]
    person = make_person(role="unit_manager", unit=first)
    assert seen(person) == {first.code}


def test_published_figures_are_seen_upwards_and_never_sideways(units, mara, ada):
    make_unit("DEPOT", units.mara)
    assert published(mara) == {"HQ", "CMD", "MARA", "DEPOT"}
    assert published(ada) == {"HQ", "CMD", "MARA", "NILS", "DEPOT"}


def test_nobody_and_a_person_without_a_role_see_nothing(units):
    for person in (AnonymousUser(), make_person()):
        assert not Unit.objects.allowing(person, Action.SEE_UNIT).exists()
        assert published(person) == set()


def test_a_person_who_may_not_sign_in_any_more_sees_nothing(units, ada):
    ada.is_active = False
    ada.save()
    assert seen(ada) == set()


def test_being_superuser_is_no_role(units):
    person = make_person()
    person.is_superuser = person.is_staff = True
    person.save()
    assert seen(person) == set()


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "sees"),
    [
        (TODAY, None, True),
        (TODAY + DAY, None, False),
        (TODAY - DAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, False),
    ],
)
def test_a_membership_holds_from_its_first_to_its_last_day(units, valid_from, valid_until, sees):
    person = make_person(
        role="unit_manager", unit=units.mara, valid_from=valid_from, valid_until=valid_until
    )
    assert bool(seen(person)) is sees


def test_the_newest_revision_of_a_membership_counts(units, mara):
    give_role(mara, "unit_manager", units.mara, valid_until=TODAY - DAY)
    assert seen(mara) == set()
    give_role(mara, "unit_manager", units.mara)
    assert seen(mara) == {"MARA"}


def test_ending_one_role_leaves_the_other(units, mara):
    give_role(mara, "employee", units.nils)
    give_role(mara, "unit_manager", units.mara, valid_until=TODAY - DAY)
    assert seen(mara) == {"NILS"}
    assert seen(mara, Action.ENTER_VALUES) == set()


def test_rights_are_joined_action_by_action(units, mara):
    give_role(mara, "auditor", units.hq)
    assert seen(mara) == {"HQ", "CMD", "MARA", "NILS"}
    assert seen(mara, Action.ENTER_VALUES) == {"MARA"}


def test_one_request_asks_for_each_action_once(units, mara, django_assert_num_queries):
    person = User.objects.get(pk=mara.pk)
    with django_assert_num_queries(1 + 3):
        for _ in range(3):
            list(Unit.objects.allowing(person, Action.SEE_UNIT))


def test_rows_of_a_unit_are_gated_by_that_unit(units, mara, nils, ada):
    kpi = make_kpi()
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01", "2026-01")
    rebuild()

    def codes(person):
        rows = Result.objects.allowing(person, Action.SEE_UNIT)
        return set(rows.values_list("unit__code", flat=True))

    assert codes(mara) == {"MARA"}
    assert codes(nils) == {"NILS"}
    assert codes(ada) == {"HQ", "CMD", "MARA", "NILS"}


def test_rows_below_nothing_are_none(units):
    assert not Unit.objects.below([]).exists()


def test_memberships_are_found_by_role_and_by_what_it_grants(units, mara, otto, ada):
    held = Membership.objects.valid_on(TODAY)
    assert {row.person for row in held.in_role(Role.EMPLOYEE)} == {otto}
    assert {row.person for row in held.granting(Action.ENTER_VALUES)} == {mara, ada}


def test_units_are_open_from_their_first_to_their_last_day(units):
    make_unit("D", units.hq, opened_on=TODAY, closed_on=TODAY)
    found = {
        day: Unit.objects.open_on(day).filter(code="D").exists()
        for day in (TODAY - DAY, TODAY, TODAY + DAY)
    }
    assert list(found.values()) == [False, True, False]
    assert Unit.objects.open_on(TODAY).filter(code="HQ").exists()


def test_units_stand_as_their_parents_list_them(units):
    make_unit("Z", units.hq, position=-1)
    codes = Unit.objects.in_order().values_list("code", flat=True)
    assert list(codes) == ["Z", "CMD", "HQ", "MARA", "NILS"]


def test_a_path_below_another_says_nothing_new():
    assert outermost(["/1/2/", "/1/", "/10/", "/3/4/", "/3/4/5/"]) == ["/1/", "/10/", "/3/4/"]
    assert outermost([]) == []


def test_a_token_without_the_scope_opens_nothing(mara, units):
    mara.token_scopes = frozenset({Scope.READ})
    assert paths_allowing(mara, Action.SEE_UNIT) == [units.mara.path]
    assert paths_allowing(mara, Action.ENTER_VALUES) == []


def test_a_scope_gives_no_right_that_its_person_does_not_have(otto):
    otto.token_scopes = frozenset(Scope)
    assert paths_allowing(otto, Action.ENTER_VALUES) == []


def test_no_scope_is_none_of_the_rights(ada):
    ada.token_scopes = frozenset()
    assert [action for action in Action if paths_allowing(ada, action)] == []


def test_parents_come_first(units):
    units.mara.position = 5
    units.mara.save()
    assert [unit.code for unit in Unit.objects.parents_first()] == ["HQ", "CMD", "NILS", "MARA"]
