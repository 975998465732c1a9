from datetime import date

import pytest

from accounts.roles import Scope
from jobs.services.drain import drain
from scorecard.engine.types import Status
from scorecard.models import CapSwitch, Score
from tests.accounts.factories import bearer, make_token
from tests.factories import make_cap_switch, ordinal

ADDRESS = "/api/v1/cap-switches/"
REASON = "Vehicles are counted in a new way."
SENT = {
    "unit": "HQ",
    "node_kind": "objective",
    "node": "REPAIR",
    "caps": False,
    "valid_from": "2026-10-01",
    "reason": REASON,
}


def send(client, **changed):
    return client.post(ADDRESS, SENT | changed, content_type="application/json")


def status_of(unit, kind):
    return Status(Score.objects.get(unit=unit, node_kind=kind, period=ordinal("2026-10")).status)


@pytest.mark.usefixtures("world")
def test_a_cap_is_switched_off_and_on_again(client, ada, units):
    client.force_login(ada)
    answer = send(client)
    assert answer.status_code == 201
    assert answer.json() | {"recorded_at": ""} == SENT | {"author": ada.name, "recorded_at": ""}
    drain()
    assert status_of(units.hq, Score.OBJECTIVE) is not Status.RED
    assert send(client, caps=True).status_code == 201
    drain()
    assert status_of(units.hq, Score.OBJECTIVE) is Status.RED


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("kind", "sent", "answered"),
    [
        ("scorecard", {}, "HQ"),
        ("scorecard", {"node": "HQ"}, "HQ"),
        ("perspective", {"node": "PROC"}, "PROC"),
    ],
)
def test_every_kind_of_node_has_its_code(client, ada, kind, sent, answered):
    client.force_login(ada)
    body = {name: value for name, value in SENT.items() if name != "node"}
    body |= {"node_kind": kind, **sent}
    row = client.post(ADDRESS, body, content_type="application/json").json()
    assert (row["node_kind"], row["node"]) == (kind, answered)


def test_the_rows_are_listed_day_by_day_where_one_may_see_into(rows, world, ada, mara):
    make_cap_switch(world.units.mara, ada, valid_from=date(2026, 9, 1), caps=True)
    make_cap_switch(world.units.mara, ada, objective=world.objective)
    make_cap_switch(world.units.nils, ada)
    make_cap_switch(world.units.hq, ada)
    mine = [
        ("MARA", "objective", "REPAIR", False, "2026-01-01"),
        ("MARA", "scorecard", "MARA", True, "2026-09-01"),
    ]
    found = rows(mara, "cap-switches")
    names = ("unit", "node_kind", "node", "caps", "valid_from")
    assert [tuple(row[name] for name in names) for row in found] == mine
    assert len(rows(ada, "cap-switches")) == 4
    assert len(rows(ada, "cap-switches", unit="NILS")) == 1
    assert len(rows(ada, "cap-switches", below="CMD")) == 3


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"caps": True}, 422),
        ({"caps": "off"}, 400),
        ({"reason": " "}, 400),
        ({"node": "NOTHING"}, 422),
        ({"node": ""}, 422),
        ({"node_kind": "theme"}, 422),
        ({"node_kind": "kpi"}, 400),
        ({"valid_from": "2026-13-01"}, 400),
        ({"unit": "NOTHING"}, 404),
        ({"more": 1}, 400),
    ],
)
def test_what_cannot_be_is_refused(client, ada, changed, status):
    client.force_login(ada)
    assert send(client, **changed).status_code == status
    assert not CapSwitch.objects.exists()


@pytest.mark.usefixtures("world")
def test_only_the_office_switches(client, mara):
    client.force_login(mara)
    assert send(client, unit="MARA").status_code == 403
    assert send(client, unit="NILS").status_code == 404


@pytest.mark.usefixtures("world")
def test_a_program_needs_a_token_that_decides(client, ada):
    for scope, status in [(Scope.EDIT, 403), (Scope.DECIDE, 201)]:
        headers = bearer(make_token(ada, scope))
        answer = client.post(ADDRESS, SENT, content_type="application/json", headers=headers)
        assert answer.status_code == status
