import numpy as np
import pytest

from scorecard.engine import OUTSIDE, ROOT, TreeSpan, UnitRule, build_tree, roll_up
from tests.scorecard.engine.worlds import grid, listed, own_entries, whole

HQ_AND_TWO = [ROOT, 0, 0]
HQ_AND_THREE = [ROOT, 0, 0, 0]
TWO_LEVELS = [ROOT, 0, 0, 1, 1, 1]  # HQ: region (three units), city


def values(cells):
    return [row[0] for row in listed(cells.value)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (UnitRule.SUM, 60.0),
        (UnitRule.MEAN, 20.0),
        (UnitRule.MIN, 10.0),
        (UnitRule.MAX, 30.0),
        (UnitRule.MEAN_OF_CHILDREN, 20.0),
        (UnitRule.NONE, None),
    ],
)
def test_every_rule_makes_one_value_of_its_children(rule, expected):
    cells = roll_up(rule, whole(HQ_AND_THREE), own_entries([None, 10, 20, 30]))
    assert values(cells) == [expected, 10, 20, 30]


def test_a_weighted_mean_adds_weights_and_weighted_values():
    cells = roll_up(
        UnitRule.WEIGHTED_MEAN, whole(HQ_AND_TWO), own_entries([None, 10, 20], [None, 3, 1])
    )
    assert values(cells)[0] == 12.5
    assert (cells.a[0, 0], cells.b[0, 0]) == (50, 4)


def test_a_ratio_divides_the_sums_and_not_the_ratios():
    cells = roll_up(UnitRule.RATIO, whole(HQ_AND_TWO), own_entries([None, 1, 90], [None, 10, 100]))
    assert values(cells) == [91 / 110, 0.1, 0.9]


def test_a_missing_child_is_left_out_never_read_as_zero():
    own = own_entries([None, 10, None, 30], due=[0, 1, 1, 1])
    for rule, expected in ((UnitRule.MEAN, 20), (UnitRule.MIN, 10), (UnitRule.SUM, 40)):
        cells = roll_up(rule, whole(HQ_AND_THREE), own)
        assert values(cells)[0] == expected
        assert (cells.reported[0, 0], cells.expected[0, 0]) == (2, 3)


def test_a_zero_is_a_value():
    cells = roll_up(UnitRule.MEAN, whole(HQ_AND_TWO), own_entries([None, 0, 10]))
    assert values(cells) == [5, 0, 10]


def test_nobody_reported_gives_no_value_and_not_zero():
    cells = roll_up(UnitRule.SUM, whole(HQ_AND_TWO), own_entries([None] * 3, due=[0, 1, 1]))
    assert values(cells) == [None, None, None]
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (0, 2)
    assert cells.due[0, 0]


def test_not_applicable_leaves_both_numbers_of_coverage_and_stays_due():
    own = own_entries([None, 10, 20], due=[0, 1, 1], not_applicable=[0, 0, 1])
    cells = roll_up(UnitRule.SUM, whole(HQ_AND_TWO), own)
    assert values(cells) == [10, 10, None]
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (1, 1)
    assert cells.due[:, 0].tolist() == [True, True, True]


def test_an_entry_of_a_cell_that_is_not_due_is_ignored():
    cells = roll_up(UnitRule.SUM, whole(HQ_AND_TWO), own_entries([None, 10, 20], due=[0, 1, 0]))
    assert values(cells) == [10, 10, None]
    assert cells.due[:, 0].tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (UnitRule.SUM, 66.0),
        (UnitRule.MEAN, 16.5),
        (UnitRule.MIN, 6.0),
        (UnitRule.MEAN_OF_CHILDREN, 16.5),
        (UnitRule.NONE, 6.0),
    ],
)
def test_an_own_entry_beside_children_counts_as_one_more_child(rule, expected):
    cells = roll_up(rule, whole(HQ_AND_THREE), own_entries([6, 10, 20, 30]))
    assert values(cells)[0] == expected


def test_a_mean_of_children_gives_every_child_the_same_weight():
    own = own_entries([None, None, 10, 20, 20, 20])
    assert values(roll_up(UnitRule.MEAN_OF_CHILDREN, whole(TWO_LEVELS), own))[0] == 15
    assert values(roll_up(UnitRule.MEAN, whole(TWO_LEVELS), own))[0] == 17.5


def test_a_child_without_a_value_is_no_child_of_a_mean_of_children():
    own = own_entries([None, None, 10, None, None, None], due=[0, 0, 1, 1, 1, 1])
    assert values(roll_up(UnitRule.MEAN_OF_CHILDREN, whole(TWO_LEVELS), own))[:2] == [10, None]


def test_the_rule_none_shows_each_unit_alone():
    own = own_entries([None, None, 10, 20, None, 20], due=[0, 0, 1, 1, 1, 1])
    cells = roll_up(UnitRule.NONE, whole(TWO_LEVELS), own)
    assert values(cells) == [None, None, 10, 20, None, 20]
    assert cells.expected[:, 0].tolist() == [0, 0, 1, 1, 1, 1]
    assert cells.reported[:, 0].tolist() == [0, 0, 1, 1, 0, 1]
    assert cells.due[:, 0].tolist() == [False, False, True, True, True, True]


def test_a_value_whose_weight_is_missing_is_reported_but_has_no_share():
    own = own_entries([None, 10, 50], [None, 2, None])
    cells = roll_up(UnitRule.WEIGHTED_MEAN, whole(HQ_AND_TWO), own)
    assert values(cells) == [10, 10, None]
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (2, 2)


def test_weights_that_are_all_zero_give_no_value():
    own = own_entries([None, 10, 50], [None, 0, 0])
    cells = roll_up(UnitRule.WEIGHTED_MEAN, whole(HQ_AND_TWO), own)
    assert values(cells) == [None, None, None]
    assert cells.reported[0, 0] == 2


def test_a_denominator_of_zero_is_reported_has_no_value_and_counts_in_sums_above():
    own = own_entries([None, 2, 3], [None, 0, 4])
    cells = roll_up(UnitRule.RATIO, whole(HQ_AND_TWO), own)
    assert values(cells) == [1.25, None, 0.75]
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (2, 2)


def test_half_a_ratio_is_not_reported():
    cells = roll_up(UnitRule.RATIO, whole(HQ_AND_TWO), own_entries([None, 9, 3], [None, None, 4]))
    assert values(cells) == [0.75, None, 0.75]
    assert (cells.reported[0, 0], cells.expected[0, 0]) == (1, 2)


@pytest.mark.parametrize("rule", [UnitRule.RATIO, UnitRule.WEIGHTED_MEAN])
def test_entries_without_second_numbers_are_refused_where_the_rule_needs_them(rule):
    with pytest.raises(ValueError, match="second number"):
        roll_up(rule, whole(HQ_AND_TWO), own_entries([None, 1, 2]))


def test_moving_a_unit_keeps_its_past_values():
    first, then = [ROOT, 0, 0, 1], [ROOT, 0, 0, 2]
    trees = [
        TreeSpan(0, 2, build_tree(np.array(first))),
        TreeSpan(2, 3, build_tree(np.array(then))),
    ]
    cells = roll_up(UnitRule.SUM, trees, own_entries([[None] * 3] * 3 + [[1, 2, 4]]))
    assert listed(cells.value) == [[1, 2, 4], [1, 2, None], [None, None, 4], [1, 2, 4]]


def test_a_unit_outside_the_tree_has_nothing_and_gives_nothing():
    cells = roll_up(UnitRule.SUM, whole([ROOT, 0, OUTSIDE]), own_entries([None, 1, 2]))
    assert values(cells) == [1, 1, None]
    assert not cells.due[2, 0]
    assert cells.expected[:, 0].tolist() == [1, 1, 0]


def test_periods_without_a_tree_are_empty():
    cells = roll_up(UnitRule.SUM, whole([ROOT], 1), own_entries([[1, 2]]))
    assert listed(cells.value) == [[1, None]]
    assert cells.due.tolist() == [[True, False]]


def test_several_roots_are_rolled_up_side_by_side():
    cells = roll_up(UnitRule.SUM, whole([ROOT, ROOT, 0, 1, 1]), own_entries([None, None, 1, 2, 4]))
    assert values(cells) == [1, 6, 1, 2, 4]


def test_the_state_of_an_extreme_is_its_value_and_whether_there_is_one():
    own = own_entries([None, 7, None], due=[0, 1, 1])
    for rule in (UnitRule.MIN, UnitRule.MAX, UnitRule.MEAN_OF_CHILDREN, UnitRule.NONE):
        cells = roll_up(rule, whole(HQ_AND_TWO), own)
        assert np.array_equal(cells.a, cells.value, equal_nan=True)
        assert np.array_equal(cells.b, (~np.isnan(cells.value)).astype(float))


def test_the_entries_themselves_are_left_untouched():
    own = own_entries([5, 10, 20])
    roll_up(UnitRule.SUM, whole(HQ_AND_TWO), own)
    assert np.array_equal(own.x, grid([5, 10, 20]))


@pytest.mark.parametrize("rule", [rule for rule in UnitRule if rule is not UnitRule.NONE])
def test_a_huge_unit_costs_its_small_sister_no_precision(rule):
    own = own_entries([None, None, None, 1e15, 0.1, 0.2], [None, None, None, 1e15, 1, 1])
    trees = whole([ROOT, 0, 0, 1, 2, 2])
    alone = roll_up(rule, whole([ROOT, ROOT, 1]), own_entries([None, 0.1, 0.2], [None, 1, 1]))
    third = roll_up(rule, trees, own).value[2, 0]
    expected = {
        UnitRule.SUM: 0.1 + 0.2,
        UnitRule.RATIO: (0.1 + 0.2) / 2,
        UnitRule.MIN: 0.1,
        UnitRule.MAX: 0.2,
    }
    assert third == expected.get(rule, (0.1 + 0.2) / 2)
    assert alone.value[0, 0] != third
