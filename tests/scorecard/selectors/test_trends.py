"""The arrow beside a change."""

import pytest

from scorecard.engine import Period, Status
from scorecard.engine.types import Frequency
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.trends import DOWN, LEVEL, UP, TrendMark, better_way, trend_mark


def figure(value, goal=None, red_flag=None):
    return Figure(Period(Frequency.MONTHLY, 1), value, goal, red_flag, None, Status.GREEN, 1, 1)


@pytest.mark.parametrize(
    ("value", "goal", "red_flag", "mark"),
    [
        (8.0, 20, 10, TrendMark(DOWN, "worse", "bad")),
        (8.0, 5, 20, TrendMark(DOWN, "better", "good")),
        (12.0, 20, 10, TrendMark(UP, "better", "good")),
        (12.0, 5, 20, TrendMark(UP, "worse", "bad")),
        (10.0, 20, 10, TrendMark(LEVEL, "unchanged")),
        (12.0, None, None, TrendMark(UP, "up")),
        (8.0, None, None, TrendMark(DOWN, "down")),
    ],
)
def test_it_says_whether_the_way_is_a_good_one(value, goal, red_flag, mark):
    assert trend_mark(figure(value, goal, red_flag), figure(10.0), KpiVersion(), 0) == mark


def test_there_is_none_where_a_value_is_unknown():
    assert trend_mark(figure(None), figure(1.0), KpiVersion(), 0) is None
    assert trend_mark(figure(1.0), figure(None), KpiVersion(), 0) is None
    assert trend_mark(figure(1.0), None, KpiVersion(), 0) is None
    assert trend_mark(None, figure(1.0), KpiVersion(), 0) is None


def test_without_a_target_the_definition_says_what_is_better():
    assert better_way(figure(1.0), KpiVersion(direction="lower")) == -1
    assert better_way(figure(1.0), KpiVersion(direction="higher")) == 1
    assert better_way(figure(1.0), KpiVersion()) == 0


def test_a_change_that_is_not_to_be_seen_has_no_direction():
    almost = trend_mark(figure(10.2, 20, 10), figure(10.0), KpiVersion(), 0)
    assert almost == TrendMark(LEVEL, "unchanged")
    assert trend_mark(figure(10.2, 20, 10), figure(10.0), KpiVersion(), 1).word == "better"
