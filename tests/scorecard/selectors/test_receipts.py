"""When the figures of a period came in."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.receipts import last_received
from scorecard.services.figures import read_columns
from tests.factories import make_entry

LATER = datetime(2026, 11, 13, 9, tzinfo=UTC)


@pytest.fixture
def column(context, strategy):
    return read_columns(context, strategy)[-1]


def test_the_latest_figure_at_or_below_the_unit_counts(world, context, column):
    with time_machine.travel(LATER, tick=False):
        make_entry(world.units.nils, world.vehicles, "2026-10", pair=(71, 100))
    received = last_received(context, column)
    assert received[world.vehicles.pk] == LATER
    assert received[world.staff.pk] < LATER


def test_a_figure_of_another_period_does_not_count(world, context, column):
    with time_machine.travel(LATER, tick=False):
        make_entry(world.units.mara, world.staff, "2026-09", 16)
    assert last_received(context, column)[world.staff.pk] < LATER


def test_one_question_is_asked(context, column, django_assert_num_queries):
    with django_assert_num_queries(1):
        last_received(context, column)


def test_above_ones_own_unit_nobody_sees_when(world, mara, column):
    assert last_received(read_context(mara, QueryDict("unit=HQ")), column) == {}
