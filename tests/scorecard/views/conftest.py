"""The small scorecard on a morning in November 2026, and a browser for each of the cast."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from tests.factories import make_kpi, make_reporter
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


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


@pytest.fixture
def days(units):
    kpi = make_kpi("DAYS", name="Days lost", maximum=Decimal(31))
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def ready(units):
    kpi = make_kpi("READY", unit_rule="ratio", name="Share ready", unit_of_measure="%")
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def rate(units):
    kpi = make_kpi("RATE", unit_rule="mean", name="Repair rate", unit_of_measure="%")
    make_reporter(units.mara, kpi)
    return kpi
