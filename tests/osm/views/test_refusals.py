import pytest


@pytest.mark.parametrize("address", ["/api/v1/ghosts/", "/api/v1/initiatives/x/", "/api/v2/"])
def test_programs_get_a_problem_where_there_is_no_address(client, mara, address):
    client.force_login(mara)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["title"] == "Not Found"


def test_people_get_a_page(client, mara):
    client.force_login(mara)
    answer = client.get("/ghosts/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
