"""What was recorded beforehand holds from its day on, also for lists and for the gate."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organization.models import Unit
from scorecard.models import KpiVersion, ObjectiveVersion
from scorecard.services.present import follow_the_day
from scorecard.tasks import open_periods
from tests.factories import make_kpi, make_objective, make_organization, move_unit

EVE, NEW_YEAR = "2026-12-31T12:00Z", "2027-01-01T12:00Z"
FIRST = date(2027, 1, 1)


@pytest.fixture
def fuel(units):
    """A KPI whose definition has a new name from New Year on."""
    kpi = make_kpi("FUEL", name="Fuel used")
    fields = {"unit_rule": "sum", "time_rule": "sum", "frequency": "monthly"}
    KpiVersion.objects.create(
        kpi=kpi, name="Energy used", valid_from=FIRST, recorded_at=timezone.now(), **fields
    )
    return kpi


def name_of(thing):
    thing.refresh_from_db()
    return thing.current.name


def test_a_definition_holds_from_its_day_on(fuel):
    with time_machine.travel(EVE):
        open_periods()
        assert name_of(fuel) == "Fuel used"
    with time_machine.travel(NEW_YEAR):
        open_periods()
        assert name_of(fuel) == "Energy used"


def test_an_objective_holds_from_its_day_on(units):
    objective = make_objective(unit=units.hq, name="Repair faster")
    ObjectiveVersion.objects.create(
        objective=objective,
        perspective=objective.current.perspective,
        name="Repair at once",
        valid_from=FIRST,
        recorded_at=timezone.now(),
    )
    with time_machine.travel(NEW_YEAR):
        open_periods()
    assert name_of(objective) == "Repair at once"


def test_a_unit_hangs_at_its_new_place_from_its_day_on(units):
    move_unit(units.mara, units.hq, FIRST)
    with time_machine.travel(EVE):
        open_periods()
        assert Unit.objects.get(pk=units.mara.pk).parent == units.command
    with time_machine.travel(NEW_YEAR):
        open_periods()
    moved = Unit.objects.get(pk=units.mara.pk)
    assert (moved.parent, moved.path) == (units.hq, f"{units.hq.path}{moved.pk}/")


def test_the_day_is_the_organisation_s(fuel):
    make_organization(time_zone="Europe/Oslo")
    with time_machine.travel("2026-12-31T23:30Z"):
        open_periods()
    assert name_of(fuel) == "Energy used"


def test_a_day_on_which_nothing_begins_writes_nothing(fuel):
    open_periods()
    with CaptureQueriesContext(connection) as asked:
        follow_the_day()
    assert [query["sql"] for query in asked if query["sql"].startswith("UPDATE")] == []
