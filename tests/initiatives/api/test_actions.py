"""Next steps for programs."""

import pytest

from accounts.roles import Scope
from initiatives.models import ActionEvent, ActionItem
from tests.accounts.factories import bearer, make_token
from tests.initiatives.factories import make_action, make_action_event

pytestmark = pytest.mark.usefixtures("november")

ACTIONS = "/api/v1/actions/"
WANTED = {
    "unit": "MARA",
    "kpi": "DAYS",
    "text": "Fly sets in",
    "owner": "Depot East",
    "due_on": "2026-12-01",
}


@pytest.fixture
def step(units, kpi, otto, mara):
    return make_action(units.mara, kpi, otto, added_by=mara)


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", **headers)


def happen(client, step, **event):
    return send(client, f"{ACTIONS}{step.pk}/events/", event)


def test_a_step_is_added_and_listed(client, mara, kpi):
    client.force_login(mara)
    answer = send(client, ACTIONS, WANTED)
    assert answer.status_code == 201
    assert answer.json().items() >= (WANTED | {"objective": None, "open": True}).items()
    (row,) = client.get(ACTIONS).json()["results"]
    assert row == answer.json()
    assert (row["added_by"], row["events"]) == (mara.name, [])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"text": ""}, 400),
        ({"text": "x" * 301}, 400),
        ({"owner": ""}, 400),
        ({"due_on": "soon"}, 400),
        ({"objective": "REPAIR"}, 400),
        ({"size": 3}, 400),
        ({"due_on": "2026-11-11"}, 422),
        ({"kpi": "NOTHING"}, 422),
        ({"unit": "NILS"}, 404),
        ({"unit": "HQ"}, 403),
    ],
)
def test_what_is_wrong_is_refused(client, mara, kpi, objective, changed, status):
    client.force_login(mara)
    assert send(client, ACTIONS, WANTED | changed).status_code == status
    assert not ActionItem.objects.exists()


def test_an_objective_stands_in_the_place_of_a_kpi(client, mara, otto, objective):
    client.force_login(mara)
    body = {name: value for name, value in WANTED.items() if name != "kpi"}
    answer = send(client, ACTIONS, body | {"objective": "REPAIR", "owner": otto.email})
    assert answer.json().items() >= {"objective": "REPAIR", "owner": otto.name}.items()
    assert send(client, ACTIONS, body).status_code == 400


def test_an_address_of_somebody_who_is_not_known_tells_no_name(client, mara, nils, kpi):
    client.force_login(mara)
    answer = send(client, ACTIONS, WANTED | {"owner": nils.email})
    assert answer.json()["owner"] == nils.email


def test_what_happens_is_answered_and_listed(client, mara, otto, step):
    client.force_login(mara)
    moved = happen(client, step, kind="moved", due_on="2026-12-01", reason="Snow.")
    assert moved.json().items() >= {"due_on": "2026-12-01", "owner": "", "by": mara.name}.items()
    assert happen(client, step, kind="handed_over", owner=mara.email).json()["owner"] == mara.name
    assert happen(client, step, kind="done", reason="It flew.").status_code == 201
    assert happen(client, step, kind="dropped", reason="No.").status_code == 422
    (row,) = client.get(ACTIONS).json()["results"]
    assert row.items() >= {"due_on": "2026-12-01", "owner": mara.name, "open": False}.items()
    assert [event["kind"] for event in row["events"]] == ["moved", "handed_over", "done"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"kind": "forgotten"}, 400),
        ({"kind": "moved", "reason": "Snow."}, 400),
        ({"kind": "handed_over"}, 400),
        ({"kind": "done", "due_on": "2026-12-01"}, 400),
        ({"kind": "done", "owner": "Depot"}, 400),
        ({"kind": "moved", "due_on": "2026-12-01"}, 422),
        ({"kind": "dropped"}, 422),
    ],
)
def test_an_event_that_says_too_little_or_too_much_is_refused(client, mara, step, event, status):
    client.force_login(mara)
    assert happen(client, step, **event).status_code == status
    assert not ActionEvent.objects.exists()


def test_who_has_it_finishes_it_and_does_no_more(client, otto, step):
    client.force_login(otto)
    assert happen(client, step, kind="dropped", reason="No.").status_code == 403
    assert happen(client, step, kind="done").status_code == 201


@pytest.mark.parametrize(("who", "status"), [("chief", 403), ("vera", 403), ("nils", 404)])
def test_nobody_else_says_anything(request, client, step, who, status):
    client.force_login(request.getfixturevalue(who))
    assert happen(client, step, kind="done").status_code == status


def test_steps_are_listed_where_one_may_see_into_and_by_what_is_asked(
    client, units, objective, mara, nils, step
):
    over = make_action(units.mara, objective, mara, text="Over")
    make_action_event(over, "done", mara)
    make_action(units.nils, step.kpi, nils, text="His")
    client.force_login(mara)

    def listed(**asked):
        return [row["text"] for row in client.get(ACTIONS, asked).json()["results"]]

    assert listed() == ["Over", step.text]
    assert listed(state="open") == listed(kpi="DAYS") == [step.text]
    assert listed(state="over") == listed(holder="me") == listed(objective="REPAIR") == ["Over"]
    assert listed(unit="MARA") == listed(below="MARA") == ["Over", step.text]
    assert client.get(ACTIONS, {"unit": "NILS"}).status_code == 404
    assert client.get(ACTIONS, {"unit": "HQ"}).status_code == 403


@pytest.mark.parametrize(
    ("scope", "status"), [(Scope.READ, 403), (Scope.ENTER, 403), (Scope.EDIT, 201)]
)
def test_a_program_needs_the_scope_to_edit(client, mara, kpi, step, scope, status):
    headers = bearer(make_token(mara, scope))
    assert send(client, ACTIONS, WANTED, headers=headers).status_code == status
    event = {"kind": "done"}
    assert send(client, f"{ACTIONS}{step.pk}/events/", event, headers=headers).status_code == status
