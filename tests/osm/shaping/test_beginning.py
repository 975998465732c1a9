"""The first person of an installation names its headquarters; nobody else does."""

import pytest
from django.test import Client

from accounts.models import User
from core.errors import DomainError, NotAllowedError
from organization.models import Organization, Unit
from organization.policies import may
from organization.roles import Action
from osm.shaping.services.beginning import begin, may_begin

pytestmark = pytest.mark.django_db

SAID = {
    "name": "Northland Health",
    "code": "HQ",
    "unit_name": "Executive Office",
    "fiscal_year_start_month": 4,
    "time_zone": "Europe/Oslo",
}


@pytest.fixture
def first():
    return User.objects.create_superuser("first@aldmark.example", None, name="Ada Lind")


def test_who_begins_is_the_office_and_administers(first):
    top = begin(first=first, **SAID)
    found = Organization.objects.get()
    assert (found.name, found.fiscal_year_start_month) == ("Northland Health", 4)
    assert found.time_zone == "Europe/Oslo"
    first = User.objects.get(pk=first.pk)
    assert may(first, Action.SHAPE, top)
    assert may(first, Action.ADMINISTER, top)


def test_nobody_begins_twice_and_nobody_else_begins(first):
    stranger = User.objects.create_user("second@aldmark.example", None, name="Ben Moe")
    assert not may_begin(stranger)
    with pytest.raises(NotAllowedError):
        begin(first=stranger, **SAID)
    begin(first=first, **SAID)
    assert not may_begin(first)
    with pytest.raises(NotAllowedError):
        begin(first=first, **SAID | {"code": "OTHER"})
    assert Unit.objects.count() == 1


def test_what_cannot_be_stored_is_said_beside_its_field(first):
    with pytest.raises(DomainError) as refused:
        begin(first=first, **SAID | {"code": "x" * 201})
    assert refused.value.field == "code"
    assert not Organization.objects.exists()


def test_an_empty_database_leads_its_first_person_to_the_beginning(first):
    client = Client()
    client.force_login(first)
    assert client.get("/").headers["Location"] == "/shape/begin/"
    assert client.get("/shape/").headers["Location"] == "/shape/begin/"
    answer = client.post("/shape/begin/", {**SAID, "unit_name": ""})
    assert answer.status_code == 422
    assert client.post("/shape/begin/", SAID).headers["Location"] == "/shape/"
    page = client.get("/shape/").content.decode()
    assert "Next: Units" in page
    assert client.get("/shape/begin/").headers["Location"] == "/shape/"
