"""No page is heavy at the size of an army: 300 units below 12 commands, 40 KPIs."""

import gzip

import pytest
from django.test import Client

from organization.models import Placement, Unit, UnitWindow
from scorecard.models import Entry, Reporter, Target
from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_person,
    make_perspective,
    ordinal,
    recorded,
)
from tests.scorecard.small import MONTHS, roll_up

KILOBYTES, KILOBYTES_COMPRESSED = 150, 30
COMMANDS, BRIGADES, KPIS, PERSPECTIVES = 12, 24, 40, 4
PAGES = (
    "/?unit=HQ",
    "/scorecard/?unit=HQ",
    "/units/?unit=HQ",
    "/kpis/K00/?unit=HQ",
    "/enter/?unit=HQ-0-0",
    "/messages/write/",
    "/people/",
)


def plant(parent, count):
    """Add units below another, many at once."""
    units = Unit.objects.bulk_create(
        Unit(
            code=f"{parent.code}-{number}",
            name=f"{number}th Mechanised Infantry Brigade of {parent.code}",
            parent=parent,
            path=f"?{parent.code}-{number}",
        )
        for number in range(count)
    )
    for unit in units:
        unit.path = f"{parent.path}{unit.pk}/"
    Unit.objects.bulk_update(units, ["path"])
    Placement.objects.bulk_create(
        Placement(unit=unit, parent=parent, recorded_at=recorded()) for unit in units
    )
    UnitWindow.objects.bulk_create(UnitWindow(unit=unit, recorded_at=recorded()) for unit in units)
    return units


def enter(kpi, units):
    """Let units report a KPI for three months."""
    now = recorded()
    Reporter.objects.bulk_create(
        Reporter(unit=unit, kpi=kpi, first_period=ordinal(MONTHS[0]), recorded_at=now)
        for unit in units
    )
    Target.objects.bulk_create(
        Target(
            unit=unit,
            kpi=kpi,
            frequency="yearly",
            period=2026,
            goal=90,
            red_flag=60,
            recorded_at=now,
        )
        for unit in units
    )
    Entry.objects.bulk_create(
        Entry(
            unit=unit,
            kpi=kpi,
            period=ordinal(month),
            value=1234 + place,
            revision=1,
            source="typed",
            recorded_at=now,
        )
        for month in MONTHS
        for place, unit in enumerate(units)
    )


@pytest.fixture
def army(units, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    commands = plant(units.hq, COMMANDS)
    brigades = [brigade for command in commands for brigade in plant(command, BRIGADES)]
    for number in range(KPIS):
        if number % (KPIS // PERSPECTIVES) == 0:
            perspective = make_perspective(name="Processes that soldiers rely upon")
        kpi = make_kpi(f"K{number:02}", unit_rule="mean", name=f"Vehicles that are ready {number}")
        objective = make_objective(
            unit=units.hq, perspective=perspective, name=f"Keep equipment ready {number}"
        )
        make_line(objective, kpi)
        enter(kpi, brigades[:2])
    enter(kpi, brigades[2:])
    roll_up()
    return units


@pytest.fixture
def office(army):
    person = make_person("Olga Lind", "osm_staff", army.hq)
    client = Client()
    client.force_login(person)
    return client


def test_no_page_is_heavy_with_300_units(office):
    assert Unit.objects.count() > 300
    heavy = {}
    for page in PAGES:
        answer = office.get(page)
        assert answer.status_code == 200, page
        size, compressed = len(answer.content), len(gzip.compress(answer.content))
        if size > KILOBYTES * 1000 or compressed > KILOBYTES_COMPRESSED * 1000:
            heavy[page] = (size, compressed)
    assert heavy == {}
