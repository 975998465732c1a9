from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from jobs.models import OutboxRow
from osm.downloads.page import TooLarge, own_table, table_page
from osm.downloads.services.large_tables import TOPIC
from tests.osm.factories import make_large_table


@pytest.fixture
def table(units, mara):
    return make_large_table(mara, units.mara, is_written=False)


def test_a_table_is_its_owner_s_alone(table, mara, ada, nils):
    assert own_table(mara, table.pk) == table
    for other in (ada, nils):
        with pytest.raises(Http404):
            own_table(other, table.pk)


def test_it_is_gone_after_a_day_even_before_anybody_removes_it(table, mara):
    table.asked_at = timezone.now() - timedelta(days=1)
    table.save()
    with pytest.raises(Http404):
        own_table(mara, table.pk)


def test_the_gate_is_asked_again(table, mara):
    mara.memberships.all().delete()
    with pytest.raises(Http404):
        own_table(type(mara).objects.get(pk=mara.pk), table.pk)


@pytest.mark.parametrize(
    ("job", "state", "words"),
    [
        ({}, "waiting", "next in line"),
        ({"done": 1200}, "writing", "1,200 of 4,000 rows"),
        ({"done": 4000, "finished_at": timezone.now()}, "ready", "All 4,000 rows"),
        ({"error": "Not allowed."}, "failed", "Ask for it again"),
    ],
)
def test_it_says_how_far_it_is(table, job, state, words):
    for name, value in ({"total": 4000} | job).items():
        setattr(table.job, name, value)
    page = table_page(table)
    assert page.state == state
    assert words in page.sentence
    assert (page.is_open, page.is_ready) == (state in {"waiting", "writing"}, state == "ready")


def test_what_was_given_up_says_so(table):
    now = timezone.now()
    OutboxRow.objects.create(topic=TOPIC, key=str(table.pk), parked_at=now)
    assert table_page(table).state == "failed"


def test_a_table_too_large_for_a_workbook_is_offered_as_csv(units):
    assert TooLarge(units.hq, "xlsx", 50_001).is_too_large_for_a_workbook
    assert not TooLarge(units.hq, "csv", 50_001).is_too_large_for_a_workbook
    assert TooLarge(units.hq, "xlsx", 6_000).kind_name == "Excel"
