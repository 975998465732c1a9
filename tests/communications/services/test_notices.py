"""Who is told of what, once, and only where they may see it."""

from datetime import date
from decimal import Decimal

import pytest

from audit.models import Record
from communications.models import Notice
from communications.services.notices import mark_all_read, mark_notice_read, tell_key
from core.errors import NotAllowedError
from initiatives.services.action_rows import Doer
from initiatives.services.actions import add_action, hand_over_action
from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.engine.periods import FiscalCalendar
from scorecard.services.approvals import reject_entry
from scorecard.services.comments import reword_comment, withdraw_comment, write_comment
from scorecard.services.entries import Figure, submit_entries
from scorecard.services.flags import raise_flag
from scorecard.services.owner_explanations import Words, add_office_line, explain
from tests.communications.factories import make_notice
from tests.factories import (
    give_role,
    make_kpi,
    make_owner,
    make_person,
    make_reporter,
)

OCTOBER = FiscalCalendar(1).parse("2026-10")


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def told(kind=None):
    """Work off what waits, and return who was told of what."""
    drain({"notices"})
    rows = Notice.objects.order_by("id").select_related("person")
    return [row.person.name.split()[0] for row in rows if kind in {None, row.kind}]


def comment(actor, unit, kpi, text):
    return write_comment(actor=actor, unit=unit, matter=kpi, period=OCTOBER, text=text)


def enter(actor, unit, kpi, value=7):
    figures = {(kpi, OCTOBER): Figure(value=Decimal(value))}
    return submit_entries(actor=actor, unit=unit, figures=figures)[0]


def test_whom_a_comment_mentions_is_told_and_nobody_else(units, ada, mara, otto, kpi):
    row = comment(ada, units.mara, kpi, "@Mara Hartley, why?")
    assert told() == ["Mara"]
    notice = Notice.objects.get()
    assert (notice.kind, notice.comment, notice.by) == ("mention", row, ada)
    assert notice.recorded_at == row.recorded_at


def test_who_mentions_themselves_is_not_told(units, mara, kpi):
    comment(mara, units.mara, kpi, "I, @Mara Hartley, ask myself.")
    assert told() == []


def test_whom_the_new_words_of_a_comment_mention_is_told_and_the_others_not_again(
    units, ada, mara, otto, kpi
):
    row = comment(ada, units.mara, kpi, "@Mara Hartley, why?")
    assert told() == ["Mara"]
    reword_comment(actor=ada, comment=row, text="@Mara Hartley and @Otto Strand, why?")
    assert told() == ["Mara", "Otto"]


def test_a_comment_that_was_taken_back_tells_nobody(units, ada, mara, kpi):
    withdraw_comment(actor=ada, comment=comment(ada, units.mara, kpi, "@Mara Hartley, why?"))
    told()
    assert not Notice.objects.to(mara).exists()


def test_a_flag_is_told_to_its_owner_and_to_who_leads_above_and_is_urgent_to_the_chief(
    units, ada, chief, mara, nils, kpi
):
    owner = make_person("Olga Owner", "employee", units.command)
    make_owner(kpi, owner)
    raise_flag(actor=mara, unit=units.mara, matter=kpi, fear="Snow")
    assert sorted(told("flag")) == ["Ada", "Chief", "Olga"]
    assert [row.person for row in Notice.objects.filter(urgent=True)] == [chief]


def test_an_owner_who_does_not_see_the_unit_is_not_told_of_its_flag(units, mara, nils, kpi):
    make_owner(kpi, nils)
    raise_flag(actor=mara, unit=units.mara, matter=kpi, fear="Snow")
    assert told() == []


def test_who_gets_a_next_step_is_told_and_who_takes_one_on_is_not(units, mara, otto, kpi):
    step = {"unit": units.mara, "matter": kpi, "text": "Ask", "due_on": date(2026, 12, 1)}
    add_action(actor=mara, doer=Doer(otto), **step)
    add_action(actor=mara, doer=Doer(mara), **step)
    add_action(actor=mara, doer=Doer(name="Depot"), **step)
    assert told("step") == ["Otto"]


def test_to_whom_a_next_step_is_handed_is_told_each_time(units, mara, otto, ada, kpi):
    step = {"unit": units.mara, "matter": kpi, "text": "Ask", "due_on": date(2026, 12, 1)}
    action = add_action(actor=mara, doer=Doer(otto), **step)
    hand_over_action(actor=mara, action=action, doer=Doer(ada))
    hand_over_action(actor=mara, action=action, doer=Doer(otto))
    assert told("handed") == ["Ada", "Otto"]


def test_an_explanation_is_told_to_the_owner_and_the_manager_but_not_to_its_author(
    units, ada, mara, otto, kpi
):
    make_owner(kpi, otto)
    words = Words("It snowed.", "Clear it.")
    explain(actor=ada, unit=units.mara, matter=kpi, period=OCTOBER, words=words)
    assert sorted(told("explained")) == ["Mara", "Otto"]


def test_the_author_is_told_of_the_line_of_the_office(units, ada, mara, kpi):
    words = Words("It snowed.", "Clear it.")
    said = explain(actor=mara, unit=units.mara, matter=kpi, period=OCTOBER, words=words)
    add_office_line(actor=ada, explanation=said, text="So it did.")
    assert told("line") == ["Mara"]


@pytest.fixture
def fuel(units):
    fuel = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(units.mara, fuel)
    return fuel


def test_the_manager_is_asked_to_approve_what_another_entered(units, ada, mara, nils, fuel):
    una = make_person("Una Birk", "contributor", units.mara)
    enter(una, units.mara, fuel)
    assert told() == ["Mara"]


def test_what_a_manager_entered_is_for_the_manager_above(units, mara, fuel):
    make_person("Cora Voss", "unit_manager", units.command)
    enter(mara, units.mara, fuel)
    assert told() == ["Cora"]


def test_who_is_named_as_approver_is_asked_alone(units, mara, chief, fuel):
    make_reporter(units.mara, fuel, approver=chief)
    enter(make_person("Una Birk", "contributor", units.mara), units.mara, fuel)
    assert told() == ["Chief"]


def test_figures_that_count_at_once_wait_for_nobody(units, mara, kpi):
    enter(make_person("Una Birk", "contributor", units.mara), units.mara, kpi)
    assert not OutboxRow.objects.filter(topic="notices").exists()


def test_telling_twice_tells_nobody_again(units, ada, chief, mara, kpi):
    flag = raise_flag(actor=mara, unit=units.mara, matter=kpi, fear="Snow")
    told()
    before = list(Notice.objects.order_by("id").values())
    tell_key(f"flag:{flag.pk}")
    assert list(Notice.objects.order_by("id").values()) == before
    assert len(before) == 2


def test_who_lost_the_right_before_it_was_worked_off_is_not_told(units, ada, mara, otto, kpi):
    comment(ada, units.mara, kpi, "@Otto Strand, why?")
    give_role(otto, "employee", units.mara, valid_until=date(2026, 11, 11))
    assert told() == []


def test_who_may_not_sign_in_any_more_is_not_told(units, ada, otto, kpi):
    comment(ada, units.mara, kpi, "@Otto Strand, why?")
    otto.is_active = False
    otto.save()
    assert told() == []


@pytest.fixture
def notice(units, otto, kpi):
    return make_notice(otto, units.mara, kpi)


def test_reading_is_noted_once_and_the_audit_row_names_nobody(otto, notice):
    mark_notice_read(actor=otto, notice=notice)
    notice.refresh_from_db()
    first = notice.read_at
    mark_notice_read(actor=otto, notice=notice)
    notice.refresh_from_db()
    assert notice.read_at == first is not None
    row = Record.objects.get()
    assert (row.verb, row.actor, row.subject) == ("read", None, notice.cause)


def test_nobody_marks_another_persons_notice(mara, notice):
    with pytest.raises(NotAllowedError, match="your own"):
        mark_notice_read(actor=mara, notice=notice)
    assert not Notice.objects.exclude(read_at=None).exists()


def test_all_are_read_but_those_that_came_in_since(units, otto, mara, kpi, notice):
    make_notice(mara, units.mara, kpi)
    later = make_notice(otto, units.mara, kpi)
    assert mark_all_read(actor=otto, until=notice.pk) == 1
    assert mark_all_read(actor=otto, until=notice.pk) == 0
    assert set(Notice.objects.filter(read_at=None, person=otto)) == {later}
    assert Notice.objects.filter(read_at=None, person=mara).count() == 1
    assert Record.objects.count() == 1


def test_a_rejection_is_told_to_the_author_and_to_who_enters_it_now(units, ada, mara):
    cleo, dana = (make_person(name, "contributor", units.mara) for name in ("Cleo", "Dana"))
    fuel = make_kpi("FUEL", approved_only=True)
    make_reporter(units.mara, fuel, person=dana)
    entry = enter(cleo, units.mara, fuel)
    reject_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash, reason="In litres?")
    assert told("rejected") == ["Cleo", "Dana"]
    notice = Notice.objects.filter(kind="rejected").first()
    assert (notice.by, notice.entry) == (mara, entry)


def test_who_rejects_a_figure_of_their_own_unit_is_told_nothing(units, ada, mara):
    fuel = make_kpi("FUEL", approved_only=True)
    make_reporter(units.mara, fuel)
    entry = enter(ada, units.mara, fuel)
    reject_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash, reason="In litres?")
    assert told("rejected") == ["Ada"]
