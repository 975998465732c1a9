import pytest

from audit.models import Record
from audit.selectors.history import NEWEST, history
from audit.services.records import record

pytestmark = pytest.mark.django_db


def change(actor=None, **more):
    record(actor=actor, verb="changed", kind="initiative", subject="SPARES", **more)


def test_a_line_says_who_did_what_why_and_on_whose_behalf(ada, mara, units, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    ada.acting_for = mara
    detail = {"changes": {"stage": ["proposed", None]}, "due_on": "2027-01-01", "entry": 5}
    change(ada, reason="Trucks stand.", detail=detail, unit_id=units.mara.pk)
    (line,) = history(Record.objects.about("initiative", "SPARES"))
    assert (line.who, line.on_behalf_of, line.what) == ("Ada Whitlock", "Mara Hartley", "changed")
    assert (line.kind, line.subject, line.why) == ("initiative", "SPARES", "Trucks stand.")
    assert line.facts == ("stage: proposed → –", "due on: 2027-01-01")
    assert (line.unit_id, line.at.hour) == (units.mara.pk, 8)


def test_a_command_is_nobody(db):
    change()
    (line,) = history(Record.objects.all())
    assert (line.who, line.on_behalf_of, line.why) == ("", "", "")


def test_the_last_change_comes_first_and_old_ones_are_left_out(db, django_assert_num_queries):
    for number in range(NEWEST + 2):
        change(reason=str(number))
    with django_assert_num_queries(1):
        lines = history(Record.objects.all())
    assert [line.why for line in lines[:2]] == [str(NEWEST + 1), str(NEWEST)]
    assert len(lines) == NEWEST


def test_only_what_was_done_to_the_object_itself_is_its_history(db):
    change()
    record(actor=None, verb="changed", kind="initiative", subject="SPARES-2")
    record(actor=None, verb="changed", kind="unit", subject="SPARES")
    assert Record.objects.about("initiative", "SPARES").count() == 1


def test_what_has_no_words_yet_is_shown_as_written(db):
    record(actor=None, verb="postponed", kind="review", subject="May")
    (line,) = history(Record.objects.all())
    assert (line.what, line.kind) == ("postponed", "review")
