from communications.selectors.audiences import audience_size, with_units_below
from tests.factories import give_role, make_person


def test_people_in_a_unit_and_below_are_counted(units, mara, nils, otto):
    assert audience_size([units.command.path]) == 3
    assert audience_size([units.mara.path]) == 2
    assert audience_size([]) == 0


def test_a_person_with_several_memberships_counts_once(units, otto):
    give_role(otto, "contributor", units.mara)
    give_role(otto, "employee", units.nils)
    assert audience_size([units.mara.path, units.nils.path]) == 1


def test_who_left_or_may_not_sign_in_does_not_count(units, otto):
    make_person("Left", "employee", units.mara, valid_until="2020-01-01")
    otto.is_active = False
    otto.save()
    assert audience_size([units.mara.path]) == 0


def test_units_are_named_with_how_many_lie_below(units, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = with_units_below([units.hq, units.mara])
    assert found == [("Army HQ", 3), ("1st Armoured Brigade", 0)]
