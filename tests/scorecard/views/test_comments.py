"""Comments beside a figure, the forms by which they get there, and who is told of them."""

import pytest
import time_machine

from scorecard.models import Comment, CommentText
from tests.factories import make_comment, make_person

KPI = "/kpis/VEH/?unit=MARA&period=2026-10"
OBJECTIVE = "/explain/objectives/REPAIR/?unit=MARA&period=2026-10"
COMMENTS = "/comments/kpis/VEH/?unit=MARA&period=2026-10"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


def test_a_comment_stands_beside_the_figure(world, mara, chief, sign_in, read):
    answer = sign_in(mara).post(COMMENTS, {"text": "What of the <b>brakes</b>?"})
    assert answer.status_code == 302
    comment = Comment.objects.get()
    assert answer["Location"].endswith(f"unit=MARA&period=2026-10#comment-{comment.pk}")
    for address in (KPI, COMMENTS):
        page = read(chief, address)
        assert "What of the &lt;b&gt;brakes&lt;/b&gt;?" in page
        assert mara.name in page
    assert "What of" not in read(chief, KPI.replace("2026-10", "2026-09"))


def test_a_comment_stands_beside_the_score_of_an_objective(world, mara, chief, read):
    make_comment(world.units.mara, world.objective, "2026-10", mara, "Who repairs?")
    assert "Who repairs?" in read(chief, OBJECTIVE)


def test_above_ones_own_unit_comments_are_not_shown(world, mara, chief, read, sign_in):
    make_comment(world.units.hq, world.vehicles, "2026-10", chief, "Between us")
    page = read(mara, KPI.replace("MARA", "HQ"))
    assert "Between us" not in page
    assert "Write a comment" not in page
    assert sign_in(mara).get(COMMENTS.replace("MARA", "HQ")).status_code == 403


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This field is required"),
        ("So long " + "x" * 1000, "1000 are allowed"),
        ("So long @Nobody", "“@Nobody”"),
        ("So long @Kim", "Kim Berg or Kim Lund"),
    ],
)
def test_what_was_typed_is_kept_where_something_is_refused(world, mara, sign_in, text, sentence):
    for name in ("Kim Berg", "Kim Lund"):
        make_person(name, "employee", world.units.mara)
    answer = sign_in(mara).post(COMMENTS, {"text": text, "mentioned": [mara.pk]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert text[:7] in page
    assert f'<option value="{mara.pk}" selected>' in page
    assert not Comment.objects.exists()


def test_who_is_mentioned_is_told_until_they_open_the_comments(world, mara, ada, sign_in, read):
    body = {"text": "Look, please", "mentioned": [ada.pk]}
    sign_in(mara).post(COMMENTS, body)
    told = f"You were mentioned by {mara.name}"
    assert told in read(ada, "/")
    assert told not in read(mara, "/")
    assert "Mentioned: " + ada.name in read(ada, COMMENTS)
    assert told not in read(ada, "/")


def test_an_author_changes_and_withdraws_what_is_theirs(world, mara, ada, sign_in, read):
    comment = make_comment(world.units.mara, world.vehicles, "2026-10", mara, "At first")
    address = f"/comments/{comment.pk}/"
    assert "Change or withdraw" in read(mara, COMMENTS)
    assert "Change or withdraw" not in read(ada, COMMENTS)
    assert "At first</textarea>" in read(mara, address)
    assert sign_in(ada).get(address).status_code == 404
    assert sign_in(mara).post(address, {"text": "Then"}).status_code == 302
    page = read(ada, COMMENTS)
    assert page.index("Then") < page.index("What it said before") < page.index("At first")
    assert sign_in(mara).post(f"{address}withdraw/").status_code == 302
    page = read(ada, KPI)
    assert "Withdrawn by its author" in page
    assert "Then" not in page
    assert CommentText.objects.count() == 2
    again = sign_in(mara).post(f"{address}withdraw/", follow=True)
    assert "withdrawn already" in again.content.decode()
