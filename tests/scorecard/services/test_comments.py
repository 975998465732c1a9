"""Who comments on a figure, whom a comment names, who changes one and takes it back."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import Comment, CommentText, Mention
from scorecard.selectors.comments import comments_on, discussants, unread_mentions
from scorecard.services.comments import (
    note_mentions,
    reword_comment,
    withdraw_comment,
    write_comment,
)
from tests.factories import (
    calendar,
    give_role,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_owner,
    make_person,
    make_unit,
)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


OCTOBER = "2026-10"


def at(unit, matter, period=OCTOBER):
    return {"unit": unit, "matter": matter, "period": calendar().parse(period)}


def say(actor, unit, matter, text="Why?", period=OCTOBER, **more):
    return write_comment(actor=actor, **at(unit, matter, period), text=text, **more)


def shown(unit, matter):
    return comments_on(**at(unit, matter))


@pytest.mark.parametrize("who", ["mara", "ada", "chief", "otto", "vera"])
def test_whoever_sees_into_the_unit_comments(request, units, kpi, who):
    person = request.getfixturevalue(who)
    say(person, units.mara, kpi, " Snow\r\nand ice ")
    (line,) = shown(units.mara, kpi)
    assert (line.text, line.by) == ("Snow\nand ice", person.name)
    record = Record.objects.get()
    assert (record.verb, record.subject) == ("commented", "MARA DAYS 2026-10")
    assert "Snow" not in str(record.detail)


def test_nobody_comments_above_or_beside_their_unit(units, kpi, mara, nils):
    for person, unit in ((nils, units.mara), (mara, units.hq)):
        with pytest.raises(NotAllowedError, match="those who see into"):
            say(person, unit, kpi)
    assert not Comment.objects.exists()


def test_an_owner_comments_above_their_own_unit(units, mara):
    objective = make_objective("REPAIR", unit=units.hq)
    make_owner(objective, mara)
    say(mara, units.hq, objective)
    assert mara in discussants(units.hq, objective)


@pytest.mark.parametrize(
    ("text", "sentence"), [(" ", "Write what"), ("x" * 1001, "1000 are allowed")]
)
def test_no_words_and_too_many_are_refused(units, kpi, mara, text, sentence):
    with pytest.raises(DomainError, match=sentence):
        say(mara, units.mara, kpi, text)


def test_a_period_to_come_and_a_matter_of_others_are_refused(units, kpi, mara):
    with pytest.raises(DomainError, match="not begun"):
        say(mara, units.mara, kpi, period="2026-12")
    with pytest.raises(DomainError, match="has no"):
        say(mara, units.mara, make_kpi("OTHER"))


def test_the_same_words_twice_in_a_row_are_one_comment(units, kpi, mara, ada):
    for person in (mara, mara, ada, mara):
        say(person, units.mara, kpi)
    assert [line.by for line in shown(units.mara, kpi)] == [mara.name, ada.name, mara.name]


def test_who_is_named_is_told_until_they_look(units, kpi, mara, chief, ada):
    comment = say(mara, units.mara, kpi, f"@{chief.name}, who pays?", mentioned=[ada])
    (line,) = unread_mentions(chief)
    assert (line.by, line.unit) == (mara.name, units.mara.name)
    assert line.address.endswith(f"unit=MARA&period=2026-10#comment-{comment.pk}")
    assert len(unread_mentions(ada)) == 1
    assert note_mentions(actor=chief, **at(units.mara, kpi)) == 1
    assert note_mentions(actor=chief, **at(units.mara, kpi)) == 0
    assert not unread_mentions(chief)
    assert len(unread_mentions(ada)) == 1


def test_a_mention_in_a_comment_that_is_withdrawn_asks_nobody(units, kpi, mara, chief):
    comment = say(mara, units.mara, kpi, f"@{chief.name}?")
    withdraw_comment(actor=mara, comment=comment)
    assert not unread_mentions(chief)


def test_whoever_answers_is_told_no_more(units, kpi, mara, chief):
    say(mara, units.mara, kpi, f"@{chief.name}?")
    say(chief, units.mara, kpi, "The reserve pays.")
    assert not unread_mentions(chief)


def test_whoever_left_the_unit_is_not_told_of_what_they_cannot_open(units, kpi, mara):
    leaver = make_person("Liv Dahl", "employee", units.mara, valid_until=date(2026, 11, 12))
    give_role(leaver, "employee", make_unit("CREW", units.mara))
    say(mara, units.mara, kpi, "@Liv, who stays?")
    assert unread_mentions(leaver)
    leaver.__dict__.pop("_held")
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False):
        assert not unread_mentions(leaver)


@pytest.mark.parametrize("word", ["@Nils", "@Nobody", "@Kim"])
def test_a_name_that_is_nobodys_or_of_several_is_asked_back(units, kpi, mara, nils, word):
    make_person("Kim Berg", "employee", units.mara)
    make_person("Kim Lund", "employee", units.hq)
    with pytest.raises(DomainError, match=word) as refused:
        say(mara, units.mara, kpi, f"Ask {word}")
    assert refused.value.field == "text"
    assert not Comment.objects.exists()


def test_nobody_is_chosen_who_does_not_see_the_figure(units, kpi, mara, nils):
    with pytest.raises(DomainError, match="does not see") as refused:
        say(mara, units.mara, kpi, mentioned=[nils])
    assert refused.value.field == "mentioned"


def test_a_comment_said_anew_keeps_what_it_said(units, kpi, mara, chief):
    comment = say(mara, units.mara, kpi, "At first")
    reword_comment(actor=mara, comment=comment, text=f"Then @{chief.name}")
    (line,) = shown(units.mara, kpi)
    assert line.text.startswith("Then")
    assert [each.text for each in line.earlier] == ["At first"]
    assert Mention.objects.get().person == chief


def test_whom_an_author_mentions_later_is_told_and_on_record(units, kpi, mara, chief):
    comment = say(mara, units.mara, kpi, "At first")
    for _ in range(2):
        reword_comment(actor=mara, comment=comment, text="At first", mentioned=[chief])
    assert len(unread_mentions(chief)) == 1
    assert CommentText.objects.count() == 1
    assert [record.verb for record in Record.objects.order_by("pk")] == [
        "commented",
        "changed comment",
    ]


def test_only_its_author_changes_a_comment_and_takes_it_back(units, kpi, mara, ada):
    comment = say(mara, units.mara, kpi)
    with pytest.raises(NotAllowedError, match=mara.name):
        reword_comment(actor=ada, comment=comment, text="Mine")
    with pytest.raises(NotAllowedError, match=mara.name):
        withdraw_comment(actor=ada, comment=comment)


def test_the_words_of_a_withdrawn_comment_are_shown_no_more(units, kpi, mara, chief):
    comment = say(mara, units.mara, kpi, f"@{chief.name} At first")
    reword_comment(actor=mara, comment=comment, text="Then")
    withdraw_comment(actor=mara, comment=comment)
    (line,) = shown(units.mara, kpi)
    assert (line.text, line.earlier, line.mentioned) == ("", (), ())
    assert line.withdrawn_at is not None
    for again in (
        lambda: withdraw_comment(actor=mara, comment=comment),
        lambda: reword_comment(actor=mara, comment=comment, text="Then"),
    ):
        with pytest.raises(DomainError, match="withdrawn already"):
            again()


def test_what_was_said_is_never_changed(units, kpi, mara):
    say(mara, units.mara, kpi)
    with pytest.raises(DatabaseError), transaction.atomic():
        CommentText.objects.update(text="Nothing")


def test_an_objective_is_commented_on(units, mara):
    make_organization()
    objective = make_objective("REPAIR", unit=units.hq)
    make_line(objective, make_kpi())
    say(mara, units.mara, objective)
    assert len(shown(units.mara, objective)) == 1
