"""Why a figure or a score is what it is, as a program gets it."""

import pytest

FIGURES, SCORES = "/api/v1/explanations/figures/", "/api/v1/explanations/scores/"
OCTOBER = {"unit": "CMD", "period": "2026-10"}


@pytest.fixture
def ask(client):
    def get(person, address, **asked):
        client.force_login(person)
        return client.get(address, asked)

    return get


def total(parts, name):
    return sum(part[name] for part in parts if part[name] is not None)


def test_parts_add_up_to_the_figure_its_change_and_its_miss(ask, chief, world):
    found = ask(chief, FIGURES, kpi="VEH", **OCTOBER).json()
    assert (found["unit"], found["kpi"], found["period"]) == ("CMD", "VEH", "2026-10")
    assert found["value"] == pytest.approx(0.6)
    assert {part["code"] for part in found["parts"]} == {"MARA", "NILS"}
    assert total(found["parts"], "points") == pytest.approx(found["value"])
    assert total(found["parts"], "moved") == pytest.approx(found["change"])
    assert found["rules"]
    assert {entry["period"] for entry in found["entries"]} == {"October 2026"}


def test_the_children_s_points_add_up_to_the_score(ask, chief, world):
    asked = {"unit": "HQ", "period": "2026-10", "node_kind": "objective", "node": "REPAIR"}
    found = ask(chief, SCORES, **asked).json()
    assert found["status"] == "red"
    assert {child["code"] for child in found["children"]} == {"VEH", "STAFF"}
    assert total(found["children"], "points") == pytest.approx(found["score"])


@pytest.mark.parametrize(
    "node", [{"node_kind": "scorecard"}, {"node_kind": "perspective", "node": "PROC"}]
)
def test_each_kind_of_node_is_explained(ask, chief, world, node):
    found = ask(chief, SCORES, unit="HQ", period="2026-10", **node).json()
    assert total(found["children"], "points") == pytest.approx(found["score"])


def test_above_ones_own_unit_nothing_is_said_of_who_entered_what(ask, mara, world):
    found = ask(mara, FIGURES, unit="HQ", period="2026-10", kpi="VEH").json()
    assert (found["entries"], found["freshness"]) == ([], None)
    assert {part["code"] for part in found["parts"]} <= {"", "MARA"}


def test_as_of_a_moment_what_was_known_is_explained(ask, chief, world):
    answer = ask(chief, FIGURES, kpi="VEH", as_of="2026-11-11", **OCTOBER)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("address", "asked", "status", "words"),
    [
        (FIGURES, {}, 400, "“unit” is missing"),
        (FIGURES, {"unit": "HQ"}, 400, "“kpi” is missing"),
        (FIGURES, {"unit": "HQ", "kpi": "NONE"}, 404, ""),
        (FIGURES, {"unit": "HQ", "kpi": "VEH", "period": "soon"}, 400, "soon"),
        (FIGURES, {"unit": "HQ", "kpi": "VEH", "period": "2020-01"}, 404, "no figure to explain"),
        (FIGURES, {"unit": "MARA", "kpi": "VEH"}, 404, ""),
        (SCORES, {"unit": "HQ", "node_kind": "kpi"}, 400, "objective, perspective or scorecard"),
        (SCORES, {"unit": "HQ", "node_kind": "objective"}, 400, "“node” is missing"),
        (SCORES, {"unit": "HQ", "node_kind": "objective", "node": "NONE"}, 404, ""),
    ],
)
def test_what_cannot_be_explained_is_refused(ask, nils, world, address, asked, status, words):
    answer = ask(nils, address, **asked)
    assert answer.status_code == status
    assert words in answer.content.decode()
