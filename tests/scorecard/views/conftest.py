"""The small scorecard on a morning in November 2026."""

from decimal import Decimal

import pytest
import time_machine

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
