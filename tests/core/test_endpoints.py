import pytest

from organization.models import Unit

ADDRESS = "/api/v1/units/"


@pytest.fixture
def office(client, ada):
    client.force_login(ada)
    return client


def test_an_unchanged_answer_is_not_sent_again(office, django_assert_max_num_queries):
    first = office.get(ADDRESS)
    again = office.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_changed_answer_is_sent(office, units):
    first = office.get(ADDRESS)
    Unit.objects.filter(code="MARA").update(name="1st Brigade")
    second = office.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_what_another_person_may_see_is_another_answer(office, client, mara):
    tag = office.get(ADDRESS)["ETag"]
    client.force_login(mara)
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_no_shared_cache_keeps_an_answer(office):
    assert {"private", "no-cache"} <= set(office.get(ADDRESS)["Cache-Control"].split(", "))


def test_a_refusal_has_no_304(office):
    first = office.get(ADDRESS, {"cod": "HQ"})
    again = office.get(ADDRESS, {"cod": "HQ"}, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 400


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("cod=HQ", "“cod” is not known here. There are: code, "),
        ("code=", "“code” is empty"),
        ("code=HQ&format=json", "“format” is not known here"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_refused(office, asked, words):
    answer = office.get(f"{ADDRESS}?{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert words in answer.json()["detail"]


def test_who_writes_has_no_parameters(office):
    answer = office.post("/api/v1/entries/?unit=MARA", {}, "application/json")
    assert answer.status_code == 400
    assert "takes no parameters" in answer.json()["detail"]


def test_a_verb_that_there_is_not_is_refused_as_such(office):
    answer = office.delete(f"{ADDRESS}?code=HQ")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
