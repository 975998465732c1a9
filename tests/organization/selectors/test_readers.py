import pytest

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.selectors.readers import reader_of, rights_of
from tests.factories import give_role, make_deputy, make_person


def test_a_reader_sees_what_the_person_sees(units, mara, nils):
    reader = reader_of(mara)
    for unit in Unit.objects.all():
        for action in Action:
            assert may(reader, action, unit) == may(mara, action, unit)
    assert set(Unit.objects.published_to(reader)) == set(Unit.objects.published_to(mara))


def test_a_reader_is_nobody(units, mara):
    reader = reader_of(mara)
    assert (reader.pk, reader.name, reader.email) == (None, "", "")
    with pytest.raises(ValueError, match="primary key"):
        reader.memberships.count()


def test_two_people_with_the_same_rights_are_one_reader(units, otto):
    other = make_person("Olga Berg", "employee", units.mara)
    assert rights_of(reader_of(otto)) == rights_of(reader_of(other))
    give_role(other, "contributor", units.mara)
    assert rights_of(reader_of(otto)) != rights_of(reader_of(other))


def test_two_deputies_for_different_people_of_one_role_are_one_reader(units, mara, otto):
    second = make_person("Mia Lund", "unit_manager", units.mara)
    other = make_person("Olga Berg", "employee", units.mara)
    make_deputy(mara, otto)
    make_deputy(second, other)
    assert rights_of(reader_of(otto)) == rights_of(reader_of(other))


def test_what_a_deputy_may_is_told_apart_from_what_is_one_s_own(units, ada, mara):
    deputy = make_person("Olga Berg", "employee", units.hq)
    make_deputy(ada, deputy)
    both = make_person("Ole Lund", "employee", units.hq)
    give_role(both, "osm_staff", units.hq)
    assert rights_of(reader_of(deputy)) != rights_of(reader_of(both))


def test_who_may_not_sign_in_may_see_nothing(units, mara):
    mara.is_active = False
    assert rights_of(reader_of(mara)) == ()
