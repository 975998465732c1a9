import pytest

from jobs.services.drain import drain
from scorecard.services.rollup.full import rebuild
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_rebasing,
    make_reporter,
    make_target,
)

ADDRESS = "/api/v1/results/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def figures(units):
    """Two KPIs: monthly at two sister units, quarterly at one of them."""
    days = make_kpi("DAYS")
    make_line(make_objective(unit=units.hq), days)
    for unit in [units.mara, units.nils]:
        make_reporter(unit, days)
    make_target(units.mara, days, "2026-10", goal=5, red_flag=10)
    make_entry(units.mara, days, "2026-09", 8)
    make_entry(units.mara, days, "2026-10", 4)
    depth = make_kpi("DEPTH", frequency="quarterly")
    make_reporter(units.mara, depth)
    make_entry(units.mara, depth, "2026-Q3", 0.5)
    rebuild()
    drain()


def ask(client, **parameters):
    return client.get(ADDRESS, parameters)


def said(answer):
    return [(line["kpi"], line["period"], line["value"]) for line in answer.json()["results"]]


def test_a_line_says_all_that_is_stored(client, mara, figures):
    client.force_login(mara)
    answer = ask(client, unit="MARA", kpi="DAYS", **{"from": "2026-10", "to": "2026-10"})
    assert answer.json()["results"] == [
        {
            "unit": "MARA",
            "kpi": "DAYS",
            "period": "2026-10",
            "value": 4.0,
            "goal": 5.0,
            "red_flag": 10.0,
            "baseline": None,
            "lower": None,
            "upper": None,
            "score": pytest.approx(answer.json()["results"][0]["score"]),
            "status": "green",
            "overridden": False,
            "reported": 1,
            "carried": 0,
            "expected": 1,
            "provisional": False,
            "average": None,
            "lower_limit": None,
            "upper_limit": None,
            "signals": [],
        }
    ]


def test_a_longer_window_takes_the_periods_that_lie_within(client, mara, figures):
    client.force_login(mara)
    answer = ask(client, unit="MARA", **{"from": "2026-Q3", "to": "2026-Q3"})
    assert ("DAYS", "2026-09", 8.0) in said(answer)
    assert ("DEPTH", "2026-Q3", 0.5) in said(answer)
    assert not [line for line in said(answer) if line[1] == "2026-10"]


def test_a_quarter_that_is_cut_off_is_left_out(client, mara, figures):
    client.force_login(mara)
    late = ask(client, unit="MARA", **{"from": "2026-08", "to": "2026-10"})
    early = ask(client, unit="MARA", **{"from": "2026-07", "to": "2026-08"})
    assert "DEPTH" not in {line[0] for line in said(late) + said(early)}


def test_what_is_unknown_is_null(client, nils, figures):
    client.force_login(nils)
    answer = ask(client, unit="NILS", kpi="DAYS", **{"from": "2026-10", "to": "2026-10"})
    assert said(answer) == [("DAYS", "2026-10", None)]
    assert answer.json()["results"][0]["status"] == "no_data"


def test_above_my_unit_i_see_what_is_published_but_not_who_reported(client, mara, figures):
    client.force_login(mara)
    answer = ask(client, unit="HQ", kpi="DAYS", **{"from": "2026-10"})
    assert said(answer)[0] == ("DAYS", "2026-10", 4.0)
    assert (answer.json()["results"][0]["reported"], answer.json()["results"][0]["expected"]) == (
        None,
        None,
    )


def test_whoever_sees_the_unit_sees_who_reported(client, chief, figures):
    client.force_login(chief)
    line = ask(client, unit="HQ", kpi="DAYS", **{"from": "2026-10"}).json()["results"][0]
    assert (line["reported"], line["expected"]) == (1, 2)


@pytest.mark.parametrize("unit", ["MARA", "GHOST"])
def test_a_sister_unit_is_as_unknown_as_none(client, nils, figures, unit):
    client.force_login(nils)
    answer = ask(client, unit=unit)
    assert answer.status_code == 404
    assert answer.json()["detail"] == f"You see no unit “{unit}”."


@pytest.mark.parametrize(
    ("parameters", "status", "words"),
    [
        ({}, 400, "Name the unit"),
        ({"unit": "MARA", "form": "2026-10"}, 400, "“form” is not known here"),
        ({"unit": "MARA", "from": "soon"}, 400, "is not a period"),
        ({"unit": "MARA", "kpi": "NONE"}, 404, "There is no KPI"),
    ],
)
def test_a_question_that_cannot_be_meant_is_refused(
    client, mara, figures, parameters, status, words
):
    client.force_login(mara)
    answer = ask(client, **parameters)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]


def test_nobody_reads_without_signing_in(client, figures):
    assert ask(client, unit="HQ").status_code == 401


def test_the_number_of_queries_does_not_grow(
    client, mara, figures, units, django_assert_max_num_queries
):
    for _ in range(30):
        make_reporter(units.mara, make_kpi())
    client.force_login(mara)
    # The first request of a session is also noted.
    ask(client, unit="MARA")
    with django_assert_max_num_queries(10):
        ask(client, unit="MARA")


def test_above_ones_own_unit_only_what_stands_on_the_scorecard_is_published(
    client, figures, nils, units
):
    client.force_login(nils)
    above = ask(client, unit="HQ").json()["results"]
    assert {line["kpi"] for line in above} == {"DAYS"}
    assert ask(client, unit="HQ", kpi="DEPTH").status_code == 404
    assert ask(client, unit="NILS", kpi="DEPTH").status_code == 404


def test_head_answers_as_get_does(client, figures, chief):
    client.force_login(chief)
    answer = client.head(ADDRESS, {"unit": "HQ"})
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_line_says_what_is_usual_and_what_is_unusual_about_it(client, mara, units):
    yard = make_kpi("YARD")
    make_reporter(units.mara, yard)
    for number, value in enumerate([10, 12, 11, 13, 10, 12, 11, 13, 12, 40], start=1):
        make_entry(units.mara, yard, f"2026-{number:02}", value)
    rebuild()
    drain()
    client.force_login(mara)
    *_others, last = ask(client, unit="MARA", kpi="YARD", to="2026-10").json()["results"]
    assert last["signals"] == ["outside"]
    assert last["average"] == pytest.approx(14.4)
    assert last["lower_limit"] < 10
    assert 13 < last["upper_limit"] < 40
    (november,) = ask(client, unit="MARA", kpi="YARD", **{"from": "2026-11"}).json()["results"]
    assert (november["provisional"], november["signals"]) == (True, [])


def test_limits_begin_anew_where_somebody_decided_so(client, mara, ada, units):
    yard = make_kpi("YARD")
    make_reporter(units.mara, yard, "2025-07")
    for number, value in enumerate(
        [10, 12, 11, 13, 10, 12, 11, 13, 60, 62, 61, 63, 60, 62, 61, 63]
    ):
        make_entry(
            units.mara, yard, f"{2025 + (number + 6) // 12}-{(number + 6) % 12 + 1:02}", value
        )
    make_rebasing(units.mara, yard, "2026-03", ada)
    rebuild()
    drain()
    client.force_login(mara)
    lines = ask(client, unit="MARA", kpi="YARD", to="2026-04").json()["results"]
    assert [line["average"] for line in lines[6:10]] == [11.5, 11.5, 61.5, 61.5]
    assert not any(line["signals"] for line in lines)
