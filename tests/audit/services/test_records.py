from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from audit.models import Record
from audit.services.records import record, record_each

pytestmark = pytest.mark.django_db


def write(actor, **more):
    words = {"verb": "created", "kind": "initiative", "subject": "SPARES"}
    return record(actor=actor, **(words | more))


def test_a_row_says_who_did_what_to_which_object_when_and_why(ada, units, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    write(ada, reason="Trucks stand.", detail={"name": "Spares"}, unit_id=units.mara.pk)
    row = Record.objects.get()
    assert (row.actor, row.on_behalf_of, row.unit_id) == (ada, None, units.mara.pk)
    assert (row.verb, row.subject_kind, row.subject) == ("created", "initiative", "SPARES")
    assert (row.reason, row.detail) == ("Trucks stand.", {"name": "Spares"})
    assert f"{row.recorded_at:%d %H:%M}" == "12 08:00"


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_a_command_and_a_visitor_are_nobody(nobody):
    assert write(nobody).actor is None


def test_what_a_deputy_does_names_both(ada, mara):
    ada.acting_for = mara
    write(ada)
    row = Record.objects.get()
    assert (row.actor, row.on_behalf_of) == (ada, mara)


def test_several_objects_leave_a_row_each_in_one_statement(ada, django_assert_num_queries):
    done = [(f"HQ FUEL {month}", {"revision": month}) for month in range(40)]
    with django_assert_num_queries(1):
        record_each(actor=ada, verb="submitted", kind="entry", done=done, unit_id=None)
    rows = Record.objects.order_by("id")
    assert [(row.subject, row.detail) for row in rows] == done


def test_a_long_subject_is_cut():
    assert len(write(None, subject="x" * 300).subject) == 200


def test_a_detail_is_kept_so_that_both_databases_give_it_back_as_hashed():
    detail = {"b": 1.50, "a": [1e30, float("nan"), -0.0, 2**70], "ä": {"z": None, 1: True}}
    write(None, detail=detail)
    row = Record.objects.get()
    assert row.detail == {
        "b": "1.5",
        "a": ["1e+30", "NaN", "-0.0", 2**70],
        "ä": {"z": None, "1": True},
    }
    assert row.content_hash == row.hash_of_content()


def test_what_is_no_json_is_refused():
    with pytest.raises(TypeError):
        write(None, detail={"amount": Decimal(1)})
    assert not Record.objects.exists()
