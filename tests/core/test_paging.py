import pytest

from tests.factories import make_unit

ADDRESS = "/api/v1/units/"


@pytest.fixture
def office(client, ada, units):
    for number in range(6):
        make_unit(f"B{number}", units.command)
    client.force_login(ada)
    return client


def codes(answer):
    return [row["code"] for row in answer.json()["results"]]


def test_pages_together_hold_every_row_once(office):
    pages = [office.get(ADDRESS, {"page_size": 4, "page": page}) for page in (1, 2, 3)]
    assert [len(codes(page)) for page in pages] == [4, 4, 2]
    assert [code for page in pages for code in codes(page)] == codes(office.get(ADDRESS))
    assert {page.json()["count"] for page in pages} == {10}


def test_a_page_leads_to_the_next_one_and_back(office):
    first = office.get(ADDRESS, {"page_size": 4}).json()
    second = office.get(first["next"]).json()
    assert first["previous"] is None
    assert office.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"page_size": "1001"}, 400, "A page has 1 to 1000 rows, not “1001”."),
        ({"page_size": "0"}, 400, "1 to 1000 rows"),
        ({"page_size": "many"}, 400, "1 to 1000 rows"),
        ({"page_size": "٣"}, 400, "1 to 1000 rows"),
        ({"page": "0"}, 400, "numbered from 1"),
        ({"page": "last"}, 400, "numbered from 1"),
        ({"page": "9" * 5000}, 400, "numbered from 1"),
        ({"page": "2"}, 404, "There are 1 pages, so there is no page 2."),
    ],
)
def test_a_page_that_there_cannot_be_is_refused(office, asked, status, words):
    answer = office.get(ADDRESS, asked)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
