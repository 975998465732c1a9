"""Who adds a next step, what happens to one, and what is refused."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from initiatives.models import ActionEvent, ActionItem
from initiatives.services.action_rows import Doer
from initiatives.services.actions import (
    add_action,
    drop_action,
    finish_action,
    hand_over_action,
    move_action,
)
from tests.factories import make_deputy, make_kpi, make_owner, make_person
from tests.initiatives.factories import TODAY, make_action, make_action_event

pytestmark = pytest.mark.usefixtures("november")

LATER, YESTERDAY = date(2026, 12, 1), date(2026, 11, 11)


def add(actor, unit, matter, doer=None, due_on=LATER, text="Fly brake sets in"):
    doer = doer or Doer(actor)
    return add_action(actor=actor, unit=unit, matter=matter, text=text, doer=doer, due_on=due_on)


def refresh(action):
    return ActionItem.objects.with_events().get(pk=action.pk)


@pytest.mark.parametrize("who", ["mara", "ada"])
def test_the_manager_and_the_office_add_one(request, units, otto, kpi, who):
    actor = request.getfixturevalue(who)
    action = add(actor, units.mara, kpi, Doer(otto), text=" Fly\r\nsets in ")
    assert (action.text, action.matter, action.holder) == ("Fly\nsets in", kpi, otto)
    record = Record.objects.get()
    assert (record.verb, record.actor) == ("added action", actor)
    assert record.subject == f"MARA DAYS {action.pk}"
    assert record.detail == {"text": "Fly\nsets in", "owner": otto.name, "due_on": "2026-12-01"}


@pytest.mark.parametrize("who", ["nils", "chief", "otto", "vera"])
def test_nobody_else_does(request, units, kpi, who):
    with pytest.raises(NotAllowedError, match="speak for it"):
        add(request.getfixturevalue(who), units.mara, kpi)
    assert not ActionItem.objects.exists()


def test_the_owner_of_an_objective_adds_one_where_they_see_the_unit(units, otto, objective):
    make_owner(objective, otto)
    assert add(otto, units.mara, objective).objective == objective
    with pytest.raises(NotAllowedError):
        add(otto, units.nils, objective)


def test_a_name_will_do_for_somebody_who_does_not_sign_in(units, mara, kpi):
    action = add(mara, units.mara, kpi, Doer(name=" Depot East "))
    assert (action.holder, action.holder_name) == (None, "Depot East")


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"text": " "}, "text", "Say what is to be done"),
        ({"text": "x" * 301}, "text", "300 are allowed"),
        ({"due_on": YESTERDAY}, "due_on", "2026-11-11 is over"),
        ({"doer": Doer(name=" ")}, "owner", "Say who does it"),
        ({"doer": Doer(name="x" * 201)}, "owner", "200 are allowed"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_the_field(
    units, mara, kpi, changed, field, sentence
):
    with pytest.raises(DomainError, match=sentence) as refused:
        add(mara, units.mara, kpi, **changed)
    assert refused.value.field == field
    assert not ActionItem.objects.exists()


def test_today_is_not_over(units, mara, kpi):
    assert add(mara, units.mara, kpi, due_on=TODAY).due == TODAY


def test_who_does_not_see_the_unit_does_not_get_it(units, mara, nils, kpi):
    with pytest.raises(DomainError, match="does not see into 1st Armoured Brigade"):
        add(mara, units.mara, kpi, Doer(nils))


def test_a_unit_has_no_next_step_for_what_it_has_not(units, mara):
    with pytest.raises(DomainError, match="has no"):
        add(mara, units.mara, make_kpi("ELSEWHERE"))


@pytest.mark.parametrize("who", ["otto", "mara", "ada"])
def test_who_has_it_and_who_speaks_for_it_finish_it(request, units, mara, otto, kpi, who):
    action = make_action(units.mara, kpi, otto, added_by=mara)
    event = finish_action(
        actor=request.getfixturevalue(who), action=action, reason="140 sets are in"
    )
    assert refresh(action).ending == event
    record = Record.objects.get()
    assert (record.verb, record.reason) == ("finished action", "140 sets are in")


@pytest.mark.parametrize("who", ["nils", "chief", "vera"])
def test_nobody_else_finishes_it(request, units, otto, kpi, who):
    action = make_action(units.mara, kpi, otto)
    with pytest.raises(NotAllowedError, match="speak for it"):
        finish_action(actor=request.getfixturevalue(who), action=action)


def test_a_deputy_finishes_it_in_the_name_of_who_has_it(units, otto, kpi):
    stand_in = make_person(role="employee", unit=units.mara)
    action = make_action(units.mara, kpi, otto)
    make_deputy(otto, stand_in)
    finish_action(actor=stand_in, action=action)
    assert (Record.objects.get().actor, Record.objects.get().on_behalf_of) == (stand_in, otto)


def test_who_had_it_before_it_was_handed_over_does_not_finish_it(units, mara, otto, kpi):
    action = make_action(units.mara, kpi, otto)
    hand_over_action(actor=mara, action=action, doer=Doer(mara))
    with pytest.raises(NotAllowedError):
        finish_action(actor=otto, action=action)


def test_who_left_the_unit_does_not_finish_it(units, nils, mara, kpi):
    action = make_action(units.mara, kpi, nils, added_by=mara)
    with pytest.raises(NotAllowedError):
        finish_action(actor=nils, action=action)


def test_what_is_over_stays_over(units, mara, kpi):
    action = make_action(units.mara, kpi, mara)
    finish_action(actor=mara, action=action)
    for again in (
        lambda: finish_action(actor=mara, action=action),
        lambda: drop_action(actor=mara, action=action, reason="No."),
        lambda: move_action(actor=mara, action=action, due_on=LATER, reason="Snow."),
        lambda: hand_over_action(actor=mara, action=action, doer=Doer(name="Depot")),
    ):
        with pytest.raises(DomainError, match="is done already"):
            again()
    assert ActionEvent.objects.count() == Record.objects.count() == 1


def test_who_may_not_is_told_so_before_that_it_is_over(units, mara, nils, kpi):
    action = make_action(units.mara, kpi, mara)
    finish_action(actor=mara, action=action)
    with pytest.raises(NotAllowedError):
        finish_action(actor=nils, action=action)


def test_dropping_needs_a_reason_and_a_speaker(units, mara, otto, kpi):
    action = make_action(units.mara, kpi, otto, added_by=mara)
    with pytest.raises(NotAllowedError):
        drop_action(actor=otto, action=action, reason="No.")
    with pytest.raises(DomainError, match="why it will not be done"):
        drop_action(actor=mara, action=action, reason=" ")
    drop_action(actor=mara, action=action, reason="The depot does it.")
    assert refresh(action).ending.kind == "dropped"
    assert Record.objects.get().reason == "The depot does it."


def test_moving_keeps_the_day_before(units, mara, kpi):
    action = make_action(units.mara, kpi, mara, YESTERDAY)
    move_action(actor=mara, action=action, due_on=LATER, reason="Snow.")
    move_action(actor=mara, action=action, due_on=date(2026, 11, 20), reason="It melts.")
    found = refresh(action)
    assert (found.due, found.due_on) == (date(2026, 11, 20), YESTERDAY)
    facts = {"due_on": "2026-11-20", "due_before": "2026-12-01"}
    assert Record.objects.order_by("id").last().detail == facts


@pytest.mark.parametrize(
    ("due_on", "reason", "sentence"),
    [
        (YESTERDAY, "Snow.", "is over"),
        (TODAY, "Snow.", "due on that day already"),
        (LATER, " ", "Say why it is moved"),
    ],
)
def test_a_move_that_says_nothing_is_refused(units, mara, kpi, due_on, reason, sentence):
    action = make_action(units.mara, kpi, mara, TODAY)
    with pytest.raises(DomainError, match=sentence):
        move_action(actor=mara, action=action, due_on=due_on, reason=reason)


def test_who_only_has_it_does_not_move_it(units, mara, otto, kpi):
    action = make_action(units.mara, kpi, otto, added_by=mara)
    with pytest.raises(NotAllowedError):
        move_action(actor=otto, action=action, due_on=LATER, reason="Snow.")


def test_it_is_handed_over_once_to_each(units, mara, otto, kpi):
    action = make_action(units.mara, kpi, mara)
    hand_over_action(actor=mara, action=action, doer=Doer(name="Depot East"))
    hand_over_action(actor=mara, action=action, doer=Doer(otto), reason="He knows them.")
    assert refresh(action).holder == otto
    assert Record.objects.order_by("id").last().detail == {
        "owner": otto.name,
        "was": "Depot East",
    }
    with pytest.raises(DomainError, match="has it already"):
        hand_over_action(actor=mara, action=action, doer=Doer(otto))


def test_it_is_not_handed_over_to_who_does_not_see_the_unit(units, mara, nils, kpi):
    action = make_action(units.mara, kpi, mara)
    with pytest.raises(DomainError, match="does not see into"):
        hand_over_action(actor=mara, action=action, doer=Doer(nils))


def test_the_database_lets_nobody_change_what_was_said(units, mara, kpi):
    action = make_action(units.mara, kpi, mara)
    make_action_event(action, "done", mara)
    for model, change in ((ActionItem, {"text": "Nothing"}), (ActionEvent, {"reason": "So."})):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "forgotten"},
        {"kind": "dropped"},
        {"kind": "moved", "due_on": LATER},
        {"kind": "moved", "reason": "Snow."},
        {"kind": "done", "due_on": LATER},
        {"kind": "done", "owner_name": "Depot"},
        {"kind": "handed_over"},
    ],
)
def test_the_database_refuses_events_that_cannot_be(units, mara, kpi, event):
    action = make_action(units.mara, kpi, mara)
    with pytest.raises(DatabaseError), transaction.atomic():
        make_action_event(action, by=mara, **event)


def test_the_database_lets_it_end_once(units, mara, kpi):
    action = make_action(units.mara, kpi, mara)
    make_action_event(action, "done", mara)
    with pytest.raises(DatabaseError), transaction.atomic():
        make_action_event(action, "dropped", mara, reason="No.")


def test_the_database_wants_one_matter_words_and_one_owner(units, mara, kpi, objective):
    for wrong in ({"objective": objective}, {"text": ""}, {"owner_name": "Mara too"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            make_action(units.mara, kpi, mara, **wrong)
