import pytest
from django.db import connection

from core.changes import Ledger, watch, watched_tables
from jobs.models import Change, Heartbeat, Job

pytestmark = pytest.mark.django_db

TABLE, LEDGER = Job._meta.db_table, Ledger(Change._meta.db_table)


def total():
    return sum(Change.objects.values_list("number", flat=True))


@pytest.fixture
def watched(db):
    assert watch([TABLE], LEDGER) == [TABLE]


def test_a_table_is_watched_once(watched):
    assert TABLE in watched_tables()
    assert watch([TABLE], LEDGER) == []


@pytest.mark.parametrize("name", ["jobs_job; DROP TABLE jobs_job", "Jobs", ""])
def test_what_is_no_plain_name_of_a_table_is_refused(db, name):
    with pytest.raises(ValueError, match="is no plain name of a table"):
        watch([name], LEDGER)


def test_every_way_to_change_a_row_is_noted(watched, django_assert_num_queries):
    ways = (
        lambda: Job.objects.create(kind="a", label="a"),
        lambda: Job.objects.bulk_create([Job(kind="b", label="b")], ignore_conflicts=True),
        lambda: Job.objects.update(label="c"),
        lambda: connection.cursor().execute("UPDATE jobs_job SET done = 1"),
        lambda: Job.objects.all().delete(),
    )
    totals = [total()]
    for way in ways:
        way()
        # As a transaction of its own would.
        forget_that_it_is_noted()
        totals.append(total())
    assert totals == sorted(set(totals))


def test_a_column_that_nobody_shows_moves_nothing_by_itself(db):
    assert watch([TABLE], LEDGER, {TABLE: ["label", "kind"]}) == [TABLE]
    job = Job.objects.create(kind="a", label="a")
    totals = [total()]
    for columns in ({"done": 1}, {"done": 2, "label": "b"}, {"kind": "b"}):
        forget_that_it_is_noted()
        Job.objects.filter(pk=job.pk).update(**columns)
        totals.append(total())
    assert totals[0] == totals[1] < totals[2] < totals[3]


def test_columns_can_be_chosen_anew(db):
    watch([TABLE], LEDGER, {TABLE: ["kind"]})
    assert watch([TABLE], LEDGER, {TABLE: ["kind", "label"]}) == []
    job = Job.objects.create(kind="a", label="a")
    forget_that_it_is_noted()
    before = total()
    Job.objects.filter(pk=job.pk).update(label="b")
    assert total() > before


def test_a_table_that_is_not_watched_moves_nothing(watched):
    before = total()
    Heartbeat.objects.create(name="x", seen_at="2026-11-12T08:00Z")
    assert total() == before


def forget_that_it_is_noted():
    if connection.vendor == "postgresql":
        connection.cursor().execute("SELECT set_config('osm.change_is_noted', '', true)")
