"""The small scorecard on a morning in November 2026."""

import pytest
import time_machine
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


@pytest.fixture
def context(world, chief):
    """Where the chief stands without asking for anything: HQ, October 2026."""
    return read_context(chief, QueryDict())


@pytest.fixture
def strategy(context):
    return strategy_at(context.unit, context.last_day)
