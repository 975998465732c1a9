import pytest

from initiatives.policies import may_edit, may_write_status
from tests.factories import make_person
from tests.initiatives.factories import make_initiative


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("ada", True),
        ("mara", True),
        ("chief", False),
        ("nils", False),
        ("otto", False),
        ("vera", False),
    ],
)
def test_the_manager_and_the_strategy_office_may_edit(request, units, who, allowed):
    assert may_edit(request.getfixturevalue(who), make_initiative(unit=units.mara)) is allowed


def test_the_owner_says_how_it_stands_without_the_right_to_edit(units, otto, vera):
    initiative = make_initiative(unit=units.mara, owner=otto)
    assert may_write_status(otto, initiative)
    assert not may_edit(otto, initiative)
    assert not may_write_status(vera, initiative)


def test_an_owner_who_left_the_unit_says_nothing_any_more(units):
    left = make_person("Former Owner", "employee", units.nils)
    assert not may_write_status(left, make_initiative(unit=units.mara, owner=left))
