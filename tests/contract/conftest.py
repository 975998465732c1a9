"""A world in which every address of OSM has something to show, all of it Mara's unit's."""

from datetime import date

import pytest

from tests.accounts.factories import make_token
from tests.communications.factories import make_delivered, make_draft, make_waiting
from tests.contract.endpoints import EVERYBODY
from tests.factories import make_deputy, make_person, make_session
from tests.initiatives.factories import make_initiative, make_milestone
from tests.scorecard.small import make_scorecard


@pytest.fixture
def administrator(units):
    """Somebody who runs OSM and belongs to no unit's work."""
    person = make_person("Ines Berg", "administrator", units.hq)
    person.is_staff = person.is_superuser = True
    person.save()
    return person


@pytest.fixture
def cleo(units):
    return make_person("Cleo Marsh", "contributor", units.mara)


@pytest.fixture
def kurt(units):
    return make_person("Kurt Adler", "consultant", units.mara, valid_until=date(2026, 12, 31))


@pytest.fixture
def cast(request):
    """Everybody by name, nobody being anonymous."""
    people = {who: request.getfixturevalue(who) for who in EVERYBODY if who != "anonymous"}
    return {"anonymous": None} | people


@pytest.fixture
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units, cast, november):
    """Names for the rows of `endpoints.py`: what all share, and the things of Mara's unit."""
    scorecard = make_scorecard(units)
    shared = {
        "chief": cast["chief"].pk,
        "kpi": scorecard.vehicles.code,
        "objective": scorecard.objective.pk,
        "substitute": make_person("Sina Rolf", "employee", units.hq).email,
        "uid": "1",
        "link": "used-already",
    }
    own = account_of(cast["mara"], cast["otto"])
    return shared | things_of(units.mara, cast, "WAVES") | own


@pytest.fixture
def sister_world(units, cast, world):
    """The same names for the sister unit, which Nils leads."""
    own = account_of(cast["nils"], make_person("Olaf Berg", "employee", units.nils))
    return world | things_of(units.nils, cast, "TIDES") | own


def things_of(unit, cast, code):
    """Make what belongs to one unit; the sister unit gets each thing as well."""
    ada, chief = cast["ada"], cast["chief"]
    initiative = make_initiative(code, unit=unit)
    milestone = make_milestone(initiative, "Wave 1", date(2026, 11, 1))
    letter = make_delivered(ada, chief, unit, asks_acknowledgement=True)
    draft = make_draft(ada, chief, unit)
    waiting = make_waiting(ada, chief, unit)
    return {
        "unit": unit.pk,
        "initiative": initiative.pk,
        "milestone": milestone.pk,
        "letter": letter.message_id,
        "draft": draft.message_id,
        "version": draft.pk,
        "waiting": waiting.message_id,
        "hash": waiting.text_hash,
    }


def account_of(manager, employee):
    """Make what is a manager's own, and name an employee of the same unit."""
    # Not begun yet: until then the employee has no right of the manager's.
    deputy = make_deputy(manager, employee, date(2026, 12, 1), date(2026, 12, 24))
    return {
        "otto": employee.pk,
        "ottos_role": employee.memberships.get().pk,
        "deputy": deputy.pk,
        "session": make_session(manager).pk,
        "token": make_token(manager).token.token_key,
    }
