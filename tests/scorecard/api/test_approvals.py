import json
from decimal import Decimal

import pytest

from scorecard.models import EntryEvent
from tests.accounts.factories import make_token
from tests.factories import make_entry, make_kpi, make_reporter

ADDRESS = "/api/v1/approvals/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def entry(units, otto):
    kpi = make_kpi("FUEL", approved_only=True)
    make_reporter(units.mara, kpi)
    return make_entry(units.mara, kpi, "2026-10", Decimal(7), author=otto)


def send(client, figure_hash, **changes):
    item = {"unit": "MARA", "kpi": "FUEL", "period": "2026-10", "figure_hash": figure_hash}
    body = json.dumps(item | changes)
    return client.post(ADDRESS, body, content_type="application/json")


def listed(client):
    return client.get("/api/v1/entries/?kpi=FUEL").json()["results"][0]


def test_a_figure_is_approved_by_the_hash_that_the_list_gives(client, mara, entry):
    client.force_login(mara)
    before = listed(client)
    assert (before["approved_by"], before["approved_at"]) == ("", None)
    answer = send(client, before["figure_hash"])
    assert answer.status_code == 201
    assert answer.json()["approved_by"] == "Mara Hartley"
    assert answer.json() == listed(client)
    assert answer.json()["approved_at"] == "2026-11-12T08:00:00Z"


def test_another_hash_is_refused_with_what_to_do(client, mara, entry):
    client.force_login(mara)
    answer = send(client, "0" * 64)
    assert answer.status_code == 422
    assert "Read it, then decide" in answer.json()["detail"]
    assert not EntryEvent.objects.exists()


def test_the_author_is_refused(client, units, mara, entry):
    mine = make_entry(units.mara, entry.kpi, "2026-10", Decimal(8), author=mara)
    client.force_login(mara)
    assert send(client, mine.figure_hash).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"period": "2026-09"}, 404), ({"unit": "NILS"}, 404), ({"kpi": "NONE"}, 422)],
)
def test_what_is_not_there_cannot_be_approved(client, mara, entry, changes, status):
    client.force_login(mara)
    assert send(client, entry.figure_hash, **changes).status_code == status


def test_a_program_needs_a_token_that_decides(client, mara, entry):
    for scope, status in [("enter", 403), ("decide", 201)]:
        secret = make_token(mara, scope, name=scope).secret
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
        assert send(client, entry.figure_hash).status_code == status


def post(client, address, body):
    return client.post(address, json.dumps(body), content_type="application/json")


def test_many_are_approved_and_what_changed_is_left_with_its_place(client, units, mara, entry):
    other = make_entry(units.mara, entry.kpi, "2026-09", Decimal(7))
    place = {"unit": "MARA", "kpi": "FUEL"}
    figures = [
        place | {"period": "2026-10", "figure_hash": "0" * 64},
        place | {"period": "2026-09", "figure_hash": other.figure_hash},
    ]
    client.force_login(mara)
    answer = post(client, ADDRESS + "batch/", {"figures": figures})
    assert answer.status_code == 200
    said = answer.json()
    assert [row["period"] for row in said["approved"]] == ["2026-09"]
    assert [row["at"] for row in said["left"]] == [0]
    assert "Read it, then decide" in said["left"][0]["detail"]
    assert post(client, ADDRESS + "batch/", {"figures": []}).status_code == 400


def test_a_figure_is_rejected_with_a_reason(client, mara, entry):
    client.force_login(mara)
    item = {"unit": "MARA", "kpi": "FUEL", "period": "2026-10", "figure_hash": entry.figure_hash}
    assert post(client, "/api/v1/rejections/", item).status_code == 400
    answer = post(client, "/api/v1/rejections/", item | {"reason": "Counted twice."})
    assert answer.status_code == 201
    said = answer.json()
    assert (said["state"], said["rejected_by"]) == ("rejected", "Mara Hartley")
    assert said["rejected_because"] == "Counted twice."
    assert listed(client) == said
