"""What a deputy may: all that the other may, on those days, and nothing of it afterwards."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from core.errors import NotAllowedError
from organization.models import Unit
from organization.policies import act_as, may, may_act_as, may_in_person, require, require_each
from organization.querysets import principals_of
from organization.roles import Action
from tests.factories import give_role, make_deputy, make_person

TODAY = date(2026, 11, 12)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def fresh(person):
    return User.objects.get(pk=person.pk)


def entered(person):
    allowed = Unit.objects.allowing(fresh(person), Action.ENTER_VALUES)
    return set(allowed.values_list("code", flat=True))


def test_a_deputy_does_what_the_other_may(mara, otto, units):
    make_deputy(mara, otto)
    assert entered(otto) == {"MARA"}
    assert may(otto, Action.ENTER_VALUES, units.mara)
    assert not may(otto, Action.ENTER_VALUES, units.nils)
    assert not may_in_person(otto, Action.ENTER_VALUES, units.mara)


@pytest.mark.parametrize(
    ("first", "last", "acts"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY - DAY, False),
        (TODAY + DAY, TODAY + DAY, False),
    ],
)
def test_only_from_the_first_to_the_last_day(mara, otto, first, last, acts):
    make_deputy(mara, otto, first, last)
    assert bool(entered(otto)) is acts


def test_who_lost_their_own_right_hands_none_on(mara, otto, units):
    make_deputy(mara, otto)
    give_role(mara, "unit_manager", units.mara, valid_until=TODAY - DAY)
    assert entered(otto) == set()


def test_who_may_not_sign_in_hands_nothing_on(mara, otto):
    make_deputy(mara, otto)
    mara.is_active = False
    mara.save()
    assert entered(otto) == set()
    assert principals_of(fresh(otto)) == []


def test_a_deputy_who_may_not_sign_in_may_nothing(mara, otto):
    make_deputy(mara, otto)
    otto.is_active = False
    otto.save()
    assert entered(otto) == set()


def test_there_are_no_chains(chief, mara, otto, units):
    make_deputy(chief, mara)
    make_deputy(mara, otto)
    assert may(mara, Action.SPEAK, units.hq)
    assert not may(otto, Action.SPEAK, units.hq)
    assert principals_of(otto) == [mara.pk]


def test_two_who_stand_in_for_each_other_gain_nothing_more(mara, nils):
    make_deputy(mara, nils)
    make_deputy(nils, mara)
    assert entered(mara) == entered(nils) == {"MARA", "NILS"}


@pytest.mark.parametrize("action", [Action.MANAGE_PEOPLE, Action.ADMINISTER])
def test_giving_rights_away_stays_in_person(otto, units, action):
    boss = make_person("Ines", "administrator", units.hq)
    make_deputy(boss, otto)
    assert may(boss, action, units.hq)
    assert not may(otto, action, units.hq)


def test_the_audit_row_can_name_both_where_only_the_deputys_right_allows_it(mara, otto, units):
    make_deputy(mara, otto)
    require(otto, Action.ENTER_VALUES, units.mara)
    assert otto.acting_for == mara
    require(otto, Action.SEE_UNIT, units.mara)
    assert otto.acting_for is None


def test_ones_own_right_comes_first(mara, ada, units):
    make_deputy(mara, ada)
    require(ada, Action.ENTER_VALUES, units.mara)
    assert ada.acting_for is None


def test_among_several_units_one_that_needs_the_other_is_enough(mara, nils, units):
    make_deputy(mara, nils)
    require_each(nils, Action.ENTER_VALUES, [units.mara, units.nils])
    assert nils.acting_for == mara


def test_what_neither_may_is_refused(mara, otto, units):
    make_deputy(mara, otto)
    with pytest.raises(NotAllowedError, match="4th Mechanised Brigade"):
        require(otto, Action.ENTER_VALUES, units.nils)


def test_one_acts_as_oneself_or_as_the_other(mara, otto, nils):
    make_deputy(mara, otto)
    assert may_act_as(otto, otto.pk)
    assert may_act_as(otto, mara.pk)
    assert not may_act_as(otto, nils.pk)
    act_as(otto, mara)
    assert otto.acting_for == mara
    act_as(otto, otto)
    assert otto.acting_for is None


def test_the_gate_asks_once_however_many_stand_behind_a_person(
    otto, units, django_assert_num_queries
):
    for _ in range(3):
        make_deputy(make_person(role="unit_manager", unit=units.mara), otto)
    person = fresh(otto)
    with django_assert_num_queries(1):
        for action in Action:
            may(person, action, units.mara)
        principals_of(person)
