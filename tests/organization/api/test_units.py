import pytest

from organization.models import Unit

ADDRESS = "/api/v1/units/"


def rows_of(client, **asked):
    return client.get(ADDRESS, asked).json()["results"]


def test_the_office_gets_the_whole_tree_parents_first(client, ada):
    client.force_login(ada)
    rows = rows_of(client)
    assert [(row["code"], row["parent"]) for row in rows] == [
        ("HQ", None),
        ("CMD", "HQ"),
        ("MARA", "CMD"),
        ("NILS", "CMD"),
    ]
    assert rows[2] == {
        "code": "MARA",
        "name": "1st Armoured Brigade",
        "kind": "",
        "parent": "CMD",
        "opened_on": None,
        "closed_on": None,
    }


def test_a_manager_gets_their_unit_and_those_above_but_no_sister(client, mara):
    client.force_login(mara)
    assert [row["code"] for row in rows_of(client)] == ["HQ", "CMD", "MARA"]


def test_nobody_gets_units_without_signing_in(client, units):
    assert client.get(ADDRESS).status_code == 401


def test_the_number_of_queries_is_fixed(client, ada, django_assert_max_num_queries):
    client.force_login(ada)
    # The first request of a session is also noted.
    client.get(ADDRESS)
    # Session, person, roles, how many there are, and this page of them.
    with django_assert_max_num_queries(5):
        client.get(ADDRESS)


def codes(client, **asked):
    return [row["code"] for row in rows_of(client, **asked)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"code": "MARA"}, ["MARA"]),
        ({"parent": "CMD"}, ["MARA", "NILS"]),
        ({"below": "CMD"}, ["CMD", "MARA", "NILS"]),
        ({"kind": "brigade"}, ["NILS"]),
        ({"open_on": "2026-11-12"}, ["HQ", "CMD", "NILS"]),
    ],
)
def test_units_can_be_asked_for(client, ada, units, asked, found):
    Unit.objects.filter(code="NILS").update(kind="brigade")
    Unit.objects.filter(code="MARA").update(closed_on="2026-11-11")
    client.force_login(ada)
    assert codes(client, **asked) == found


def test_units_below_one_that_i_may_not_know_of_are_not_known_either(client, mara):
    client.force_login(mara)
    answers = [client.get(ADDRESS, {"below": code}) for code in ("NILS", "GHOST")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["detail"] == "You see no unit “NILS”."


def test_a_parameter_that_is_not_known_is_refused(client, mara):
    client.force_login(mara)
    answer = client.get(ADDRESS, {"cod": "MARA"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (
        "There are: code, kind, parent, below, open_on, page, page_size." in answer.json()["detail"]
    )


def test_a_day_that_is_none_is_pointed_at(client, mara):
    client.force_login(mara)
    answer = client.get(ADDRESS, {"open_on": "tomorrow"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/open_on"


def test_head_is_answered_like_get(client, ada):
    client.force_login(ada)
    answer = client.head(ADDRESS)
    assert (answer.status_code, answer.content) == (200, b"")
