import pytest

from audit.models import Record
from communications.models import Message, MessageVersion, State
from communications.services.messages import draft_message, revise_message, send_for_approval
from core.errors import DomainError, NotAllowedError
from tests.communications.factories import make_draft, make_published, make_waiting, make_wording
from tests.factories import make_objective, make_person, make_unit


def test_a_draft_keeps_text_speaker_and_units(ada, chief, units):
    version = make_draft(ada, chief, units.mara, title="Title", text="Text")
    assert (version.title, version.text, version.revision) == ("Title", "Text", 1)
    assert (version.message.drafter, version.message.speaker) == (ada, chief)
    assert list(version.units.all()) == [units.mara]
    assert version.state == State.DRAFT


def test_choosing_a_unit_chooses_all_below_once(ada, chief, units):
    version = make_draft(ada, chief, units.mara, units.command, units.nils)
    assert list(version.units.all()) == [units.command]


def test_each_write_leaves_one_audit_row(ada, chief, units, otto):
    version = make_draft(ada, chief, units.mara)
    revise_message(actor=ada, version=version, wording=make_wording(units.mara, text="New"))
    send_for_approval(actor=ada, message=version.message)
    verbs = Record.objects.order_by("id").values_list("verb", "actor")
    assert list(verbs) == [
        ("drafted", ada.pk),
        ("revised", ada.pk),
        ("sent for approval", ada.pk),
    ]


def test_nobody_drafts_in_their_own_name(units):
    both = make_person("Bo", "osm_staff", units.hq)
    with pytest.raises(DomainError) as refusal:
        make_draft(both, both, units.mara)
    assert refusal.value.field == "speaker"
    assert not Message.objects.exists()


def test_only_the_strategy_office_writes(chief, mara, units):
    with pytest.raises(NotAllowedError):
        make_draft(mara, chief, units.mara)


def test_an_office_writes_to_its_own_units_only(chief, units):
    office = make_person("Olga", "osm_staff", units.mara)
    make_draft(office, chief, units.mara)
    with pytest.raises(NotAllowedError, match="4th Mechanised Brigade"):
        make_draft(office, chief, units.mara, units.nils)


def test_a_manager_speaks_to_their_own_unit_only(ada, mara, units):
    make_draft(ada, mara, units.mara)
    with pytest.raises(DomainError, match="Mara Hartley does not speak for") as refusal:
        make_draft(ada, mara, units.nils)
    assert refusal.value.field == "speaker"


def test_a_message_needs_at_least_one_unit(ada, chief):
    with pytest.raises(DomainError) as refusal:
        make_draft(ada, chief)
    assert refusal.value.field == "units"


def test_a_sisters_objective_does_not_travel_in_a_message(ada, chief, units):
    own = make_objective("OWN", unit=units.nils, name="Train crews")
    with pytest.raises(DomainError, match="Train crews is an objective of 4th") as refusal:
        make_draft(ada, chief, units.mara, objective=own)
    assert refusal.value.field == "objective"
    above = make_objective("TOP", unit=units.hq)
    assert make_draft(ada, chief, units.mara, objective=above).objective == above


def test_a_revision_is_appended_and_the_old_text_stays(ada, chief, units):
    first = make_draft(ada, chief, units.mara, text="Old")
    second = revise_message(actor=ada, version=first, wording=make_wording(units.mara, text="New"))
    assert (second.revision, second.text) == (2, "New")
    assert first.text_hash != second.text_hash
    assert list(MessageVersion.objects.newest()) == [second]
    first.refresh_from_db()
    assert first.text == "Old"


def test_who_revises_an_outdated_version_is_told_who_was_faster(ada, chief, units):
    colleague = make_person("Col League", "osm_staff", units.hq)
    first = make_draft(ada, chief, units.mara)
    revise_message(actor=colleague, version=first, wording=make_wording(units.mara, text="B"))
    with pytest.raises(DomainError, match="Col League changed this message"):
        revise_message(actor=ada, version=first, wording=make_wording(units.mara, text="C"))


def test_a_speaker_does_not_write_the_text_to_approve(ada, units):
    speaker = make_person("Sam", "executive", units.hq)
    version = make_draft(ada, speaker, units.mara)
    with pytest.raises(NotAllowedError):
        revise_message(actor=speaker, version=version, wording=make_wording(units.mara))


def test_a_change_takes_a_waiting_message_back(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    revised = revise_message(
        actor=ada, version=version, wording=make_wording(units.mara, text="New")
    )
    assert revised.state == State.DRAFT
    assert not MessageVersion.objects.waiting().exists()


def test_a_waiting_message_is_not_sent_for_approval_twice(ada, chief, units, otto):
    version = make_waiting(ada, chief, units.mara)
    with pytest.raises(DomainError, match="waits for approval already"):
        send_for_approval(actor=ada, message=version.message)
    assert version.events.count() == 1


def test_a_sent_message_stays_as_it_is(ada, chief, units, otto):
    version = make_published(ada, chief, units.mara).version
    with pytest.raises(DomainError, match="has been sent and stays as it is"):
        revise_message(actor=ada, version=version, wording=make_wording(units.mara, text="New"))
    with pytest.raises(DomainError, match="has been sent"):
        send_for_approval(actor=ada, message=version.message)
    assert MessageVersion.objects.count() == 1


def test_a_message_to_nobody_is_not_sent_for_approval(ada, chief, units):
    empty = make_unit("EMPTY", units.hq)
    version = make_draft(ada, chief, empty)
    with pytest.raises(DomainError, match="Nobody is a member"):
        send_for_approval(actor=ada, message=version.message)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"text": "Another"},
        {"asks_acknowledgement": True},
    ],
)
def test_the_hash_covers_everything_that_is_approved(change, ada, chief, units):
    one, other = make_draft(ada, chief, units.mara), make_draft(ada, chief, units.mara, **change)
    assert one.text_hash != other.text_hash


def test_the_hash_covers_the_audience_and_the_speaker(ada, chief, mara, units):
    to_mara = make_draft(ada, chief, units.mara)
    assert to_mara.text_hash != make_draft(ada, chief, units.nils).text_hash
    assert to_mara.text_hash != make_draft(ada, mara, units.mara).text_hash
    assert to_mara.text_hash == make_draft(ada, chief, units.mara).text_hash


def test_a_failed_draft_leaves_nothing_behind(ada, chief, units):
    with pytest.raises(DomainError):
        draft_message(actor=ada, speaker=chief, wording=make_wording())
    assert not Message.objects.exists()
    assert not Record.objects.exists()
