"""A morning in November 2026, and a KPI and an objective on Mara's scorecard."""

import pytest

from tests.factories import make_kpi, make_line, make_objective, make_reporter


@pytest.fixture
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def kpi(units):
    kpi = make_kpi("DAYS", name="Repair days")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def objective(units, kpi):
    objective = make_objective("REPAIR", unit=units.hq, name="Repair faster")
    make_line(objective, kpi)
    return objective
