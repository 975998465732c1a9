"""The page on which the office switches off what critical children cap."""

import pytest

from scorecard.models import CapSwitch

PAGE = "/caps/?unit=HQ&period=2026-10"
SCORECARD = "/scorecard/?unit=HQ&period=2026-10"


@pytest.fixture
def typed(world):
    return {
        "node": f"3-{world.objective.pk}",
        "caps": "off",
        "valid_from": "2026-10-01",
        "reason": "Vehicles are counted in a new way.",
    }


def test_the_office_switches_and_the_page_says_what_is_off_and_why(
    typed, ada, chief, read, sign_in
):
    assert 'href="/caps/?unit=HQ&amp;period=2026-10"' in read(ada, SCORECARD)
    assert "/caps/" not in read(chief, SCORECARD)
    assert 'value="2026-10-01"' in read(ada, PAGE)
    answer = sign_in(ada).post(PAGE, typed)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    off = read(ada, PAGE).split('id="off-heading"')[1].split("</section>")[0]
    assert "Repair faster" in off
    assert "Vehicles are counted in a new way." in off
    assert "Repair faster" not in read(ada, PAGE.replace("10", "09")).split("</section>")[0]


@pytest.mark.parametrize(
    "wrong", [{"node": "3-99999"}, {"reason": ""}, {"valid_from": "soon"}, {"caps": "on"}]
)
def test_what_is_wrong_is_said(typed, ada, sign_in, wrong):
    assert sign_in(ada).post(PAGE, typed | wrong).status_code == 422
    assert not CapSwitch.objects.exists()
