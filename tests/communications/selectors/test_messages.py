from communications.models import MessageVersion
from communications.selectors import message_page
from tests.communications.factories import make_delivered, make_draft, make_soldiers, make_waiting


def page_of(user, version):
    fetched = MessageVersion.objects.with_people().get(pk=version.pk)
    return message_page(user, fetched)


def steps_of(page):
    return [("now" if step.is_now else "done" if step.is_done else "") for step in page.steps]


def test_a_draft_says_how_many_people_would_get_it(ada, chief, units, mara, otto, nils):
    page = page_of(ada, make_draft(ada, chief, units.mara))
    assert page.people == 2
    assert page.audience == [("1st Armoured Brigade", 0)]
    assert steps_of(page) == ["now", "", "", ""]
    assert page.steps[1].note == "Chief Lindqvist, not asked yet"


def test_each_may_do_what_is_theirs(ada, chief, units, otto):
    draft = page_of(ada, make_draft(ada, chief, units.mara))
    assert (draft.can_edit, draft.can_submit, draft.can_answer) == (True, True, False)
    version = make_waiting(ada, chief, units.mara)
    writer, speaker = page_of(ada, version), page_of(chief, version)
    assert (writer.can_edit, writer.can_submit, writer.can_answer) == (True, False, False)
    assert (speaker.can_edit, speaker.can_submit, speaker.can_answer) == (False, False, True)


def test_a_sent_message_shows_its_reach_and_takes_no_change(ada, chief, units):
    make_soldiers(units.mara, 5)
    page = page_of(ada, make_delivered(ada, chief, units.mara))
    assert (page.can_edit, page.can_submit, page.can_answer) == (False, False, False)
    assert page.people == page.reach.total.people == 5
    assert steps_of(page) == ["done", "done", "done", "now"]
    assert page.steps[3].note == "read by 0\N{NO-BREAK SPACE}%"


def test_the_step_of_a_tiny_audience_counts_nothing(ada, chief, units, otto):
    page = page_of(ada, make_delivered(ada, chief, units.mara))
    assert page.steps[3].note == "too few people to count"
