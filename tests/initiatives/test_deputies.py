import pytest

from core.errors import NotAllowedError
from initiatives.services.initiatives import update_initiative
from initiatives.services.status_lines import write_status_line
from initiatives.services.versions import Facts
from tests.factories import make_deputy, make_person
from tests.initiatives.factories import make_initiative


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def test_the_deputy_of_an_owner_says_how_it_stands_and_both_are_named(units, otto):
    initiative = make_initiative(unit=units.mara, owner=otto)
    stand_in = make_person(role="employee", unit=units.mara)
    with pytest.raises(NotAllowedError):
        write_status_line(actor=stand_in, initiative=initiative, text="It runs.")
    make_deputy(otto, stand_in)
    line = write_status_line(actor=stand_in, initiative=initiative, text="It runs.")
    assert (line.author, stand_in.acting_for) == (stand_in, otto)


def test_moving_an_initiative_as_the_deputy_of_one_manager_names_that_manager(units, mara, nils):
    initiative = make_initiative(unit=units.mara)
    make_deputy(mara, nils)
    facts = Facts(name="Moved", unit=units.nils, stage="proposed")
    update_initiative(actor=nils, initiative=initiative, facts=facts)
    assert nils.acting_for == mara
