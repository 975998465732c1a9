"""A page that asks the database once a row fails whichever test opens it; tests/settings.py."""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import path
from zeal import NPlusOneError

from organization.models import Unit
from tests.factories import make_unit


def once_a_row(_request):
    return HttpResponse(", ".join(str(unit.parent) for unit in Unit.objects.exclude(parent=None)))


def together(_request):
    units = Unit.objects.exclude(parent=None).select_related("parent")
    return HttpResponse(", ".join(str(unit.parent) for unit in units))


@pytest.fixture
def pages(settings):
    module = ModuleType("pages_urls")
    module.urlpatterns = [path("once-a-row/", once_a_row), path("together/", together)]
    settings.ROOT_URLCONF = module
    settings.MIDDLEWARE = settings.MIDDLEWARE[:1]


def test_the_net_catches_a_page_that_asks_once_a_row(client, units, pages):
    make_unit(parent=units.mara)
    with pytest.raises(NPlusOneError, match=r"Unit\.parent"):
        client.get("/once-a-row/")


def test_the_net_leaves_a_page_that_asks_once_alone(client, units, pages):
    assert b"Army HQ" in client.get("/together/").content
