"""The form of a score given by hand, and what the scorecard says of one."""

import pytest

from jobs.services.drain import drain
from scorecard.models import ManualScore
from tests.factories import make_objective

SCORECARD = "/scorecard/?unit=MARA&period=2026-10"
PAGE = "/by-hand/TRUST/?unit=MARA&period=2026-10"


@pytest.fixture
def trust(world):
    return make_objective(
        "TRUST",
        unit=world.units.hq,
        perspective=world.perspective,
        name="Be trusted",
        roll_up="manual",
    )


def test_the_office_gives_a_score_and_all_see_it_with_its_reason(trust, ada, mara, read, sign_in):
    page = read(ada, SCORECARD).split('id="by-hand-heading"')[1]
    assert "not given yet" in page
    assert 'href="/by-hand/TRUST/?unit=MARA&amp;period=2026-10"' in page
    assert "None is given yet" in read(ada, PAGE)
    answer = sign_in(ada).post(PAGE, {"score": "62.5", "reason": "As the survey says."})
    assert (answer.status_code, answer["Location"]) == (302, SCORECARD)
    page = read(mara, SCORECARD).split('id="by-hand-heading"')[1]
    assert "62.5 of 100" in page
    assert "As the survey says." in page
    assert "Ada Whitlock" in page
    assert "Give a score" not in page
    assert "Given so far: 62.5 of 100." in read(ada, PAGE)


def test_it_stands_among_the_objectives_also_where_only_what_is_off_target_is_shown(
    trust, ada, read, sign_in
):
    at_home = SCORECARD.replace("MARA", "HQ")
    assert 'id="TRUST"' not in read(ada, at_home)
    given = {"score": "12", "reason": "As the survey says."}
    sign_in(ada).post(PAGE.replace("MARA", "HQ"), given)
    drain()
    assert 'id="TRUST"' in read(ada, at_home)
    assert 'id="TRUST"' in read(ada, f"{at_home}&show=off")
    assert 'id="TRUST"' not in read(ada, f"{at_home}&show=missing")


def test_given_at_a_unit_below_it_is_a_row_there_from_the_moment_on_at_which_it_was_given(
    trust, ada, read, sign_in
):
    assert 'id="TRUST"' not in read(ada, SCORECARD)
    sign_in(ada).post(PAGE, {"score": "12", "reason": "As the survey says."})
    drain()
    assert 'id="TRUST"' in read(ada, SCORECARD)
    assert 'id="TRUST"' not in read(ada, SCORECARD.replace("MARA", "NILS"))
    assert 'id="TRUST"' not in read(ada, SCORECARD + "&as_of=2026-11-11")


@pytest.mark.parametrize("score", ["101", "-1", "x", "nan"])
def test_what_is_no_score_is_said_beside_the_field(trust, ada, sign_in, score):
    answer = sign_in(ada).post(PAGE, {"score": score, "reason": "So."})
    assert answer.status_code == 422
    assert not ManualScore.objects.exists()


@pytest.mark.parametrize("change", [("TRUST", "REPAIR"), ("2026-10", "2026-Q4"), ("MARA", "NONE")])
def test_where_no_score_is_given_by_hand_there_is_no_page(trust, ada, sign_in, change):
    assert sign_in(ada).get(PAGE.replace(*change)).status_code == 404


def test_without_such_objectives_and_in_longer_periods_nothing_is_said(
    world, trust, ada, mara, read
):
    assert "by-hand" not in read(ada, SCORECARD.replace("2026-10", "2026-Q4"))
    assert "by-hand" not in read(ada, SCORECARD + "&as_of=2026-11-12")
    # Above one's own unit only scores are published.
    assert "by-hand" not in read(mara, SCORECARD.replace("MARA", "HQ"))
