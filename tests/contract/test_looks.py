"""Nobody can add a page that the browser never looks at."""

import re
from types import ModuleType

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from tests.contract.addresses import ADMINISTRATION, patterns
from tests.e2e.looks.pages import LOOKS

# A place for a value in an address, as `path` and as `re_path` write it.
PLACE = re.compile(r"\(\?P<[^>]+>[^)]*\)|<[^>]+>")
NOT_A_PAGE = {302, 405}


def pages(people, urlconf=None):
    """Return the names of the addresses that show somebody a page, be it that nothing is there."""
    clients = [client_of(person) for person in people]
    found = [found for found in patterns(urlconf) if not found[1].startswith(ADMINISTRATION)]
    return {name or route for name, route in found if is_page(clients, route)}


def client_of(person):
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def is_page(clients, route):
    address = "/" + PLACE.sub("1", route).strip("^$")
    return any(shows_page(client.get(address)) for client in clients)


def shows_page(answer):
    is_html = answer.get("Content-Type", "").startswith("text/html")
    return is_html and answer.status_code not in NOT_A_PAGE


def unseen(_request, number):
    return HttpResponse("Hello")


@pytest.fixture
def people(cast):
    return [cast[who] for who in ("anonymous", "ada", "administrator")]


def test_every_page_is_looked_at(people):
    assert sorted(pages(people) - LOOKS.keys()) == []


def test_everything_that_is_looked_at_is_a_page(people):
    assert sorted(LOOKS.keys() - pages(people)) == []


def test_the_net_catches_a_page_that_nobody_looks_at(people, settings):
    module = ModuleType("unseen_urls")
    module.urlpatterns = [
        path("", include("osm.urls")),
        path("unseen/<int:number>/", unseen, name="unseen"),
    ]
    settings.ROOT_URLCONF = module
    assert pages(people, module) - LOOKS.keys() == {"unseen"}
