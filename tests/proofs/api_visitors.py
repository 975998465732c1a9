"""Who asks the API in the proof, and the small world that they ask about."""

from types import SimpleNamespace

from django.test import Client

from organization.roles import Role
from tests.accounts.factories import bearer, make_token
from tests.communications.factories import make_delivered
from tests.contract.fuzzing import Visitor
from tests.factories import give_role, make_organization, make_person, make_unit
from tests.initiatives.factories import make_initiative, make_milestone, make_status_line
from tests.scorecard.small import make_scorecard

CSRF = "c" * 32


def make_units():
    """Return the units of a small organisation, with a scorecard that has figures."""
    make_organization()
    hq = make_unit("HQ", name="Army HQ")
    command = make_unit("CMD", hq, name="Eastern Field Command")
    mara, nils = make_unit("MARA", command), make_unit("NILS", command)
    units = SimpleNamespace(hq=hq, command=command, mara=mara, nils=nils)
    make_scorecard(units)
    return units


def make_things(units):
    """Return the numbers of the things that addresses name; messages go to who is there by now."""
    initiatives = [make_initiative(code, unit=units.mara) for code in ("WAVES", "YARD")]
    for initiative in initiatives:
        make_milestone(initiative)
        make_status_line(initiative)
    writer = make_person("Ada Whitlock", "osm_staff", units.hq)
    speaker = make_person("Chief Lindqvist", "executive", units.hq)
    letters = [
        make_delivered(writer, speaker, units.hq, asks_acknowledgement=asks)
        for asks in (False, True)
    ]
    return {
        "initiative_id": [initiative.pk for initiative in initiatives],
        "message_id": [letter.message_id for letter in letters],
    }


def make_visitors(units):
    """Return who comes and how they sign in, by their name in the report."""
    visitors = {"nobody": Visitor()}
    for role in Role:
        visitors[f"{role} of MARA"] = at_a_browser(a_person(role, units.mara))
    visitors["strategy office of HQ"] = at_a_browser(a_person(Role.OSM_STAFF, units.hq))
    for scopes in (("read",), ("enter",), ("edit",), ("read", "enter", "edit")):
        made = make_token(a_person(Role.UNIT_MANAGER, units.mara), *scopes)
        visitors[f"manager's program: {', '.join(scopes)}"] = Visitor(bearer(made))
    return visitors


def a_person(role, unit):
    person = make_person(f"Visitor {role}")
    give_role(person, role, unit, valid_until="2999-12-31" if role == Role.CONSULTANT else None)
    return person


def at_a_browser(person):
    client = Client()
    client.force_login(person)
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": CSRF}
    return Visitor({"X-CSRFToken": CSRF}, cookies)
