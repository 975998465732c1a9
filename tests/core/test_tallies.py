"""Many numbers are asked in one question."""

import pytest

from core import asked
from core.tallies import Total, tallies
from organization.models import Unit
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch):
    monkeypatch.setattr(asked, "_kept", {})


def kinds():
    """Count units, add their positions, and count none."""
    below = Unit.objects.exclude(parent=None)
    return {
        "all": Unit.objects.all(),
        "below": below.filter(name__contains="%s 5 %"),
        "places": Total(below, "position"),
        "nothing": Unit.objects.none(),
    }


def test_rows_are_counted_and_columns_added_in_one_question(django_assert_num_queries):
    hq = make_unit("HQ")
    make_unit("A", hq, position=3, name="%s 5 %")
    make_unit("B", hq, position=4)
    with django_assert_num_queries(1):
        found = tallies("mine", kinds)
    assert found == {"all": 3, "below": 1, "places": 7, "nothing": 0}


def test_without_rows_there_is_nothing_and_not_unknown():
    assert tallies("mine", kinds) == {"all": 0, "below": 0, "places": 0, "nothing": 0}
