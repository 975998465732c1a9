"""What nobody types by hand, a number beyond all numbers and NUL, is refused and breaks nothing."""

import pytest

from tests.communications.factories import make_delivered
from tests.initiatives.factories import make_initiative
from tests.scorecard.small import make_scorecard

PAGES = (
    "/",
    "/scorecard/",
    "/units/",
    "/units/find/",
    "/kpis/VEH/",
    "/enter/",
    "/initiatives/",
    "/messages/",
    "/messages/write/",
    "/audit/",
    "/people/",
)
PARAMETERS = ("unit", "period", "kpi", "sort", "show", "from", "q", "page", "\x00")
HUGE = (2**31, 2**63, 10**30)
NUMBERED = (
    "/initiatives/{}/",
    "/initiatives/{}/edit/",
    "/messages/{}/",
    "/messages/sent/{}/",
    "/people/{}/",
    "/people/roles/{}/",
    "/api/v1/initiatives/{}/",
    "/api/v1/messages/{}/",
)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def office(client, ada, chief, mara, units):
    make_scorecard(units)
    make_initiative(unit=units.mara, owner=mara)
    make_delivered(ada, chief, units.mara)
    client.force_login(ada)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_an_address_with_nul_is_no_address(office, page):
    answers = {name: office.get(page, {name: "A\x00"}).status_code for name in PARAMETERS}
    assert answers == dict.fromkeys(PARAMETERS, 404)


def test_a_kpi_with_nul_in_its_code_is_none(office):
    assert office.get("/kpis/A%00/").status_code == 404


@pytest.mark.parametrize("page", NUMBERED)
@pytest.mark.parametrize("number", HUGE)
def test_a_number_beyond_all_rows_is_none_of_them(office, page, number):
    assert office.get(page.format(number)).status_code == 404


@pytest.mark.parametrize("word", ["9" * 30, "-1", "1e9", "٣"])
def test_a_page_of_a_list_or_a_place_in_it_may_be_anything(office, word):
    for page in ("/audit/?page=", "/people/?page=", "/units/?from=", "/initiatives/?page="):
        assert office.get(page + word).status_code == 200, page


def test_a_form_with_nul_is_refused_beside_its_field(office):
    answer = office.post("/messages/write/", {"title": "A\x00", "text": "B"})
    assert answer.status_code == 422
    assert "Null characters are not allowed" in answer.content.decode()
