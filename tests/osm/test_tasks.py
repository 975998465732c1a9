from datetime import timedelta

import pytest
from django.utils import timezone

from osm.downloads.services.large_tables import ask_for_table
from osm.models import LargeTable
from osm.tasks import discard_large_tables, write_large_tables
from tests.osm.factories import make_large_table
from tests.scorecard.small import make_scorecard


@pytest.fixture
def world(units):
    return make_scorecard(units)


def test_the_hint_writes_what_was_asked_for(world, mara, units):
    table = ask_for_table(actor=mara, unit=units.mara, kind="csv")
    write_large_tables()
    table.job.refresh_from_db()
    assert table.job.finished_at


def test_every_hour_what_is_a_day_old_is_removed(units, mara):
    make_large_table(mara, units.mara, asked_at=timezone.now() - timedelta(days=1))
    discard_large_tables()
    discard_large_tables()
    assert not LargeTable.objects.exists()
