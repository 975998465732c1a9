import json

import pytest

from scorecard.models import ManualScore
from tests.accounts.factories import make_token
from tests.factories import make_objective

ITEM = {
    "unit": "MARA",
    "objective": "TRUST",
    "period": "2026-10",
    "score": 62.5,
    "reason": "As the survey says.",
}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture(autouse=True)
def trust(units):
    return make_objective("TRUST", unit=units.hq, roll_up="manual")


def send(client, **changes):
    body = json.dumps(ITEM | changes)
    return client.post("/api/v1/manual-scores/", body, content_type="application/json")


def test_a_score_is_given_and_taken_back(client, ada):
    client.force_login(ada)
    answer = send(client)
    assert (answer.status_code, answer.json()) == (201, ITEM)
    assert send(client, score=None).status_code == 201
    assert [row.score for row in ManualScore.objects.order_by("id")] == [62.5, None]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"score": 101}, 400),
        ({"score": "NaN"}, 400),
        ({"reason": ""}, 400),
        ({"period": "2026-Q4"}, 400),
        ({"period": "2026-12"}, 422),
        ({"unit": "NONE"}, 404),
        ({"objective": "NONE"}, 404),
    ],
)
def test_what_cannot_be_stored_is_refused(client, ada, changes, status):
    client.force_login(ada)
    assert send(client, **changes).status_code == status
    assert not ManualScore.objects.exists()


def test_a_program_needs_a_token_that_decides(client, ada):
    for scope, status in [("edit", 403), ("decide", 201)]:
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_token(ada, scope).secret}"
        assert send(client).status_code == status
