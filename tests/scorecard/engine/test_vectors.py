"""The test vectors of the scoring contract; cut scores 100/3 and 200/3."""

import numpy as np
import pytest

from scorecard.engine import (
    ROOT,
    FiscalCalendar,
    Frequency,
    Leaves,
    LongerTarget,
    Parents,
    Status,
    Targets,
    TimeRule,
    UnitRule,
    View,
    combine,
    finish,
    over_time,
    resolve,
    roll_up,
    roll_up_targets,
    windows,
)
from tests.scorecard.engine.worlds import grid, listed, one_line, own_entries, whole

MONTHS = FiscalCalendar().base_range(2026, Frequency.MONTHLY)


def scored(value, goal, red):
    figures = finish(one_line(value, goal, red), 0.6)
    return figures.score[0, 0], Status(figures.status[0, 0]).word


@pytest.mark.parametrize(
    ("value", "score", "status"),
    [(300, 0, "red"), (500, 100 / 3, "red"), (700, 200 / 3, "green"), (900, 100, "green")],
)
def test_goal_700_red_flag_500_scores_0_33_66_and_100(value, score, status):
    assert scored(value, 700, 500) == (pytest.approx(score), status)


def test_goal_5_red_flag_10_value_8_scores_46_666_amber():
    assert scored(8, 5, 10) == (pytest.approx(46 + 2 / 3), "amber")


def test_lower_is_better_goal_0_3_value_0_1_plus_0_2_is_green():
    assert scored(0.1 + 0.2, 0.3, 0.5)[1] == "green"


def test_ratio_90_of_100_and_1_of_10_is_0_827272_not_0_5():
    cells = roll_up(
        UnitRule.RATIO, whole([ROOT, 0, 0]), own_entries([None, 90, 1], [None, 100, 10])
    )
    assert cells.value[0, 0] == pytest.approx(0.8272727272727273, abs=1e-15)


def test_ratio_children_0_of_0_and_3_of_4_is_0_75_coverage_2_of_2():
    cells = roll_up(UnitRule.RATIO, whole([ROOT, 0, 0]), own_entries([None, 0, 3], [None, 0, 4]))
    assert cells.value[0, 0] == 0.75
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (2, 2)


def test_mean_child_10_of_1_unit_and_child_of_3_units_20_each_is_17_5_not_15():
    own = own_entries([None, 10, None, 20, 20, 20])
    assert roll_up(UnitRule.MEAN, whole([ROOT, 0, 0, 2, 2, 2]), own).value[0, 0] == 17.5


def test_weighted_mean_of_a_regions_own_10_with_own_weight_5_takes_weight_5_for_the_10():
    own = own_entries([None, 10, 20, 40], [None, 5, 60, 35])
    cells = roll_up(UnitRule.WEIGHTED_MEAN, whole([ROOT, 0, 1, 1]), own)
    assert cells.b[1, 0] == 100
    assert cells.value[1, 0] == (5 * 10 + 60 * 20 + 35 * 40) / 100


def test_sum_5_missing_7_min_coverage_0_8_is_12_coverage_2_of_3_insufficient_not_counted_above():
    own = own_entries([None, 5, None, 7], due=[0, 1, 1, 1])
    cells = roll_up(UnitRule.SUM, whole([ROOT, 0, 0, 0]), own)
    goal = np.full((4, 1), 10.0)
    at_hand = windows(View.BASE, MONTHS[:1], Frequency.MONTHLY, FiscalCalendar())
    lines = over_time(cells, Targets.pair(goal, goal / 2), UnitRule.SUM, TimeRule.SUM, at_hand)
    figures = finish(lines, 0.8)
    assert (figures.value[0, 0], figures.reported[0, 0], figures.expected[0, 0]) == (12, 2, 3)
    assert Status(figures.status[0, 0]) is Status.INSUFFICIENT
    yes = np.ones((1, 1), bool)
    node = combine(
        Leaves(figures.score[:1], figures.status[:1]),
        np.array([0]),
        Parents.plain(1),
        goal[:1],
        ~yes,
        yes,
    )
    assert np.isnan(node.score[0, 0])
    assert Status(node.status[0, 0]) is Status.NO_DATA


def test_rolled_up_goal_child_a_10_goal_10_child_b_100_no_goal_parent_110_no_target_not_scored():
    trees, own = whole([ROOT, 0, 0]), own_entries([None, 10, 100])
    cells = roll_up(UnitRule.SUM, trees, own)
    given = Targets.pair(grid([None, 10, None]), grid([None, 5, None]))
    targets = roll_up_targets(UnitRule.SUM, trees, own, given)
    at_hand = windows(View.BASE, MONTHS[:1], Frequency.MONTHLY, FiscalCalendar())
    figures = finish(over_time(cells, targets, UnitRule.SUM, TimeRule.SUM, at_hand), 0.6)
    assert figures.value[0, 0] == 110
    assert np.isnan(figures.goal[0, 0])
    assert Status(figures.status[0, 0]) is Status.NOT_SCORED


def test_headcount_units_sum_time_last_yearly_goal_1200_is_1200_in_every_month():
    none = np.full((1, 12), np.nan)
    year = LongerTarget(0, 12, np.array([[1200.0], [1000.0]]))
    targets = resolve(Targets.pair(none, none), [year], UnitRule.SUM, TimeRule.LAST)
    assert listed(targets.goal) == [[1200] * 12]


def test_weights_2_and_1_scores_90_and_no_data_is_90_score_coverage_2_of_3():
    leaves = Leaves(grid([90, None]), np.array([[Status.GREEN], [Status.NO_DATA]]))
    yes = np.ones((2, 1), bool)
    node = combine(leaves, np.array([0, 0]), Parents.plain(1), grid([2, 1]), ~yes, yes)
    assert node.score[0, 0] == 90
    assert node.coverage[0, 0] == pytest.approx(2 / 3)


def test_critical_kpi_red_s_80_makes_objective_perspective_and_scorecard_red_s_shown_80():
    leaves = Leaves(grid([100, 20]), np.array([[Status.GREEN], [Status.RED]]))
    yes = np.ones((2, 1), bool)
    critical = np.array([[False], [True]])
    node = combine(leaves, np.array([0, 0]), Parents.plain(1), grid([3, 1]), critical, yes)
    for _ in ("objective", "perspective", "scorecard"):
        assert (node.score[0, 0], Status(node.status[0, 0])) == (80, Status.RED)
        assert Status(node.uncapped[0, 0]) is Status.GREEN
        node = combine(node, np.array([0]), Parents.plain(1), grid([1]), ~yes[:1], yes[:1])


def test_trucks_out_of_service_are_summed_over_cities_per_week_then_averaged():
    own = own_entries([[None] * 3, [4, 2, None], [6, None, 3]], due=[[0] * 3, [1] * 3, [1] * 3])
    cells = roll_up(UnitRule.SUM, whole([ROOT, 0, 0], 3), own)
    calendar = FiscalCalendar()
    weeks = calendar.base_range(2026, Frequency.WEEKLY)[:3]
    at_hand = windows(View.YTD, weeks, Frequency.WEEKLY, calendar)
    none = np.full((3, 3), np.nan)
    lines = over_time(cells, Targets.pair(none, none), UnitRule.SUM, TimeRule.MEAN, at_hand)
    assert listed(lines.value)[0] == [10, 6, 5]


def test_1_of_2_in_january_and_9_of_10_in_february_is_10_of_12_year_to_date():
    cells = roll_up(UnitRule.RATIO, whole([ROOT], 2), own_entries([[1, 9]], [[2, 10]]))
    at_hand = windows(View.YTD, MONTHS[:2], Frequency.MONTHLY, FiscalCalendar())
    none = np.full((1, 2), np.nan)
    lines = over_time(cells, Targets.pair(none, none), UnitRule.RATIO, TimeRule.SUM, at_hand)
    assert listed(lines.value) == [[0.5, 10 / 12]]
