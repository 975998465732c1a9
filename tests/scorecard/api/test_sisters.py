"""A unit among its sister units, for programs."""

import pytest

from tests.factories import make_comparison
from tests.scorecard.sisters import make_sisters

ADDRESS = "/api/v1/sister-units/?unit=MARA&kpi=VEH&period=2026-10"


@pytest.fixture
def sisters(world):
    return make_sisters(world)


def test_without_names_a_program_gets_figures_and_ones_own_place(sisters, mara, sign_in):
    found = sign_in(mara).get(ADDRESS).json()
    assert (found["unit"], found["kpi"], found["period"]) == ("MARA", "VEH", "2026-10")
    assert (found["finding"], found["named"]) == ("Last of 5 sister units", False)
    assert (found["median"], found["aim"], found["due"]) == (0.7, 0.8, 5)
    assert found["units"][0] == {
        "unit": None,
        "name": None,
        "number": 0.9,
        "rank": 1,
        "is_own": False,
    }
    assert found["units"][-1]["unit"] == "MARA"


def test_with_names_what_cannot_be_opened_has_no_code(sisters, ada, mara, chief, sign_in):
    make_comparison("named", ada)
    told = {row["name"]: row["unit"] for row in sign_in(mara).get(ADDRESS).json()["units"]}
    assert told["Secret FOURTH"] is None
    assert told["1st Armoured Brigade"] == "MARA"
    seen = sign_in(chief).get(ADDRESS).json()["units"]
    assert {row["unit"] for row in seen} == {"MARA", "NILS", *sisters}


def test_where_nothing_is_told_there_is_nothing(sisters, ada, mara, sign_in):
    make_comparison("none", ada)
    assert sign_in(mara).get(ADDRESS).status_code == 404


def test_what_is_missing_is_named(world, chief, sign_in):
    answer = sign_in(chief).get("/api/v1/sister-units/?unit=MARA")
    assert answer.status_code == 400
    assert "“kpi” is missing" in answer.json()["detail"]
