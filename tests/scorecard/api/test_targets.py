import pytest

from tests.factories import make_kpi, make_target


@pytest.fixture
def targets(units):
    kpi = make_kpi("DAYS")
    make_target(units.hq, kpi, "FY2026", goal="10.50", red_flag=20)
    make_target(units.mara, kpi, "2026-10", goal=4, red_flag=9)
    make_target(units.mara, kpi, "2026-10", goal=5, red_flag=10)
    make_target(units.mara, kpi, "2026-Q4", goal=6, red_flag=10)
    make_target(units.nils, kpi, "2026-10", goal=7, red_flag=11)
    make_target(units.nils, make_kpi("ELSE"), "2026-10", goal=8, red_flag=11)


def goals(found):
    return [(row["unit"], row["period"], row["goal"]) for row in found]


def test_a_target_says_all_that_is_set_digit_for_digit(rows, mara, targets):
    assert rows(mara, "targets", unit="HQ") == [
        {
            "unit": "HQ",
            "kpi": "DAYS",
            "period": "FY2026",
            "goal": "10.50",
            "red_flag": "20",
            "lower": None,
            "upper": None,
            "lower_zero": None,
            "upper_zero": None,
            "baseline": None,
            "stretch": None,
        }
    ]


def test_the_newest_revision_counts_and_a_sisters_is_not_known(rows, mara, targets):
    assert goals(rows(mara, "targets")) == [
        ("HQ", "FY2026", "10.50"),
        ("MARA", "2026-10", "5"),
        ("MARA", "2026-Q4", "6"),
    ]


def test_targets_can_be_asked_for(rows, ada, targets):
    assert goals(rows(ada, "targets", period="2026-10", kpi="DAYS")) == [
        ("MARA", "2026-10", "5"),
        ("NILS", "2026-10", "7"),
    ]


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"unit": "NILS"}, 404, "You see no unit “NILS”."),
        ({"period": "soon"}, 400, "is not a period"),
        ({"period": "1800-01"}, 400, "as far away"),
        ({"period": "2200-Q4"}, 400, "as far away"),
        ({"period": "0000-01"}, 400, "is not a period"),
        ({"kpi": "\x00"}, 400, "a character that no text has"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(client, mara, targets, asked, status, words):
    client.force_login(mara)
    answer = client.get("/api/v1/targets/", asked)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
