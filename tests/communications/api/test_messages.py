import pytest

from communications.models import Delivery
from tests.communications.factories import make_delivered
from tests.factories import make_objective

ADDRESS = "/api/v1/messages/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def letter(ada, chief, otto, units):
    objective = make_objective("REPAIR", unit=units.hq)
    return make_delivered(ada, chief, units.mara, objective=objective, asks_acknowledgement=True)


def one(version, more=""):
    return f"{ADDRESS}{version.message_id}/{more}"


def test_a_message_says_what_lies_in_the_inbox(client, otto, letter):
    client.force_login(otto)
    expected = {
        "id": letter.message_id,
        "title": "Spares come first until March",
        "text": "Brake sets go to the front line first.",
        "speaker": "Chief Lindqvist",
        "objective": "REPAIR",
        "sent_at": "2026-11-12T08:00:00Z",
        "read_at": None,
        "asks_acknowledgement": True,
        "acknowledged_at": None,
    }
    assert client.get(ADDRESS).json()["results"] == [expected]
    assert client.get(one(letter)).json() == expected


@pytest.mark.parametrize("who", ["nils", "ada", "chief"])
def test_what_was_not_delivered_to_me_is_not_known(request, client, letter, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).json()["results"] == []
    for answer in (
        client.get(one(letter)),
        client.post(one(letter, "read/")),
        client.post(one(letter, "acknowledge/")),
        client.get(f"{ADDRESS}99999999999999999999999/"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_looking_at_a_message_marks_nothing(client, otto, letter):
    client.force_login(otto)
    client.get(one(letter))
    assert Delivery.objects.get(person=otto).read_at is None


def test_the_first_mark_of_reading_counts(client, otto, letter, time_machine):
    client.force_login(otto)
    first = client.post(one(letter, "read/")).json()["read_at"]
    time_machine.move_to("2026-11-12 09:00Z", tick=False)
    assert client.post(one(letter, "read/")).json()["read_at"] == first == "2026-11-12T08:00:00Z"


def test_an_acknowledgement_marks_as_read_too(client, otto, letter):
    client.force_login(otto)
    answer = client.post(one(letter, "acknowledge/")).json()
    assert answer["acknowledged_at"] == answer["read_at"] == "2026-11-12T08:00:00Z"


def test_a_message_that_asks_for_none_takes_no_acknowledgement(client, otto, ada, chief, units):
    plain = make_delivered(ada, chief, units.mara)
    client.force_login(otto)
    answer = client.post(one(plain, "acknowledge/"))
    assert answer.status_code == 422
    assert "asks for no acknowledgement" in answer.json()["detail"]


def test_messages_can_be_asked_for(client, otto, ada, chief, units, letter):
    other = make_delivered(ada, chief, units.mara)
    client.force_login(otto)
    client.post(one(letter, "read/"))

    def ids(word):
        return [row["id"] for row in client.get(ADDRESS, {"unread": word}).json()["results"]]

    assert (ids("true"), ids("false")) == ([other.message_id], [letter.message_id])
    assert client.get(ADDRESS, {"unread": "maybe"}).status_code == 400
