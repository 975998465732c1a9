"""What a scorecard leaves out; what is left is tested with the page."""

from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.filters import offered


def test_what_is_missing_can_be_asked_for_in_ones_own_branch(context):
    assert offered(context) == {"off", "missing"}


def test_above_ones_own_unit_nobody_asks_what_is_missing(world, mara):
    assert offered(read_context(mara, QueryDict("unit=HQ"))) == {"off"}
