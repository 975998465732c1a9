from datetime import date

import pytest

from audit.models import Record
from initiatives.models import StatusLine
from tests.factories import make_objective
from tests.initiatives.factories import (
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)

FACTS = {"name": "Spares in waves", "unit": "MARA", "stage": "accelerated", "budget": "10"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def waves(units, otto):
    initiative = make_initiative("WAVES", unit=units.mara, owner=otto, spent=5)
    make_milestone(initiative, "Wave 1", date(2026, 11, 1))
    make_contribution(initiative, make_objective("REPAIR", unit=units.hq, name="Repair faster"))
    make_contribution(initiative, make_objective("DEPOT", unit=units.nils))
    make_status_line(initiative, "It runs.", author=otto)
    return initiative


def address(initiative, more=""):
    return f"/api/v1/initiatives/{initiative.pk}/{more}"


def test_an_initiative_comes_with_its_parts(client, mara, waves):
    client.force_login(mara)
    found = client.get(address(waves)).json()
    assert (found["code"], found["owner"]) == ("WAVES", "Otto Strand")
    assert found["milestones"] == [
        {"name": "Wave 1", "due_on": "2026-11-01", "done_on": None, "state": "missed"}
    ]
    assert found["status_lines"] == [
        {"text": "It runs.", "author": "Otto Strand", "recorded_at": "2026-11-12T08:00:00Z"}
    ]


def test_the_objective_of_a_sister_unit_is_not_named(client, mara, waves):
    client.force_login(mara)
    assert client.get(address(waves)).json()["objectives"] == [
        {"code": "REPAIR", "name": "Repair faster", "contribution": 9}
    ]


def test_an_initiative_of_a_sister_unit_is_not_known(client, nils, waves):
    client.force_login(nils)
    for answer in (
        client.get(address(waves)),
        client.put(address(waves), FACTS, "application/json"),
        client.post(address(waves, "status-lines/"), {"text": "Mine."}, "application/json"),
        client.get("/api/v1/initiatives/99999999999999999999999/"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_what_is_said_anew_replaces_what_was_known(client, mara, waves):
    client.force_login(mara)
    answer = client.put(address(waves), FACTS | {"reason": "Sooner."}, "application/json")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["stage"], answer.json()["budget"]) == ("accelerated", "10.00")
    assert (answer.json()["owner"], answer.json()["spent"]) == ("", None)
    assert Record.objects.get(verb="changed", subject="WAVES").reason == "Sooner."


def test_its_code_cannot_be_changed(client, mara, waves):
    client.force_login(mara)
    answer = client.put(address(waves), FACTS | {"code": "WAVES2"}, "application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/code"


def test_who_sees_it_and_may_not_edit_it_is_told_so(client, vera, waves):
    client.force_login(vera)
    assert client.put(address(waves), FACTS, "application/json").status_code == 403
    lines = client.post(address(waves, "status-lines/"), {"text": "Late."}, "application/json")
    assert lines.status_code == 403


def test_its_owner_says_how_it_stands(client, otto, waves):
    client.force_login(otto)
    answer = client.post(address(waves, "status-lines/"), {"text": "Late."}, "application/json")
    assert answer.status_code == 201
    assert (answer.json()["text"], answer.json()["author"]) == ("Late.", "Otto Strand")
    assert StatusLine.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"text": ""}, 400), ({"text": "x" * 501}, 400), ({"text": "x", "by": "y"}, 400)],
)
def test_a_status_line_that_says_nothing_is_refused(client, mara, waves, sent, status):
    client.force_login(mara)
    answer = client.post(address(waves, "status-lines/"), sent, "application/json")
    assert answer.status_code == status
    assert StatusLine.objects.count() == 1
