"""The cast: everybody who appears in the tests, in one small organisation.

HQ -> CMD -> MARA and NILS, two sister units of which the one must see nothing of the other.
"""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import make_organization, make_person, make_unit

# Name of the fixture -> the person's name, role and unit.
MEMBERS = {
    "ada": ("Ada Whitlock", "osm_staff", "hq"),
    "chief": ("Chief Lindqvist", "executive", "hq"),
    "mara": ("Mara Hartley", "unit_manager", "mara"),
    "nils": ("Nils Falk", "unit_manager", "nils"),
    "otto": ("Otto Strand", "employee", "mara"),
    "vera": ("Vera Noor", "auditor", "hq"),
}


def make_member(who, units):
    """Make one of MEMBERS."""
    name, role, unit = MEMBERS[who]
    return make_person(name, role, getattr(units, unit))


@pytest.fixture
def organization(db):
    return make_organization()


def make_units():
    """Make the four units; needs an organisation."""
    hq = make_unit("HQ", name="Army HQ")
    command = make_unit("CMD", hq, name="Eastern Field Command")
    mara = make_unit("MARA", command, name="1st Armoured Brigade")
    nils = make_unit("NILS", command, name="4th Mechanised Brigade")
    return SimpleNamespace(hq=hq, command=command, mara=mara, nils=nils)


@pytest.fixture
def units(organization):
    return make_units()


@pytest.fixture
def ada(units):
    return make_member("ada", units)


@pytest.fixture
def chief(units):
    return make_member("chief", units)


@pytest.fixture
def mara(units):
    return make_member("mara", units)


@pytest.fixture
def nils(units):
    return make_member("nils", units)


@pytest.fixture
def otto(units):
    return make_member("otto", units)


@pytest.fixture
def vera(units):
    return make_member("vera", units)


@pytest.fixture
def sign_in(db):
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def read(sign_in):
    """Return the text of a page as one person sees it."""

    def text(person, address):
        response = sign_in(person).get(address)
        assert response.status_code == 200, response.status_code
        return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    return text
