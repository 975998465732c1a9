"""The way from a reminder to the first figure that is missing."""

import pytest

from tests.factories import make_entry, make_kpi, make_person, make_reporter

PAGE = "/enter/missing/?unit=MARA&period=2026-10"


@pytest.fixture
def kpis(units):
    kpis = [make_kpi("AMMO", name="Ammunition"), make_kpi("FUEL", name="Fuel")]
    for kpi in kpis:
        make_reporter(units.mara, kpi)
    return kpis


def test_it_leads_to_the_first_field_in_which_nothing_stands(sign_in, mara, units, kpis):
    ammo, fuel = kpis
    client = sign_in(mara)
    assert client.get(PAGE).url == f"/enter/?unit=MARA&period=2026-10&show=mine#cell-{ammo.pk}"
    make_entry(units.mara, ammo, "2026-10", 5)
    assert client.get(PAGE).url.endswith(f"#cell-{fuel.pk}")
    make_entry(units.mara, fuel, "2026-10", 5)
    assert client.get(PAGE).url == "/enter/?unit=MARA&period=2026-10"


def test_ones_own_come_first(sign_in, mara, units, kpis):
    cleo = make_person("Cleo Marsh", "contributor", units.mara)
    make_reporter(units.mara, kpis[1], person=cleo)
    client = sign_in(cleo)
    assert client.get(PAGE).url.endswith(f"&show=mine#cell-{kpis[1].pk}")
    make_entry(units.mara, kpis[1], "2026-10", 5)
    assert client.get(PAGE).url == f"/enter/?unit=MARA&period=2026-10#cell-{kpis[0].pk}"


def test_who_enters_nothing_there_learns_nothing(sign_in, nils, chief, units, kpis):
    make_reporter(units.nils, kpis[0])
    for person in (nils, chief):
        assert sign_in(person).get(PAGE).status_code == 404
