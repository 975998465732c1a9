import pytest

from tests.factories import make_kpi, make_line, make_objective, make_person


@pytest.fixture
def kpis(units, mara):
    staff = make_kpi("STAFF", name="Staff in post", kind="leading", direction="higher")
    sick = make_kpi(
        "SICK",
        unit_rule="weighted_mean",
        frequency="quarterly",
        weight_kpi=staff,
        target_profile=[1, 2, 1],
        minimum="0.10",
        owner=mara,
    )
    # On the scorecard of HQ, which everybody may know of.
    objective = make_objective(unit=units.hq)
    for kpi in (staff, sick):
        make_line(objective, kpi)


def test_a_kpi_says_how_it_is_defined(rows, otto, kpis):
    sick, staff = rows(otto, "kpis")
    assert sick == {
        "code": "SICK",
        "name": "SICK",
        "definition": "",
        "source": "",
        "owner": "Mara Hartley",
        "kind": None,
        "unit_rule": "weighted_mean",
        "time_rule": "mean",
        "frequency": "quarterly",
        "weight_kpi": "STAFF",
        "target_profile": [1.0, 2.0, 1.0],
        "formula": "",
        "scoring": "goal_red_flag",
        "carry_forward_periods": 0,
        "approved_only": False,
        "min_coverage": 0.6,
        "unit_of_measure": "",
        "decimals": 0,
        "direction": None,
        "minimum": "0.10",
        "maximum": None,
    }
    assert (staff["kind"], staff["direction"]) == ("leading", "higher")


def test_kpis_can_be_asked_for(rows, otto, kpis):
    assert [row["code"] for row in rows(otto, "kpis", frequency="monthly")] == ["STAFF"]
    assert [row["code"] for row in rows(otto, "kpis", code="SICK")] == ["SICK"]


def test_a_word_that_is_no_frequency_is_pointed_at(client, otto):
    client.force_login(otto)
    answer = client.get("/api/v1/kpis/", {"frequency": "daily"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/frequency"


def test_who_belongs_to_no_unit_gets_none(rows, units, kpis):
    assert rows(make_person("Ines Berg", "administrator", units.hq), "kpis") == []
