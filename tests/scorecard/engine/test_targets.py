from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import (
    ROOT,
    LongerTarget,
    Targets,
    TimeRule,
    UnitRule,
    resolve,
    roll_up_targets,
)
from tests.scorecard.engine import second_opinion as opinion
from tests.scorecard.engine.worlds import grid, listed, own_entries, whole

HQ_AND_TWO = [ROOT, 0, 0]
SEASON = np.array([1.0, 2.0, 3.0, 4.0])


def nothing(n_periods=4):
    return Targets.pair(np.full((1, n_periods), np.nan), np.full((1, n_periods), np.nan))


def longer(first, stop, goal, red, place=0):
    def of(number):
        return np.array([np.nan if number is None else number], dtype=float)

    return LongerTarget(first, stop, np.stack([of(goal), of(red)]), place)


def resolved(*targets, rule=UnitRule.SUM, time_rule=TimeRule.SUM, profile=None, explicit=None):
    found = resolve(explicit or nothing(), targets, rule, time_rule, profile)
    return listed(found.goal)[0], listed(found.red)[0]


def test_a_yearly_target_of_a_sum_over_time_is_shared_evenly():
    assert resolved(longer(0, 4, 1200, 800)) == ([300] * 4, [200] * 4)


def test_a_yearly_target_of_a_sum_over_time_is_shared_by_its_profile_scaled_to_one():
    goal, red = resolved(longer(0, 4, 100, 50), profile=SEASON * 7)
    assert goal == pytest.approx([10, 20, 30, 40])
    assert red == pytest.approx([5, 10, 15, 20])


def test_a_shorter_period_takes_its_own_part_of_the_profile():
    goal, _ = resolved(longer(2, 4, 70, 7, place=2), profile=SEASON)
    assert goal == [None, None, pytest.approx(30), pytest.approx(40)]


def test_a_period_in_which_the_profile_is_all_zero_is_shared_evenly():
    goal, _ = resolved(longer(0, 2, 10, 5), profile=np.array([0.0, 0.0, 1.0, 1.0]))
    assert goal[:2] == [5, 5]


@pytest.mark.parametrize(
    ("rule", "time_rule"),
    [
        (UnitRule.RATIO, TimeRule.SUM),
        (UnitRule.SUM, TimeRule.LAST),
        (UnitRule.SUM, TimeRule.MEAN),
        (UnitRule.MEAN, TimeRule.MAX),
    ],
)
def test_all_other_kpis_take_the_same_target_in_every_base_period(rule, time_rule):
    goal, red = resolved(longer(0, 4, 0.9, 0.7), rule=rule, time_rule=time_rule, profile=SEASON)
    assert (goal, red) == ([0.9] * 4, [0.7] * 4)


def test_an_explicit_target_of_the_cell_wins():
    explicit = Targets.pair(grid([[None, 5, None, None]]), grid([[None, 4, None, None]]))
    goal, red = resolved(longer(0, 4, 12, 8), explicit=explicit)
    assert (goal, red) == ([3, 5, 3, 3], [2, 4, 2, 2])


def test_a_quarter_wins_over_its_year_in_whichever_order_they_come():
    year, quarter = longer(0, 4, 12, 8), longer(0, 2, 20, 10)
    expected = ([10, 10, 3, 3], [5, 5, 2, 2])
    assert resolved(year, quarter) == resolved(quarter, year) == expected


def test_a_goal_without_a_red_flag_is_kept_and_takes_none_from_elsewhere():
    explicit = Targets.pair(grid([[None, 5, None, None]]), grid([[None] * 4]))
    goal, red = resolved(longer(0, 4, 12, 8), explicit=explicit)
    assert (goal, red) == ([3, 5, 3, 3], [2, None, 2, 2])


def test_a_longer_target_that_reaches_beyond_the_columns_keeps_its_shares():
    begun = longer(-2, 2, 100, 50)
    goal, _ = resolved(begun, longer(2, 6, 400, 50), profile=SEASON)
    assert goal == pytest.approx([30, 40, 40, 80])


def test_a_longer_target_outside_the_columns_is_not_there():
    assert resolved(longer(-4, 0, 8, 4), longer(4, 8, 8, 4))[0] == [None] * 4


def test_the_explicit_targets_are_left_untouched():
    explicit = nothing()
    resolved(longer(0, 4, 12, 8), explicit=explicit)
    assert np.isnan(explicit.goal).all()


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5),
    st.integers(-3, 6),
    st.integers(-1000, 1000),
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
    st.integers(0, 7),
)
def test_shares_agree_with_the_second_opinion(length, first, amount, profile, place):
    goal, _ = resolved(
        longer(first, first + length, amount, 0, place), profile=np.array(profile, dtype=float)
    )
    shares = opinion.shared(Fraction(amount), length, place, list(map(Fraction, profile)))
    for column in range(4):
        inside = first <= column < first + length
        expected = float(shares[column - first]) if inside else None
        assert goal[column] == (pytest.approx(expected) if inside else None)


def rolled(rule, goal, red=None, *, own=None, parents=HQ_AND_TWO):
    """Goal and red flag of the first unit."""
    goals = grid(goal)
    entries = own or own_entries([None, 1, 1])
    reds = goals - 1 if red is None else grid(red)
    targets = roll_up_targets(rule, whole(parents), entries, Targets.pair(goals, reds))
    return listed(targets.goal)[0][0], listed(targets.red)[0][0]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (UnitRule.SUM, (40, 30)),
        (UnitRule.MEAN, (20, 15)),
        (UnitRule.MIN, (10, 5)),
        (UnitRule.MAX, (30, 25)),
        (UnitRule.MEAN_OF_CHILDREN, (20, 15)),
        (UnitRule.NONE, (None, None)),
    ],
)
def test_targets_are_rolled_up_as_their_values(rule, expected):
    assert rolled(rule, [None, 10, 30], [None, 5, 25]) == expected


def test_targets_of_a_ratio_are_weighted_by_the_actual_denominators():
    own = own_entries([None, 1, 1], [None, 30, 10])
    assert rolled(UnitRule.RATIO, [None, 0.8, 0.4], [None, 0.4, 0.2], own=own) == pytest.approx(
        (0.7, 0.35)
    )


def test_targets_of_a_weighted_mean_are_weighted_by_the_actual_weights():
    own = own_entries([None, 50, 70], [None, 1, 3])
    assert rolled(UnitRule.WEIGHTED_MEAN, [None, 80, 40], own=own) == (50, 49)


@pytest.mark.parametrize("rule", [UnitRule.RATIO, UnitRule.WEIGHTED_MEAN])
def test_a_target_that_needs_weights_is_none_where_nobody_reported(rule):
    own = own_entries([None] * 3, [None] * 3, due=[0, 1, 1])
    assert rolled(rule, [None, 8, 4], own=own) == (None, None)


def test_a_mean_counts_every_reporter_due_whether_it_reported_or_not():
    own = own_entries([None, None, 1, 5, None], due=[0, 0, 1, 1, 1])
    parents = [ROOT, 0, 0, 1, 1]
    assert rolled(UnitRule.MEAN, [None, None, 10, 40, 40], own=own, parents=parents)[0] == 30


def test_one_reporter_without_a_target_leaves_the_parent_without_one():
    assert rolled(UnitRule.SUM, [None, 10, None]) == (None, None)


def test_a_reporter_that_is_not_due_needs_no_target():
    own = own_entries([None, 1, 1], due=[0, 1, 0])
    assert rolled(UnitRule.SUM, [None, 10, None], own=own) == (10, 9)


def test_the_target_of_a_unit_where_nobody_is_due_is_not_added():
    own = own_entries([None, 1, None], due=[0, 1, 0])
    assert rolled(UnitRule.SUM, [None, 10, 7], own=own) == (10, 9)


def test_a_parent_that_reports_itself_needs_a_target_of_its_own():
    own = own_entries([1, 1, 1])
    assert rolled(UnitRule.SUM, [None, 10, 20], own=own) == (None, None)


def test_a_units_own_target_stands_and_is_not_replaced_by_the_sum_below():
    assert rolled(UnitRule.SUM, [100, 10, 20]) == (100, 99)


def test_a_units_own_target_stands_above_for_all_below_it():
    parents = [ROOT, 0, 1, 1]
    own = own_entries([None, None, 1, 1])
    assert rolled(UnitRule.SUM, [None, 50, 10, 20], own=own, parents=parents) == (50, 49)


def test_a_mean_gives_a_standing_target_the_weight_of_the_reporters_below_it():
    parents = [ROOT, 0, 0, 1, 1]
    own = own_entries([None, None, 1, 1, 1])
    assert rolled(UnitRule.MEAN, [None, 40, 10, 0, 0], own=own, parents=parents)[0] == 30
    assert (
        rolled(UnitRule.MEAN_OF_CHILDREN, [None, 40, 10, 0, 0], own=own, parents=parents)[0] == 25
    )


def test_goals_roll_up_where_red_flags_are_missing():
    assert rolled(UnitRule.SUM, [None, 10, 20], [None, 5, None]) == (30, None)


def test_a_goal_of_its_own_takes_no_rolled_up_red_flag():
    assert rolled(UnitRule.SUM, [100, 10, 20], [None, 5, 5]) == (100, None)


def test_targets_of_opposite_directions_count_as_none():
    assert rolled(UnitRule.SUM, [None, 10, 20], [None, 5, 25]) == (None, None)


def test_a_target_whose_goal_is_its_red_flag_counts_as_none_above():
    assert rolled(UnitRule.SUM, [None, 10, 20], [None, 5, 20]) == (None, None)


def test_the_direction_of_a_unit_where_nobody_is_due_does_not_matter():
    own = own_entries([None, 1, None], due=[0, 1, 0])
    assert rolled(UnitRule.SUM, [None, 10, 7], [None, 5, 9], own=own) == (10, 5)


def test_targets_where_lower_is_better_roll_up_too():
    assert rolled(UnitRule.SUM, [None, 10, 20], [None, 15, 25]) == (30, 40)


def test_every_level_above_gets_its_rolled_up_target():
    own = own_entries([None, None, 1, 1])
    targets = roll_up_targets(
        UnitRule.SUM,
        whole([ROOT, 0, 1, 1]),
        own,
        Targets.pair(grid([None, None, 10, 20]), grid([None, None, 5, 5])),
    )
    assert targets.goal[:, 0].tolist() == [30, 30, 10, 20]
