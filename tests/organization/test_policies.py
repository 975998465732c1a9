import pytest
from django.contrib.auth.models import AnonymousUser

from core.errors import NotAllowedError
from organization.models import Unit
from organization.policies import may, may_anywhere, require
from organization.roles import GRANTS, Action, Role
from tests.factories import make_person


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_the_question_and_the_list_give_the_same_answer(units, role, action):
    until = "2999-12-31" if role is Role.CONSULTANT else None
    person = make_person(role=role, unit=units.command, valid_until=until)
    reach = {"CMD", "MARA", "NILS"} if action in GRANTS[role] else set()
    listed = Unit.objects.allowing(person, action).values_list("code", flat=True)
    asked = {unit.code for unit in Unit.objects.all() if may(person, action, unit)}
    assert set(listed) == asked == reach
    assert may_anywhere(person, action) is bool(reach)


def test_a_manager_may_nothing_at_the_sister_unit_nor_above(units, mara):
    assert may(mara, Action.ENTER_VALUES, units.mara)
    for unit in (units.nils, units.command, units.hq):
        assert not may(mara, Action.SEE_UNIT, unit)


def test_what_may_not_be_done_is_refused_with_the_unit_and_whom_to_ask(units, otto):
    with pytest.raises(NotAllowedError, match="1st Armoured Brigade") as refused:
        require(otto, Action.ENTER_VALUES, units.mara)
    assert "Ask the strategy office" in refused.value.message
    require(otto, Action.SEE_UNIT, units.mara)


def test_nobody_and_a_person_without_a_place_may_nothing(units):
    for person in (AnonymousUser(), make_person()):
        assert not may(person, Action.SEE_UNIT, units.mara)
        assert not may_anywhere(person, Action.SEE_UNIT)
