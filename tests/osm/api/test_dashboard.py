"""A dashboard for programs."""

import pytest

from osm.dashboards.services.sharing import share_dashboard
from osm.models import Pin
from scorecard.models import Objective
from tests.osm.factories import make_pin

ADDRESS = "/api/v1/dashboard/"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def test_a_program_reads_what_the_page_shows(client, units, chief, vehicles):
    make_pin(chief, unit=units.hq, kpi=vehicles)
    make_pin(chief, Pin.OBJECTIVE, unit=units.hq, objective=Objective.objects.get())
    make_pin(chief, Pin.LATE, unit=units.hq)
    make_pin(chief, Pin.STEPS)
    client.force_login(chief)
    kpi, objective, late, steps = client.get(ADDRESS).json()["own"]
    assert kpi["heading"] == "Vehicle availability"
    assert (kpi["value"], kpi["goal"], kpi["status"]) == (0.6, 0.8, "red")
    assert (kpi["unit"], kpi["period"]) == ("Army HQ", "October 2026")
    assert objective["value"] is None
    assert objective["score"] is not None
    assert late["count"] == 1
    assert (steps["count"], steps["status"]) == (0, None)


def test_another_period_may_be_asked_for(client, units, chief, vehicles):
    make_pin(chief, unit=units.hq, kpi=vehicles)
    client.force_login(chief)
    (tile,) = client.get(f"{ADDRESS}?period=2026-09").json()["own"]
    assert (tile["period"], tile["value"]) == ("September 2026", 0.8)
    assert client.get(f"{ADDRESS}?period=soon").status_code == 404


def test_what_is_shared_stands_apart_and_what_may_not_be_seen_is_counted(
    client, units, ada, mara, vehicles
):
    make_pin(ada, unit=units.hq, kpi=vehicles)
    share_dashboard(actor=ada, unit=units.hq, role="unit_manager", at_own_unit=True)
    make_pin(mara, unit=units.nils, kpi=vehicles)
    client.force_login(mara)
    found = client.get(ADDRESS).json()
    assert (found["own"], found["hidden"]) == ([], 1)
    assert [tile["unit"] for tile in found["shared"]] == [units.mara.name]
