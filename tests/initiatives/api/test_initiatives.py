import pytest

from audit.models import Record
from initiatives.models import Initiative
from tests.initiatives.factories import make_initiative

ADDRESS = "/api/v1/initiatives/"
NEW = {"code": "YARD", "name": "New yard", "unit": "MARA"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def initiatives(units, otto):
    make_initiative("WAVES", unit=units.mara, owner=otto, budget="1200.50", stage="delayed")
    make_initiative("DEPOT", unit=units.nils)
    make_initiative("RING", unit=units.hq)


def codes(client, **asked):
    return [row["code"] for row in client.get(ADDRESS, asked).json()["results"]]


def send(client, **other):
    return client.post(ADDRESS, NEW | other, "application/json")


def test_an_initiative_says_what_is_known_of_it(client, mara, initiatives):
    client.force_login(mara)
    (row,) = client.get(ADDRESS).json()["results"]
    assert row == {
        "id": Initiative.objects.get(code="WAVES").pk,
        "code": "WAVES",
        "name": "WAVES",
        "unit": "MARA",
        "stage": "delayed",
        "owner": "Otto Strand",
        "description": "",
        "starts_on": None,
        "ends_on": None,
        "budget": "1200.50",
        "spent": None,
        "recorded_at": "2026-11-12T08:00:00Z",
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["DEPOT", "RING", "WAVES"]),
        ({"unit": "HQ"}, ["RING"]),
        ({"below": "CMD"}, ["DEPOT", "WAVES"]),
        ({"stage": "delayed"}, ["WAVES"]),
        ({"code": "DEPOT"}, ["DEPOT"]),
    ],
)
def test_initiatives_can_be_asked_for(client, ada, initiatives, asked, found):
    client.force_login(ada)
    assert codes(client, **asked) == found


def test_those_above_are_not_for_me_and_a_sisters_are_not_known(client, mara, initiatives):
    client.force_login(mara)
    assert codes(client) == ["WAVES"]
    assert client.get(ADDRESS, {"unit": "HQ"}).status_code == 403
    assert client.get(ADDRESS, {"unit": "NILS"}).status_code == 404


def test_a_new_initiative_is_stored_and_audited(client, mara, otto):
    client.force_login(mara)
    answer = send(
        client,
        stage="launched",
        owner=otto.email.upper(),
        starts_on="2026-11-01",
        budget="1200.50",
        spent=3,
        reason="The old one is full.",
    )
    assert answer.status_code == 201, answer.content
    version = Initiative.objects.get(code="YARD").current
    assert (version.owner, version.changed_by, str(version.budget)) == (otto, mara, "1200.50")
    assert answer.json()["starts_on"] == "2026-11-01"
    assert answer.json()["spent"] == "3.00"
    assert Record.objects.get(verb="created", subject="YARD").reason == "The old one is full."


@pytest.mark.parametrize(
    ("other", "pointer"),
    [
        ({"nmae": "New yard"}, "#/nmae"),
        ({"name": 5}, "#/name"),
        ({"stage": "begun"}, "#/stage"),
        ({"budget": "-1"}, "#/budget"),
        ({"budget": True}, "#/budget"),
        ({"budget": "NaN"}, "#/budget"),
        ({"budget": "1.234"}, "#/budget"),
        ({"ends_on": "soon"}, "#/ends_on"),
    ],
)
def test_what_is_wrong_is_pointed_at(client, mara, other, pointer):
    client.force_login(mara)
    answer = send(client, **other)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert not Initiative.objects.exists()


def test_what_the_service_refuses_is_said(client, mara, initiatives):
    client.force_login(mara)
    taken = send(client, code="WAVES")
    turned = send(client, starts_on="2026-11-02", ends_on="2026-11-01")
    assert (taken.status_code, turned.status_code) == (422, 422)
    assert "is taken" in taken.json()["detail"]
    assert "is before the start" in turned.json()["detail"]


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [("otto", "MARA", 403), ("mara", "NILS", 404), ("mara", "HQ", 403), ("vera", "MARA", 403)],
)
def test_nobody_adds_one_where_they_may_not(request, client, units, who, unit, status):
    client.force_login(request.getfixturevalue(who))
    assert send(client, unit=unit).status_code == status
    assert not Initiative.objects.exists()
