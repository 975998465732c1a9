import pytest

ADDRESS = "/api/v1/scores/"


def test_a_line_says_how_a_score_is_made_up(rows, chief, world):
    asked = {"unit": "HQ", "node_kind": "objective", "from": "2026-10", "to": "2026-10"}
    (line,) = rows(chief, "scores", **asked)
    score = line.pop("score")
    assert 0 <= score <= 100
    assert line == {
        "unit": "HQ",
        "node_kind": "objective",
        "node": "REPAIR",
        "period": "2026-10",
        "status": "red",
        "status_uncapped": line["status_uncapped"],
        "coverage": 1.0,
        "worst": "VEH",
        "red": line["red"],
        "amber": 0,
        "green": 1,
        "no_data": line["no_data"],
        "insufficient": 0,
        "not_scored": line["not_scored"],
    }


def test_the_whole_comes_before_its_parts(rows, chief, world):
    asked = {"unit": "HQ", "from": "2026-10", "to": "2026-10"}
    found = [(line["node_kind"], line["node"]) for line in rows(chief, "scores", **asked)]
    assert found == [("scorecard", "HQ"), ("perspective", "PROC"), ("objective", "REPAIR")]


def test_above_my_unit_i_see_the_score_but_not_how_it_is_made_up(rows, mara, world):
    asked = {"unit": "HQ", "node_kind": "scorecard", "from": "2026-10"}
    line = rows(mara, "scores", **asked)[0]
    assert (line["status"], line["score"] is None) == ("red", False)
    below = ("coverage", "worst", "red", "amber", "green", "no_data", "insufficient", "not_scored")
    assert {name: line[name] for name in below} == dict.fromkeys(below)


def test_only_the_months_that_were_asked_for_come(rows, chief, world):
    found = rows(chief, "scores", unit="HQ", **{"from": "2026-Q3", "to": "2026-Q3"})
    assert {line["period"] for line in found} == {"2026-08", "2026-09"}


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({}, 400, "Name the unit"),
        ({"unit": "MARA"}, 404, "You see no unit “MARA”."),
        ({"unit": "HQ", "node_kind": "kpi"}, 400, "is no kind of node"),
        ({"unit": "HQ", "from": "0001-Q1"}, 400, "as far away"),
        ({"unit": "HQ", "node": "VEH"}, 400, "“node” is not known here"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(client, nils, world, asked, status, words):
    client.force_login(nils)
    answer = client.get(ADDRESS, asked)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
