"""What several tests of communications speak of."""

import pytest

from tests.factories import make_kpi, make_reporter


@pytest.fixture
def kpi(units):
    """A KPI that Mara's brigade reports."""
    kpi = make_kpi("DAYS", name="Days lost")
    make_reporter(units.mara, kpi)
    return kpi
