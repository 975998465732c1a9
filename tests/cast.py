"""The cast: everybody who appears in the tests, in one small organisation.

HQ -> CMD -> MARA and NILS, two sister units of which the one must see nothing of the other.
"""

from types import SimpleNamespace

import pytest

from tests.factories import make_organization, make_person, make_unit


@pytest.fixture
def organization(db):
    return make_organization()


@pytest.fixture
def units(organization):
    hq = make_unit("HQ", name="Army HQ")
    command = make_unit("CMD", hq, name="Eastern Field Command")
    mara = make_unit("MARA", command, name="1st Armoured Brigade")
    nils = make_unit("NILS", command, name="4th Mechanised Brigade")
    return SimpleNamespace(hq=hq, command=command, mara=mara, nils=nils)


@pytest.fixture
def ada(units):
    return make_person("Ada Whitlock", "osm_staff", units.hq)


@pytest.fixture
def chief(units):
    return make_person("Chief Lindqvist", "executive", units.hq)


@pytest.fixture
def mara(units):
    return make_person("Mara Hartley", "unit_manager", units.mara)


@pytest.fixture
def nils(units):
    return make_person("Nils Falk", "unit_manager", units.nils)


@pytest.fixture
def otto(units):
    return make_person("Otto Strand", "employee", units.mara)


@pytest.fixture
def vera(units):
    return make_person("Vera Noor", "auditor", units.hq)
