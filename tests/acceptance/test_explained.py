"""The parts that explain a real organisation's figures add up to them, month by month."""

import numpy as np
import pytest
from django.http import QueryDict

from organization.models import Unit
from scorecard.engine import UnitRule, split_miss
from scorecard.engine.explain import composed, moved
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Result
from scorecard.selectors.context import read_context
from scorecard.services.families import read_family
from tests.factories import make_person

pytestmark = pytest.mark.slow
NEAR = 1e-9


@pytest.fixture
def england(rolled_up):
    rolled_up("nhs_ae")
    unit = Unit.objects.get(code="ENG")
    return read_context(make_person(role="osm_staff", unit=unit), QueryDict("unit=ENG"))


def families(context, code):
    """The figure of each month with its parts."""
    kpi = Kpi.objects.select_related("current").get(code=code)
    months = Result.objects.filter(kpi=kpi, unit=context.unit).order_by("period")
    return [
        read_family(context, kpi, Period(Frequency.MONTHLY, month))
        for month in months.values_list("period", flat=True)
    ]


def test_the_parts_add_up_to_englands_miss_figure_and_change_in_every_month(england):
    found = families(england, "AE_4H")
    with_miss = [each for each in found if not np.isnan(each.now.whole.miss)]
    assert (len(found), len(with_miss)) == (71, 71)
    for each in with_miss:
        split = split_miss(UnitRule.RATIO, each.now.whole, each.now.parts)
        made = composed(UnitRule.RATIO, each.now)
        assert sum(split.parts.tolist()) == pytest.approx(each.now.whole.miss, abs=NEAR)
        assert sum((split.rate + split.mix).tolist()) == pytest.approx(sum(split.parts), abs=NEAR)
        assert sum(made.points.tolist()) == pytest.approx(each.now.whole.value, abs=NEAR)
    moves = [moved(UnitRule.RATIO, each.earlier, each.now) for each in with_miss[1:]]
    for move in moves:
        assert sum(move.points.tolist()) == pytest.approx(move.change, abs=NEAR)
    # Real regions differ in size and rate: both parts are at work.
    assert any(np.abs(move.mix).max() > NEAR for move in moves)


def test_the_parts_add_up_to_englands_attendances_in_every_month(england):
    for each in families(england, "AE_ATT"):
        assert sum(composed(UnitRule.SUM, each.now).points.tolist()) == each.now.whole.value
