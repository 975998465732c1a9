"""Of which KPIs somebody may know."""

from datetime import date

import pytest

from scorecard.models import Kpi
from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_person,
    make_reporter,
    make_unit,
)


@pytest.fixture
def kpis(units):
    """One on the scorecard of each unit, one that the sister reports, one that is nobody's."""
    for unit in (units.hq, units.command, units.mara, units.nils):
        make_line(make_objective(unit=unit), make_kpi(f"ON-{unit.code}"))
    make_reporter(units.nils, make_kpi("REPORTED"))
    make_kpi("NOBODY")


def codes(found):
    return set(found.values_list("code", flat=True))


def test_a_scorecard_shows_its_own_kpis_and_those_of_the_units_above(units, kpis):
    assert codes(Kpi.objects.on_scorecard_of(units.command)) == {"ON-HQ", "ON-CMD"}


def test_a_unit_knows_what_it_reports_as_well(units, kpis):
    known = {"ON-HQ", "ON-CMD", "ON-NILS", "REPORTED"}
    assert codes(Kpi.objects.known_at(units.nils)) == known


def test_a_manager_knows_nothing_of_a_sister_s_kpis(mara, kpis):
    assert codes(Kpi.objects.known_to(mara)) == {"ON-HQ", "ON-CMD", "ON-MARA"}


def test_who_sees_the_top_knows_all_even_what_is_nobody_s_yet(ada, vera, kpis):
    everything = codes(Kpi.objects)
    assert codes(Kpi.objects.known_to(ada)) == everything
    assert codes(Kpi.objects.known_to(vera)) == everything
    assert "NOBODY" in everything


def test_what_one_s_units_reported_once_stays_known(units, chief):
    other = make_unit("GONE", units.command, closed_on=date(2025, 12, 31))
    make_reporter(other, make_kpi("OLD"), "2024-01", "2024-12")
    manager = make_person("Cora Lund", "unit_manager", units.command)
    assert codes(Kpi.objects.known_to(manager)) == {"OLD"}


def test_somebody_without_a_unit_knows_none(units, kpis):
    person = make_person("Ines Berg", "administrator", units.hq)
    assert codes(Kpi.objects.known_to(person)) == set()
