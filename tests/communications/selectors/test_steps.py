from communications.selectors.steps import first_steps, steps
from communications.services.approvals import return_message
from tests.communications.factories import make_draft, make_published, make_waiting


def at(found):
    return [step.label for step in found if step.is_now]


def test_a_message_moves_from_step_to_step(ada, chief, units, otto):
    assert at(first_steps()) == ["Draft"]
    assert at(steps(make_draft(ada, chief, units.mara))) == ["Draft"]
    assert at(steps(make_waiting(ada, chief, units.mara))) == ["Approve"]
    assert at(steps(make_published(ada, chief, units.mara).version)) == ["Check"]


def test_a_returned_message_is_a_draft_again_and_says_who_returned_it(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    return_message(
        actor=chief, message=version.message, text_hash=version.text_hash, reason="Shorter"
    )
    found = steps(version)
    assert at(found) == ["Draft"]
    assert found[1].note.startswith("Chief Lindqvist returned it")


def test_the_approval_says_who_and_since_when(ada, chief, units, otto):
    assert steps(make_draft(ada, chief, units.mara))[1].note == "Chief Lindqvist, not asked yet"
    asked = steps(make_waiting(ada, chief, units.mara))[1].note
    assert asked.startswith("Chief Lindqvist, asked ")
