"""The database itself keeps the record, and what was entered, as they are."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction

from audit.models import Link, Record
from audit.services.records import record
from scorecard.models import Entry, EntryEvent
from tests.factories import make_entry, make_kpi, recorded
from tests.owner import execute

pytestmark = pytest.mark.django_db

TABLES = ["audit_record", "audit_link", "scorecard_entry", "scorecard_entryevent"]
REFUSAL = "are appended, never changed or removed"


@pytest.fixture
def rows(ada, units):
    """Have a row in each of the tables."""
    record(actor=ada, verb="created", kind="initiative", subject="SPARES")
    entry = make_entry(units.mara, make_kpi("FUEL"), "2026-10", 5, author=ada)
    EntryEvent.objects.create(entry=entry, kind="withdrawn", actor=ada, recorded_at=recorded())
    connection.check_constraints()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
)
def test_the_database_refuses_to_change_or_remove_a_row(rows, table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {0} WHERE true"
    column = "position" if table == "audit_link" else "id"
    before = execute(f"SELECT count(*) FROM {table}")
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        execute(statement.format(table, column))
    assert before == execute(f"SELECT count(*) FROM {table}") != [(0,)]


@pytest.mark.parametrize("model", [Record, Link, Entry, EntryEvent])
def test_nor_does_the_product_get_past_it(rows, model):
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        model.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError, match=REFUSAL), transaction.atomic():
        model.objects.first().save()


def test_a_hash_covers_every_column():
    row = Record(recorded_at=datetime(2026, 11, 12, 8, tzinfo=UTC), verb="a", detail={})
    hashes = {row.hash_of_content()}
    changes = {
        "recorded_at": row.recorded_at + timedelta(microseconds=1),
        "actor_id": 1,
        "on_behalf_of_id": 1,
        "unit_id": 1,
        "verb": "b",
        "subject_kind": "b",
        "subject": "b",
        "reason": "b",
        "detail": {"b": 1},
    }
    columns = {field.attname for field in Record._meta.fields}
    assert set(changes) == columns - {"id", "content_hash"}
    for name, value in changes.items():
        setattr(row, name, value)
        hashes.add(row.hash_of_content())
    assert len(hashes) == len(changes) + 1


def test_a_hash_does_not_ask_in_which_zone_the_moment_is_written():
    moment = datetime(2026, 11, 12, 8, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=5)))
    first, second = (Record(recorded_at=at).hash_of_content() for at in (moment, there))
    assert first == second
