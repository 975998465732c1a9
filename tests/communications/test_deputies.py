"""Approving in the chief's name, as the chief's deputy: never what one wrote oneself."""

import pytest

from communications.models import MessageVersion, Publication
from communications.selectors.approvals import approvals_waiting
from communications.services.approvals import approve_message, return_message
from communications.services.messages import draft_message, revise_message, send_for_approval
from core.errors import DomainError, NotAllowedError
from tests.communications.factories import make_draft, make_waiting, make_wording
from tests.factories import give_role, make_deputy, make_person


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def approve(actor, version):
    return approve_message(actor=actor, message=version.message, text_hash=version.text_hash)


def test_a_deputy_approves_in_the_name_of_the_chief_and_both_are_named(ada, chief, mara, units):
    version = make_waiting(ada, chief, units.mara)
    make_deputy(chief, mara)
    approve(mara, version)
    assert mara.acting_for == chief
    assert version.events.get(kind="approved").actor == mara


def test_the_deputy_finds_it_waiting_with_whose_name_it_is_in(ada, chief, mara, otto, units):
    version = make_waiting(ada, chief, units.mara)
    assert approvals_waiting(mara) == []
    make_deputy(chief, mara)
    (row,) = approvals_waiting(mara)
    assert (row.message_id, row.speaker) == (version.message_id, "Chief Lindqvist")
    assert [row.speaker for row in approvals_waiting(chief)] == [""]
    assert MessageVersion.objects.open_to(mara).get() == version


def test_a_deputy_does_not_approve_what_they_drafted(ada, chief, units, otto):
    make_deputy(chief, ada)
    version = make_waiting(ada, chief, units.mara)
    assert approvals_waiting(ada) == []
    for answer in (
        approve,
        lambda who, v: return_message(
            actor=who, message=v.message, text_hash=v.text_hash, reason="Mine."
        ),
    ):
        with pytest.raises(NotAllowedError, match="You wrote in this message"):
            answer(ada, version)
    assert not Publication.objects.exists()
    approve(chief, version)


def test_nor_what_they_revised_though_somebody_else_wrote_the_last_words(ada, chief, units, otto):
    bo = make_person("Bo", "osm_staff", units.hq)
    make_deputy(chief, bo)
    draft = make_draft(ada, chief, units.mara)
    wording = make_wording(units.mara, text="Bo's words")
    revised = revise_message(actor=bo, version=draft, wording=wording)
    last = revise_message(actor=ada, version=revised, wording=make_wording(units.mara))
    send_for_approval(actor=ada, message=last.message)
    with pytest.raises(NotAllowedError, match="You wrote in this message"):
        approve(bo, last)


def test_a_deputy_of_the_writer_and_of_the_speaker_does_not_do_both(ada, chief, otto, units):
    make_deputy(ada, otto)
    make_deputy(chief, otto)
    version = make_waiting(otto, chief, units.mara)
    assert otto.acting_for == ada
    with pytest.raises(NotAllowedError, match="You wrote in this message"):
        approve(otto, version)


def test_the_speaker_does_not_write_in_their_own_name_as_a_deputy_of_the_office(
    ada, chief, units, otto
):
    make_deputy(ada, chief)
    with pytest.raises(DomainError, match="in your own name"):
        draft_message(actor=chief, speaker=chief, wording=make_wording(units.mara))


def test_a_deputy_speaks_in_no_name_of_their_own(ada, chief, otto, units):
    make_deputy(chief, otto)
    with pytest.raises(DomainError, match="Otto Strand does not speak for"):
        draft_message(actor=ada, speaker=otto, wording=make_wording(units.mara))


def test_a_chief_who_lost_the_say_has_no_deputy_who_approves(ada, otto, units):
    boss = make_person("Sam", "unit_manager", units.mara)
    give_role(boss, "employee", units.mara)
    version = make_waiting(ada, boss, units.mara)
    make_deputy(boss, otto)
    give_role(boss, "unit_manager", units.mara, valid_until="2020-01-01")
    with pytest.raises(DomainError, match="Sam does not speak for"):
        approve(otto, version)
