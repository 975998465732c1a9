import json

import pytest

from scorecard.models import Entry
from tests.accounts.factories import make_token
from tests.factories import make_kpi, make_reporter

ADDRESS = "/api/v1/overrides/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def days(units):
    kpi = make_kpi("DAYS", name="Days lost")
    make_reporter(units.mara, kpi)
    return kpi


CELL = {"unit": "MARA", "kpi": "DAYS", "period": "2026-10"}


def send(client, item, address=ADDRESS):
    return client.post(address, json.dumps(item), content_type="application/json")


def test_an_override_is_stored_digit_for_digit_and_taken_back(client, ada, days):
    client.force_login(ada)
    answer = send(client, CELL | {"value": "0.12345678901234567891", "reason": "Counted."})
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["kind"], shown["value"]) == ("override", "0.12345678901234567891")
    assert (shown["comment"], shown["source"]) == ("Counted.", "api")
    assert send(client, CELL | {"reason": "Wrong."}, f"{ADDRESS}undo/").status_code == 204
    assert client.get("/api/v1/entries/").json()["results"][0]["state"] == "withdrawn"


@pytest.mark.parametrize(
    "item",
    [
        CELL | {"value": 3},
        CELL | {"reason": "x"},
        CELL | {"value": 3, "reason": "x", "more": 1},
    ],
)
def test_what_is_missing_or_unknown_is_refused(client, ada, days, item):
    client.force_login(ada)
    assert send(client, item).status_code in {400, 422}
    assert not Entry.objects.exists()


def test_a_program_needs_a_token_that_decides(client, ada, days):
    for scope, status in [("edit", 403), ("decide", 201)]:
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_token(ada, scope).secret}"
        assert send(client, CELL | {"value": 3, "reason": "x"}).status_code == status


def test_an_override_in_another_unit_is_refused(client, ada, units):
    make_reporter(units.mara, make_kpi("NOTICE", unit_of_measure="hours"))
    client.force_login(ada)
    cell = CELL | {"kpi": "NOTICE", "reason": "Counted."}
    assert "type 48" in send(client, cell | {"value": "2 days"}).json()["errors"][0]["detail"]
    assert send(client, cell | {"value": "2 hours"}).json()["value"] == "2"
