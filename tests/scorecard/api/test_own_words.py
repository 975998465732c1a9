"""Flags and explanations for programs."""

import pytest

from accounts.roles import Scope
from scorecard.models import Flag, OwnerExplanation
from tests.accounts.factories import bearer, make_token
from tests.factories import make_explanation, make_flag, make_flag_ending

FLAGS, EXPLANATIONS = "/api/v1/flags/", "/api/v1/explanations/"
FEARED = {"unit": "MARA", "kpi": "VEH", "fear": "Snow", "help_asked": "Salt"}
SAID = {
    "unit": "MARA",
    "kpi": "VEH",
    "period": "2026-10",
    "happened": "Brakes wore out.",
    "next_step": "Fly sets in.",
    "due_on": "2026-12-01",
}


def send(client, address, body, **headers):
    return client.post(address, body, content_type="application/json", **headers)


def test_a_flag_is_raised_listed_and_ended(client, mara, world):
    client.force_login(mara)
    answer = send(client, FLAGS, FEARED)
    assert answer.status_code == 201
    raised = answer.json()
    assert raised.items() >= {"kpi": "VEH", "objective": None, "fear": "Snow"}.items()
    assert raised["ending"] is None
    address = f"{FLAGS}{raised['id']}/ending/"
    assert send(client, address, {"kind": "closed"}).status_code == 400
    ended = send(client, address, {"kind": "closed", "reason": "Salt came"})
    assert (ended.status_code, ended.json()["ended_by"]) == (201, mara.name)
    assert send(client, address, {"kind": "closed", "reason": "Salt came"}).status_code == 422
    (listed,) = client.get(FLAGS).json()["results"]
    assert listed["ending"]["reason"] == "Salt came"


def test_flags_are_listed_where_one_may_see_into(world, rows, mara, nils):
    over = make_flag(world.units.mara, world.vehicles, mara)
    make_flag_ending(over, mara)
    make_flag(world.units.mara, world.objective, mara, fear="Ice")
    make_flag(world.units.nils, world.vehicles, nils)
    assert [row["objective"] for row in rows(mara, "flags")] == ["REPAIR", None]
    assert [row["fear"] for row in rows(mara, "flags", state="standing")] == ["Ice"]
    assert len(rows(mara, "flags", kpi="VEH", state="over")) == 1


def test_an_explanation_is_answered_and_the_newest_is_listed(client, mara, world):
    client.force_login(mara)
    for words in ("At first.", "Then."):
        answer = send(client, EXPLANATIONS, SAID | {"happened": words})
        assert answer.status_code == 201
    (row,) = client.get(EXPLANATIONS, {"kpi": "VEH"}).json()["results"]
    assert row == answer.json()
    expected = SAID | {"happened": "Then.", "objective": None, "author": mara.name}
    assert row.items() >= expected.items()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"kpi": "NOTHING"}, 422),
        ({"objective": "REPAIR"}, 400),
        ({"unit": "NILS"}, 404),
        ({"unit": "HQ"}, 403),
        ({"period": "soon"}, 422),
        ({"period": "2027-01"}, 422),
        ({"due_on": "2026-01-01"}, 422),
        ({"happened": ""}, 400),
        ({"happened": "x" * 1001}, 400),
        ({"more": 1}, 400),
    ],
)
def test_what_cannot_be_is_refused(client, mara, world, changed, status):
    client.force_login(mara)
    assert send(client, EXPLANATIONS, SAID | changed).status_code == status
    assert not OwnerExplanation.objects.exists()


def test_the_office_adds_a_line(client, ada, mara, world):
    said = make_explanation(world.units.mara, world.objective, "2026-10", mara)
    client.force_login(ada)
    answer = send(client, f"{EXPLANATIONS}{said.pk}/line/", {"text": "So it is."})
    assert (answer.status_code, answer.json()["author"]) == (201, ada.name)


@pytest.mark.parametrize(("scope", "status"), [(Scope.ENTER, 201), (Scope.READ, 403)])
def test_a_token_needs_the_scope_to_enter(client, mara, world, scope, status):
    headers = bearer(make_token(mara, scope))
    assert send(client, FLAGS, FEARED, headers=headers).status_code == status
    assert Flag.objects.exists() is (status == 201)
