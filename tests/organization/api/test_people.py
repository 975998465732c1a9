import pytest

from tests.factories import give_role, make_person

ADDRESS = "/api/v1/people/"


def seen(client, **asked):
    return [row["name"] for row in client.get(ADDRESS, asked).json()["results"]]


@pytest.fixture(autouse=True)
def _everybody(ada, chief, mara, nils, otto, vera):
    pass


def test_a_manager_sees_the_people_of_their_unit_and_no_others(client, mara, otto):
    client.force_login(mara)
    answer = client.get(ADDRESS).json()
    assert [row["name"] for row in answer["results"]] == ["Mara Hartley", "Otto Strand"]
    assert answer["results"][1] == {
        "email": None,
        "name": "Otto Strand",
        "unit": "MARA",
        "role": "employee",
        "valid_until": None,
    }


def test_the_office_is_told_addresses_and_everybody_their_own(client, ada, otto):
    client.force_login(otto)
    rows = client.get(ADDRESS).json()["results"]
    assert {row["email"] for row in rows} == {None, otto.email}
    client.force_login(ada)
    rows = client.get(ADDRESS, {"unit": "MARA"}).json()["results"]
    assert otto.email in {row["email"] for row in rows}


def test_the_office_sees_everybody_by_unit_and_name(client, ada):
    client.force_login(ada)
    assert seen(client) == [
        "Ada Whitlock",
        "Chief Lindqvist",
        "Vera Noor",
        "Mara Hartley",
        "Otto Strand",
        "Nils Falk",
    ]


def test_people_can_be_asked_for(client, ada):
    client.force_login(ada)
    assert seen(client, role="unit_manager") == ["Mara Hartley", "Nils Falk"]
    assert seen(client, unit="NILS") == ["Nils Falk"]
    assert seen(client, below="CMD") == ["Mara Hartley", "Otto Strand", "Nils Falk"]


def test_the_people_above_my_unit_are_not_for_me(client, mara):
    client.force_login(mara)
    assert client.get(ADDRESS, {"unit": "HQ"}).status_code == 403
    assert client.get(ADDRESS, {"unit": "NILS"}).status_code == 404


def test_who_left_or_may_not_sign_in_is_not_listed(client, ada, units, otto, mara):
    make_person("Gone Long", "employee", units.mara, valid_until="2020-01-01")
    otto.is_active = False
    otto.save()
    client.force_login(ada)
    assert seen(client, unit="MARA") == ["Mara Hartley"]


def test_somebody_with_two_roles_stands_there_twice(client, ada, units, otto):
    give_role(otto, "contributor", units.mara)
    client.force_login(ada)
    rows = client.get(ADDRESS, {"unit": "MARA"}).json()["results"]
    assert [row["role"] for row in rows if row["name"] == "Otto Strand"] == [
        "employee",
        "contributor",
    ]


def test_the_administrator_sees_into_no_unit(client, units):
    client.force_login(make_person("Ines Berg", "administrator", units.hq))
    assert seen(client) == []
