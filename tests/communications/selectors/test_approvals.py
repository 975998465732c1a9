from communications.selectors import approvals_waiting
from communications.services.approvals import return_message
from communications.services.messages import revise_message, send_for_approval
from tests.communications.factories import make_draft, make_published, make_waiting, make_wording


def titles(user):
    return [row.title for row in approvals_waiting(user)]


def test_what_waits_longest_comes_first_and_only_ones_own(ada, chief, mara, units, otto):
    for title in "AB":
        make_waiting(ada, chief, units.mara, title=title)
    make_waiting(ada, mara, units.mara, title="Mara's")
    assert titles(chief) == ["A", "B"]
    assert titles(mara) == ["Mara's"]
    assert titles(ada) == []


def test_drafts_and_what_was_answered_do_not_wait(ada, chief, units, otto):
    make_draft(ada, chief, units.mara)
    make_published(ada, chief, units.mara)
    returned = make_waiting(ada, chief, units.mara)
    return_message(
        actor=chief, message=returned.message, text_hash=returned.text_hash, reason="Shorter"
    )
    assert titles(chief) == []


def test_a_changed_message_waits_again_only_when_it_is_sent_again(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    revise_message(actor=ada, version=version, wording=make_wording(units.mara, title="New"))
    assert titles(chief) == []
    send_for_approval(actor=ada, message=version.message)
    assert titles(chief) == ["New"]
