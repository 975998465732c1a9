import pytest

from communications.models import Delivery, MessageVersion
from tests.communications.factories import make_delivered, make_draft, make_waiting
from tests.factories import make_person


def seen_by(user):
    return set(MessageVersion.objects.newest().open_to(user))


def test_the_office_above_sees_every_message_in_its_reach(ada, chief, mara, units, otto):
    versions = {make_draft(ada, chief, units.mara), make_waiting(ada, mara, units.mara)}
    assert seen_by(ada) == versions


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "mara"])
def test_others_see_nothing_of_how_a_message_is_made(who, request, ada, chief, units, otto):
    make_draft(ada, chief, units.mara)
    make_waiting(ada, chief, units.command)
    make_delivered(ada, chief, units.hq)
    assert seen_by(request.getfixturevalue(who)) == set()


def test_an_office_does_not_see_a_message_that_goes_beyond_its_reach(ada, chief, units, otto):
    office = make_person("Olga", "osm_staff", units.mara)
    own = make_draft(ada, chief, units.mara)
    make_draft(ada, chief, units.mara, units.nils)
    make_draft(ada, chief, units.command)
    assert seen_by(office) == {own}


def test_a_speaker_sees_a_message_once_asked(ada, mara, units, otto):
    make_draft(ada, mara, units.mara)
    asked = make_waiting(ada, mara, units.mara)
    assert seen_by(mara) == {asked}


def test_who_may_no_longer_sign_in_sees_nothing(ada, chief, units, otto):
    version = make_delivered(ada, chief, units.mara)
    make_draft(ada, chief, units.mara)
    for person in (ada, otto):
        person.is_active = False
        person.__dict__.pop("_held", None)
    assert seen_by(ada) == set()
    assert not Delivery.objects.to(otto).exists()
    assert Delivery.objects.filter(version=version, person=otto).exists()
