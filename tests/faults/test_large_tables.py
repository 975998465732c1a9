"""A large table survives the worker that writes it."""

import pytest

from jobs.models import OutboxRow
from osm.downloads.services.large_tables import TOPIC, ask_for_table, written_rows
from osm.models import LargeTable
from tests.faults.processes import manage
from tests.faults.test_kills import die

MODULE = "osm.downloads.services.large_tables"


@pytest.fixture
def asked(world, settled):
    return ask_for_table(actor=world.actor, unit=world.hq, kind="csv")


def whole(table):
    """Return the table once a drain has gone through, with the rows that stand in it."""
    finished = manage("drain")
    assert finished.returncode == 0, finished.stderr
    found = LargeTable.objects.select_related("job").get(pk=table.pk)
    return found.job, list(written_rows(found))


@pytest.mark.parametrize(
    ("function", "when", "parts"),
    [("post", "before", 0), ("post", "after", 0), ("_finish", "before", 2)],
)
def test_a_killed_worker_loses_one_step_and_no_row_comes_twice(asked, function, when, parts):
    die(MODULE, function, when)
    assert asked.parts.count() == parts
    assert OutboxRow.objects.filter(topic=TOPIC).count() == 1
    job, rows = whole(asked)
    assert job.finished_at is not None
    assert len(rows) == job.done == job.total > 0
    assert len({(row[1], row[3], row[5]) for row in rows}) == len(rows)
