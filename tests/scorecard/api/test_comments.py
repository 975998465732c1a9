"""Comments for programs."""

from scorecard.models import CommentWithdrawal
from tests.factories import make_comment, recorded

COMMENTS = "/api/v1/comments/"
SAID = {"unit": "MARA", "kpi": "VEH", "period": "2026-10", "text": "What of the brakes?"}


def send(client, body):
    return client.post(COMMENTS, body, content_type="application/json")


def test_a_comment_is_written_and_listed(client, mara, chief, world):
    client.force_login(mara)
    answer = send(client, SAID | {"text": f"@{chief.name}, look"})
    assert answer.status_code == 201
    said = answer.json()
    assert said.items() >= {"period": "2026-10", "author": mara.name, "withdrawn_at": None}.items()
    assert said["mentioned"] == [chief.name]
    (listed,) = client.get(COMMENTS, {"kpi": "VEH", "period": "2026-10"}).json()["results"]
    assert listed == said
    assert not client.get(COMMENTS, {"period": "2026-09"}).json()["results"]


def test_what_cannot_be_a_comment_is_refused(client, mara, world):
    client.force_login(mara)
    for changed in ({"text": "@Nobody"}, {"period": "soon"}, {"kpi": "NONE"}):
        assert send(client, SAID | changed).status_code == 422
    assert send(client, SAID | {"unit": "HQ"}).status_code == 403


def test_comments_are_listed_where_one_sees_into(world, rows, mara, nils):
    gone = make_comment(world.units.mara, world.vehicles, "2026-10", mara, "Gone")
    CommentWithdrawal.objects.create(comment=gone, recorded_at=recorded())
    make_comment(world.units.nils, world.vehicles, "2026-10", nils, "Beside")
    (row,) = rows(mara, "comments")
    assert (row["text"], row["withdrawn_at"] is None) == ("", False)
