import pytest

from audit.models import Record
from communications.models import Publication, State, VersionEvent
from communications.services.approvals import approve_message, return_message
from communications.services.messages import revise_message, send_for_approval
from core.errors import DomainError, NotAllowedError
from jobs.models import OutboxRow
from tests.communications.factories import make_draft, make_published, make_waiting, make_wording
from tests.factories import give_role, make_person


def approve(actor, version):
    return approve_message(actor=actor, message=version.message, text_hash=version.text_hash)


def test_the_speakers_yes_sends_that_exact_text_at_once(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    publication = approve(chief, version)
    assert publication.version == version
    assert version.events.filter(kind="approved", actor=chief, author=ada).exists()
    waiting = OutboxRow.objects.values_list("topic", "key")
    assert list(waiting) == [("deliveries", str(publication.pk))]


def test_an_approval_leaves_one_audit_row_with_the_hash(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    before = Record.objects.count()
    approve(chief, version)
    assert Record.objects.count() == before + 1
    row = Record.objects.first()
    assert (row.verb, row.actor) == ("approved and sent", chief)
    assert row.detail == {"text_hash": version.text_hash}


@pytest.mark.parametrize("who", ["ada", "mara", "vera", "otto"])
def test_nobody_else_approves(who, request, ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    with pytest.raises(NotAllowedError, match="Only Chief Lindqvist can approve"):
        approve(request.getfixturevalue(who), version)
    assert not Publication.objects.exists()


def test_a_text_changed_after_it_was_read_is_not_approved(ada, chief, units, otto):
    read = make_waiting(ada, chief, units.mara, text="As read")
    changed = revise_message(
        actor=ada, version=read, wording=make_wording(units.mara, text="Changed")
    )
    send_for_approval(actor=ada, message=read.message)
    with pytest.raises(DomainError, match="Ada Whitlock changed the text after you opened it"):
        approve(chief, read)
    assert not Publication.objects.exists()
    assert approve(chief, changed).version.text == "Changed"


def test_a_draft_that_nobody_sent_for_approval_is_not_approved(ada, chief, units, otto):
    version = make_draft(ada, chief, units.mara)
    with pytest.raises(DomainError, match="does not wait for your approval"):
        approve(chief, version)


def test_a_second_yes_sends_nothing_again(ada, chief, units, otto):
    version = make_published(ada, chief, units.mara).version
    with pytest.raises(DomainError, match="has been sent already"):
        approve(chief, version)
    assert Publication.objects.count() == 1
    assert OutboxRow.objects.count() == 1


def test_a_speaker_who_lost_the_unit_no_longer_speaks_for_it(ada, units, otto):
    speaker = make_person("Sam", "unit_manager", units.mara)
    version = make_waiting(ada, speaker, units.mara)
    give_role(speaker, "unit_manager", units.mara, valid_until="2020-01-01")
    with pytest.raises(DomainError, match="Sam does not speak for 1st Armoured Brigade"):
        approve(speaker, version)
    assert not Publication.objects.exists()


def test_returning_says_why_and_waits_for_a_change(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    return_message(
        actor=chief,
        message=version.message,
        text_hash=version.text_hash,
        reason="Name the deadline.",
    )
    assert version.state == State.RETURNED
    assert VersionEvent.objects.get(kind="returned").reason == "Name the deadline."
    with pytest.raises(DomainError, match="was returned"):
        send_for_approval(actor=ada, message=version.message)
    with pytest.raises(DomainError, match="does not wait"):
        approve(chief, version)


def test_returning_needs_a_reason(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    with pytest.raises(DomainError) as refusal:
        return_message(
            actor=chief, message=version.message, text_hash=version.text_hash, reason="  "
        )
    assert refusal.value.field == "reason"
    assert version.state == State.WAITING
