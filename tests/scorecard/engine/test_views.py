import numpy as np
import pytest

from scorecard.engine import (
    ROOT,
    FiscalCalendar,
    Frequency,
    LongerTarget,
    Targets,
    TimeRule,
    UnitRule,
    View,
    finish,
    over_time,
    roll_up,
    windows,
)
from tests.scorecard.engine.worlds import grid, listed, own_entries, whole

ALONE = [ROOT]
HQ_AND_TWO = [ROOT, 0, 0]


def lines(own, rule, time_rule, view, *, parents=ALONE, goal=None, red=None, longer=()):
    """Lines over one or more fiscal years of four quarters."""
    n_units, n_periods = own.x.shape
    calendar = FiscalCalendar()
    first = calendar.base_range(2026, Frequency.QUARTERLY).start
    at_hand = windows(view, range(first, first + n_periods), Frequency.QUARTERLY, calendar)
    nothing = np.full((n_units, n_periods), np.nan)
    goals = nothing if goal is None else grid(goal)
    reds = goals - 1 if red is None else grid(red)
    cells = roll_up(rule, whole(parents, n_periods), own)
    return over_time(cells, Targets.pair(goals, reds), rule, time_rule, at_hand, longer)


def year(x, time_rule, *, rule=UnitRule.SUM, due=None, w=None):
    own = own_entries([x], None if w is None else [w], due=None if due is None else [due])
    found = lines(own, rule, time_rule, View.YEAR)
    return listed(found.value)[0][0]


ALL_DUE = [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("time_rule", "expected"),
    [
        (TimeRule.SUM, 15),
        (TimeRule.MEAN, 5),
        (TimeRule.LAST, 2),
        (TimeRule.MIN, 2),
        (TimeRule.MAX, 9),
    ],
)
def test_the_base_periods_that_have_a_value_are_combined_by_the_time_rule(time_rule, expected):
    assert year([4, 9, 2, None], time_rule, due=ALL_DUE) == expected


@pytest.mark.parametrize("time_rule", list(TimeRule))
def test_a_longer_period_without_any_value_has_none(time_rule):
    assert year([None] * 4, time_rule, due=ALL_DUE) is None


def test_units_come_first_then_time():
    own = own_entries([[None] * 4, [1, 2, 3, 4], [10, 10, 10, 10]])
    found = lines(own, UnitRule.SUM, TimeRule.MAX, View.YEAR, parents=HQ_AND_TWO)
    assert listed(found.value)[0] == [14]


def test_where_both_rules_are_means_states_are_added_and_divided_once():
    own = own_entries([[None] * 4, [0, 6, 6, 6], [0, None, None, None]])
    found = lines(own, UnitRule.MEAN, TimeRule.MEAN, View.YEAR, parents=HQ_AND_TWO)
    assert listed(found.value)[0] == [18 / 5]


def test_a_weighted_mean_over_time_keeps_the_weights_of_its_periods():
    assert (
        year([10, 20, None, None], TimeRule.MEAN, rule=UnitRule.WEIGHTED_MEAN, w=[3, 1, 5, None])
        == 12.5
    )


def test_a_mean_of_units_under_another_time_rule_combines_finished_values():
    own = own_entries([[None] * 4, [0, 6, 6, 6], [4, None, None, None]])
    found = lines(own, UnitRule.MEAN, TimeRule.SUM, View.YEAR, parents=HQ_AND_TWO)
    assert listed(found.value)[0] == [20]


def test_a_ratio_adds_numerators_and_denominators():
    assert (
        year([1, 9, None, None], TimeRule.SUM, rule=UnitRule.RATIO, w=[2, 10, None, None])
        == 10 / 12
    )


def test_a_ratio_takes_the_last_pair_that_has_a_value():
    assert year([1, 9, 5, None], TimeRule.LAST, rule=UnitRule.RATIO, w=[2, 10, 0, None]) == 0.9


def test_a_time_rule_without_meaning_for_a_ratio_is_refused():
    with pytest.raises(ValueError, match="cannot be used"):
        year([1] * 4, TimeRule.MEAN, rule=UnitRule.RATIO, w=[1] * 4)


def test_coverage_of_a_longer_period_is_the_sum_over_its_base_periods():
    own = own_entries(
        [[None] * 4, [1, None, 1, None], [1, 1, None, None]],
        due=[[0] * 4, [1, 1, 1, 0], [1, 1, 0, 0]],
    )
    found = lines(own, UnitRule.SUM, TimeRule.SUM, View.YEAR, parents=HQ_AND_TWO)
    assert (found.reported[:, 0].tolist(), found.expected[:, 0].tolist()) == ([4, 2, 2], [5, 3, 2])


def test_coverage_of_last_is_that_of_the_base_period_shown():
    own = own_entries(
        [[None] * 4, [1, 1, 1, None], [1, 1, None, None]], due=[[0] * 4, ALL_DUE, ALL_DUE]
    )
    found = lines(own, UnitRule.SUM, TimeRule.LAST, View.YEAR, parents=HQ_AND_TWO)
    assert found.shown[:, 0].tolist() == [2, 2, 1]
    assert (found.reported[:, 0].tolist(), found.expected[:, 0].tolist()) == ([1, 1, 1], [2, 1, 1])
    assert listed(found.value) == [[1], [1], [1]]


def test_last_without_a_value_has_the_coverage_of_the_latest_period_due():
    own = own_entries([[None] * 4], due=[[1, 1, 0, 0]])
    found = lines(own, UnitRule.SUM, TimeRule.LAST, View.YEAR)
    assert (found.shown[0, 0], found.reported[0, 0], found.expected[0, 0]) == (-1, 0, 1)


@pytest.mark.parametrize("time_rule", [rule for rule in TimeRule if rule is not TimeRule.LAST])
def test_only_last_shows_a_single_base_period(time_rule):
    found = lines(own_entries([[1, 2, 3, 4]]), UnitRule.SUM, time_rule, View.YEAR)
    assert found.shown.tolist() == [[-1]]


def test_quarter_and_year_have_a_line_where_a_base_period_inside_is_due():
    own = own_entries([[None] * 8], due=[[0, 0, 1, 0, 0, 0, 0, 0]])
    for view, expected in (
        (View.YEAR, [True, False]),
        (View.QUARTER, [False, False, True] + [False] * 5),
        (View.BASE, [False, False, True] + [False] * 5),
    ):
        assert lines(own, UnitRule.SUM, TimeRule.SUM, view).due[0].tolist() == expected


def test_running_views_begin_with_the_first_period_due_and_end_with_the_last_of_the_year():
    own = own_entries([[None] * 8], due=[[0, 1, 0, 1, 1, 0, 0, 0]])
    for view in (View.YTD, View.ROLLING12):
        found = lines(own, UnitRule.SUM, TimeRule.SUM, view)
        assert found.due[0].tolist() == [False, True, True, True, True, False, False, False]


def test_year_to_date_begins_anew_and_rolling12_reaches_back_over_the_new_year():
    own = own_entries([[1, 2, 4, 8, 16, 32, 64, 128]])
    ytd = lines(own, UnitRule.SUM, TimeRule.SUM, View.YTD)
    rolling = lines(own, UnitRule.SUM, TimeRule.SUM, View.ROLLING12)
    assert listed(ytd.value) == [[1, 3, 7, 15, 16, 48, 112, 240]]
    assert listed(rolling.value) == [[1, 3, 7, 15, 30, 60, 120, 240]]


def test_a_view_shorter_than_the_frequency_has_no_lines():
    calendar = FiscalCalendar()
    at_hand = windows(View.QUARTER, range(2026, 2028), Frequency.YEARLY, calendar)
    cells = roll_up(UnitRule.SUM, whole(ALONE, 2), own_entries([[1, 2]]))
    none = Targets.pair(cells.value * np.nan, cells.value * np.nan)
    found = over_time(cells, none, UnitRule.SUM, TimeRule.SUM, at_hand)
    assert found.value.shape == found.due.shape == (1, 0)
    assert finish(found, 0.6).status.shape == (1, 0)


def test_where_there_is_no_line_there_is_nothing():
    own = own_entries([[1, 2, None, None]])
    found = lines(own, UnitRule.SUM, TimeRule.SUM, View.YTD, goal=[[5] * 4])
    assert listed(found.value) == [[1, 3, None, None]]
    assert listed(found.goal) == [[5, 10, None, None]]
    assert found.expected.tolist() == [[1, 2, 0, 0]]


def year_target(
    time_rule,
    goal,
    *,
    rule=UnitRule.SUM,
    x=(1, 2, 3, 4),
    w=None,
    due=None,
    longer=(),
    view=View.YEAR,
):
    own = own_entries([x], None if w is None else [w], due=None if due is None else [due])
    found = lines(own, rule, time_rule, view, goal=[goal], longer=longer)
    return listed(found.goal)[0][0]


@pytest.mark.parametrize(
    ("time_rule", "expected"),
    [
        (TimeRule.SUM, 24),
        (TimeRule.MEAN, 6),
        (TimeRule.LAST, 9),
        (TimeRule.MIN, 3),
        (TimeRule.MAX, 9),
    ],
)
def test_the_target_of_a_longer_view_is_combined_as_the_values_are(time_rule, expected):
    assert year_target(time_rule, [5, 3, 7, 9]) == expected


def test_the_target_of_a_ratio_over_time_is_the_plain_mean():
    weights = [1, 10, 100, 1000]
    assert year_target(TimeRule.SUM, [0.5, 0.3, 0.7, 0.9], rule=UnitRule.RATIO, w=weights) == 0.6


def test_the_target_of_a_weighted_mean_over_time_is_the_plain_mean():
    weights = [1, 10, 100, 1000]
    assert year_target(TimeRule.MEAN, [5, 3, 7, 9], rule=UnitRule.WEIGHTED_MEAN, w=weights) == 6


def test_the_target_of_last_is_that_of_the_period_whose_value_is_shown():
    assert year_target(TimeRule.LAST, [5, 3, 7, None], x=(1, 2, None, None), due=ALL_DUE) == 3


@pytest.mark.parametrize("time_rule", [rule for rule in TimeRule if rule is not TimeRule.LAST])
def test_one_due_period_without_a_target_leaves_the_longer_view_without_one(time_rule):
    assert year_target(time_rule, [5, 3, None, 9]) is None


@pytest.mark.parametrize("time_rule", list(TimeRule))
def test_a_period_in_which_nobody_is_due_needs_no_target_and_gives_none(time_rule):
    expected = {
        TimeRule.SUM: 8,
        TimeRule.MEAN: 4,
        TimeRule.LAST: 5,
        TimeRule.MIN: 3,
        TimeRule.MAX: 5,
    }
    found = year_target(time_rule, [None, 3, 5, 9], x=(None, 2, 3, None), due=[0, 1, 1, 0])
    assert found == expected[time_rule]


def yearly_goal(goal, *, complete, red=1.0):
    return LongerTarget(0, 4, np.array([[goal], [red]]), complete=complete)


def test_the_explicit_target_of_a_complete_period_is_its_target():
    assert year_target(TimeRule.SUM, [5, 3, 7, 9], longer=[yearly_goal(99.0, complete=True)]) == 99


def test_the_explicit_target_of_a_period_under_way_is_not_shown_for_it_yet():
    assert year_target(TimeRule.SUM, [5, 3, 7, 9], longer=[yearly_goal(99.0, complete=False)]) == 24


def test_an_explicit_target_is_for_exactly_its_period():
    for view in (View.QUARTER, View.YTD, View.ROLLING12, View.BASE):
        own = own_entries([[1, 2, 3, 4]])
        found = lines(
            own,
            UnitRule.SUM,
            TimeRule.MAX,
            view,
            goal=[[5, 6, 7, 8]],
            longer=[yearly_goal(99.0, complete=True)],
        )
        assert listed(found.goal) == [[5, 6, 7, 8]]


def test_an_explicit_target_of_a_longer_period_keeps_goal_and_red_flag_together():
    own = own_entries([[1, 2, 3, 4]])
    goal_only = yearly_goal(99.0, complete=True, red=np.nan)
    found = lines(
        own, UnitRule.SUM, TimeRule.SUM, View.YEAR, goal=[[5, 3, 7, 9]], longer=[goal_only]
    )
    assert (listed(found.goal), listed(found.red)) == ([[99]], [[None]])


def test_a_unit_without_an_explicit_target_keeps_the_combined_one():
    assert (
        year_target(
            TimeRule.SUM, [5, 3, 7, 9], longer=[yearly_goal(np.nan, complete=True, red=np.nan)]
        )
        == 24
    )
