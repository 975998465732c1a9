import pytest

from communications.policies import (
    may_write_to,
    require_desk,
    require_desk_or_voice,
    require_voice,
    require_writer,
)
from core.errors import DomainError, NotAllowedError
from tests.factories import make_person


def test_all_units_must_lie_in_the_writers_reach(units):
    office = make_person("Olga", "osm_staff", units.mara)
    assert may_write_to(office, [units.mara])
    assert not may_write_to(office, [units.mara, units.nils])
    with pytest.raises(NotAllowedError):
        require_writer(office, [units.mara, units.nils])


def test_a_speaker_without_a_say_is_refused_by_name_and_unit(mara, units):
    require_voice(mara, [units.mara])
    with pytest.raises(DomainError, match="Mara Hartley does not speak for 4th") as refusal:
        require_voice(mara, [units.mara, units.nils])
    assert not isinstance(refusal.value, NotAllowedError)


@pytest.mark.parametrize("who", ["chief", "mara", "otto", "vera"])
def test_only_the_strategy_office_has_a_desk(who, request, ada):
    require_desk(ada)
    with pytest.raises(NotAllowedError, match="written by the strategy office"):
        require_desk(request.getfixturevalue(who))


def test_who_neither_writes_nor_speaks_has_no_sent_messages(ada, chief, otto):
    require_desk_or_voice(ada)
    require_desk_or_voice(chief)
    with pytest.raises(NotAllowedError):
        require_desk_or_voice(otto)
