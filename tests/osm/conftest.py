"""What several of the rooms of the root look at."""

import pytest

from scorecard.models import Kpi
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture
def vehicles(units):
    """A KPI of HQ that is rolled up, off target in October."""
    make_scorecard(units)
    roll_up()
    return Kpi.objects.get(code="VEH")
