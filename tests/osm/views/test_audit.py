import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from audit.models import Record
from audit.services.records import record
from osm.audit import cells_of
from tests.factories import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes(ada, mara, nils, units, time_machine):
    """One change of each of three units, one of none, on four days."""
    for day, actor, unit in ((9, ada, None), (10, nils, units.nils), (11, mara, units.mara)):
        time_machine.move_to(f"2026-11-{day:02} 08:00Z", tick=False)
        kind, subject = ("initiative", f"OF-{unit.code}") if unit else ("file", "values.csv")
        words = {"verb": "created" if unit else "imported", "kind": kind, "subject": subject}
        record(actor=actor, unit_id=unit and unit.pk, reason="Trucks stand.", **words)
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    ada.acting_for = mara
    detail = {"changes": {"stage": ["proposed", "launched"]}}
    record(
        actor=ada,
        verb="changed",
        kind="initiative",
        subject="OF-MARA",
        unit_id=units.mara.pk,
        detail=detail,
    )
    # As a commit does: the database chains the rows.
    connection.check_constraints()


def subjects(answer):
    return [(line.what, line.subject) for line, _unit in answer.context["page"].lines]


EVERYTHING = [
    ("changed", "OF-MARA"),
    ("created", "OF-MARA"),
    ("created", "OF-NILS"),
    ("imported", "values.csv"),
]


def test_an_auditor_of_the_whole_sees_every_change_the_last_one_first(client, vera, changes):
    client.force_login(vera)
    answer = client.get("/audit/")
    assert subjects(answer) == EVERYTHING
    shown = answer.content.decode()
    for words in ("Ada Whitlock", "on behalf of Mara Hartley", "Trucks stand.", "Army of Aldmark"):
        assert words in shown
    assert "stage: proposed → launched" in shown


def test_an_auditor_of_a_unit_sees_that_unit_alone(client, otto, units, changes):
    give_role(otto, "auditor", units.mara)
    client.force_login(otto)
    assert subjects(client.get("/audit/")) == EVERYTHING[:2]
    shown = client.get("/audit/?person=Nils").content.decode()
    assert "OF-NILS" not in shown
    assert client.get("/audit/?unit=NILS").status_code == 404
    assert "NILS" not in export(client.get("/audit/export/"))


def test_one_unit_is_shown_with_what_is_below_it(client, vera, changes):
    client.force_login(vera)
    assert subjects(client.get("/audit/?unit=MARA")) == EVERYTHING[:2]
    assert subjects(client.get("/audit/?unit=CMD")) == EVERYTHING[:3]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("kind=file", EVERYTHING[3:]),
        ("person=nils", EVERYTHING[2:3]),
        ("person=mara", EVERYTHING[:2]),
        ("first=2026-11-11", EVERYTHING[:2]),
        ("last=2026-11-10", EVERYTHING[2:]),
        ("first=2026-11-10&last=2026-11-11&kind=initiative", EVERYTHING[1:3]),
    ],
)
def test_what_is_shown_can_be_narrowed(client, vera, changes, query, left):
    client.force_login(vera)
    assert subjects(client.get(f"/audit/?{query}")) == left


@pytest.mark.parametrize(
    "query", ["first=soon", "first=2026-11-12&last=2026-11-10", "kind=nothing"]
)
def test_what_cannot_be_understood_is_said_beside_the_field(client, vera, changes, query):
    client.force_login(vera)
    for address in ("/audit/", "/audit/export/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 422
        assert answer.context["form"].errors
        assert not answer.context["page"].lines


def test_the_list_has_pages_that_keep_what_was_asked_for(client, vera, units):
    for number in range(51):
        record(actor=None, verb="created", kind="initiative", subject=f"I{number}")
    client.force_login(vera)
    first = client.get("/audit/?kind=initiative")
    assert "?kind=initiative&amp;page=2" in first.content.decode()
    assert subjects(client.get("/audit/?kind=initiative&page=2")) == [("created", "I0")]


def export(answer):
    return b"".join(answer.streaming_content).decode()


def test_the_file_has_every_change_in_the_order_of_the_chain(client, vera, changes):
    client.force_login(vera)
    rows = list(csv.DictReader(StringIO(export(client.get("/audit/export/")))))
    assert [int(row["link"]) for row in rows] == [1, 2, 3, 4]
    assert all(len(row["hash"]) == 64 for row in rows)
    assert [row["object"] for row in rows] == [subject for _what, subject in reversed(EVERYTHING)]
    assert rows[3]["on_behalf_of"].startswith("mara")
    assert rows[3]["unit"] == "MARA"


def test_no_cell_of_the_file_is_a_formula(client, vera, units):
    record(actor=None, verb="created", kind="initiative", subject="=1+1", reason="@SUM(A1)")
    connection.check_constraints()
    client.force_login(vera)
    (row,) = csv.DictReader(StringIO(export(client.get("/audit/export/"))))
    assert (row["object"], row["why"]) == ("'=1+1", "'@SUM(A1)")


def test_who_may_not_see_it_is_told_whose_page_it_is(client, chief):
    client.force_login(chief)
    answer = client.get("/audit/")
    assert answer.status_code == 403
    assert "for auditors and the strategy office" in answer.content.decode()


def test_a_right_that_ended_yesterday_is_none(client, otto, units, changes):
    yesterday = timezone.localdate() - timedelta(days=1)
    give_role(otto, "auditor", units.mara, valid_until=yesterday)
    client.force_login(otto)
    assert client.get("/audit/").status_code == 403


def test_the_workbook_holds_the_same_changes_as_the_csv(client, vera, changes):
    client.force_login(vera)
    lines = list(csv.reader(StringIO(b"".join(client.get("/audit/export/")).decode())))
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/audit/export/workbook/").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[: len(lines)]] == [line[5] for line in lines]


def test_too_many_changes_for_a_workbook_are_refused_with_the_way_out(
    client, vera, changes, monkeypatch
):
    for place in ("osm.audit", "osm.views.audit"):
        monkeypatch.setattr(f"{place}.MOST_IN_A_WORKBOOK", 2)
    client.force_login(vera)
    answer = client.get("/audit/export/workbook/?kind=initiative", follow=True)
    assert answer.redirect_chain == [("/audit/?kind=initiative", 302)]
    assert "download them as CSV" in answer.content.decode()


def test_a_change_whose_link_was_taken_away_is_told_all_the_same(vera):
    lost = Record(recorded_at=datetime(2026, 11, 9, tzinfo=UTC), actor=vera, verb="imported")
    place, chained, _when, who, _for, verb, *_rest = cells_of(lost, {})
    assert (place, chained, who, verb) == ("", "", vera.email, "imported")
