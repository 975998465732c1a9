"""The parts of a miss: they add up, and they say who carries it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import (
    ROOT,
    Own,
    Parts,
    TimeRule,
    TreeSpan,
    UnitRule,
    Whole,
    build_tree,
    can_be_split,
    causes,
    keeps_parts,
    roll_up,
    split_miss,
)

SPLIT = [rule for rule in UnitRule if rule is not UnitRule.NONE]
numbers = st.floats(-1e4, 1e4).map(lambda number: round(number, 3))
weights = st.floats(0, 1e4).map(lambda number: round(number, 3))
# Of each child: value, weight, goal, whether it reports.
children = st.lists(st.tuples(numbers, weights, numbers, st.booleans()), min_size=1, max_size=30)


def figure(rule, rows, goal, own=None):
    """Roll up one family; `own` is the parent's entry. Returns the whole and its parts."""
    family = [(own or (np.nan, np.nan))[:2], *((x, w) for x, w, _goal, _in in rows)]
    x, w = (np.array(column, dtype=float)[:, None] for column in zip(*family, strict=True))
    reports = np.array([own is not None, *(row[3] for row in rows)])[:, None]
    x[~reports], w[~reports] = np.nan, np.nan
    due = np.ones_like(reports)
    due[0] = own is not None
    tree = build_tree(np.array([ROOT] + [0] * len(rows)))
    cells = roll_up(rule, [TreeSpan(0, 1, tree)], Own(x, w, due, np.zeros_like(due)))
    goals = np.array([row[2] for row in rows], dtype=float)
    parts = Parts(cells.a[1:, 0], cells.b[1:, 0], cells.value[1:, 0], goals)
    return Whole(cells.value[0, 0], goal, cells.b[0, 0]), parts


def total(split):
    return sum(split.parts.tolist()) + split.rest + split.unassigned


@pytest.mark.parametrize("rule", SPLIT)
@given(rows=children, goal=numbers, own=st.none() | st.tuples(numbers, weights))
@settings(max_examples=60, deadline=None)
def test_the_parts_add_up_to_the_miss(rule, rows, goal, own):
    whole, parts = figure(rule, rows, goal, own)
    if np.isnan(whole.value):
        return
    split = split_miss(rule, whole, parts)
    largest = max(1.0, abs(whole.value), np.abs(split.parts).max(), abs(split.unassigned))
    assert total(split) == pytest.approx(whole.miss, abs=1e-9 * largest)


@pytest.mark.parametrize("rule", SPLIT)
@given(rows=children, goal=numbers, own=st.none() | st.tuples(numbers, weights))
@settings(max_examples=60, deadline=None)
def test_rate_and_mix_add_up_to_each_part(rule, rows, goal, own):
    whole, parts = figure(rule, rows, goal, own)
    if np.isnan(whole.value):
        return
    split = split_miss(rule, whole, parts)
    largest = max(1.0, np.abs([split.rate, split.mix]).max())
    assert split.rate + split.mix == pytest.approx(split.parts, abs=1e-12 * largest)


@pytest.mark.parametrize("rule", SPLIT)
@given(rows=children, goal=numbers)
@settings(max_examples=60, deadline=None)
def test_without_an_own_entry_nothing_is_left_over(rule, rows, goal):
    whole, parts = figure(rule, rows, goal)
    if np.isnan(whole.value):
        return
    split = split_miss(rule, whole, parts)
    scale = 1e4 * len(rows) * max(1.0, 1 / whole.b if whole.b else 1.0)
    assert split.rest == pytest.approx(0, abs=1e-9 * scale)


def test_a_ratio_weighs_each_part_by_its_denominator():
    whole, parts = figure(UnitRule.RATIO, [(50, 100, 0, True), (30, 40, 0, True)], 0.8)
    split = split_miss(UnitRule.RATIO, whole, parts)
    assert split.parts.tolist() == pytest.approx([(50 - 80) / 140, (30 - 32) / 140])


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        (UnitRule.RATIO, [(60, 100, 0.5, True), (27, 300, 0.1, True)]),
        (UnitRule.WEIGHTED_MEAN, [(0.6, 100, 0.5, True), (0.09, 300, 0.1, True)]),
    ],
)
def test_a_miss_has_a_part_of_rates_and_a_part_of_mix(rule, rows):
    whole, parts = figure(rule, rows, 0.3)
    split = split_miss(rule, whole, parts)
    # 0.2175 against 0.3: the first beats its own goal by 0.1, the second misses its by 0.01; but
    # the second, of which less is asked, has three quarters of the weight.
    assert split.rate.tolist() == pytest.approx([0.1 * 0.25, -0.01 * 0.75])
    assert split.mix.tolist() == pytest.approx([0.2 * 0.25, -0.2 * 0.75])
    assert total(split) == pytest.approx(whole.miss)


def test_a_mean_of_children_has_mix_where_goals_differ():
    whole, parts = figure(UnitRule.MEAN_OF_CHILDREN, [(4, 0, 5, True), (8, 0, 7, True)], 10)
    split = split_miss(UnitRule.MEAN_OF_CHILDREN, whole, parts)
    assert (split.rate.tolist(), split.mix.tolist()) == ([-0.5, 0.5], [-2.5, -1.5])


@pytest.mark.parametrize("rule", [UnitRule.SUM, UnitRule.MIN, UnitRule.MAX])
def test_what_does_not_weigh_has_no_mix(rule):
    whole, parts = figure(rule, [(4, 0, 5, True), (8, 0, 7, True)], 10)
    split = split_miss(rule, whole, parts)
    assert (split.rate.tolist(), split.mix.tolist()) == (split.parts.tolist(), [0, 0])


def test_a_part_without_a_goal_of_its_own_has_no_mix():
    whole, parts = figure(UnitRule.RATIO, [(60, 100, np.nan, True), (27, 300, 0.1, True)], 0.3)
    split = split_miss(UnitRule.RATIO, whole, parts)
    assert (split.mix[0], split.rate[0]) == (0, split.parts[0])


def test_an_override_carries_its_miss_itself():
    whole, parts = figure(UnitRule.SUM, [(5, 0, np.nan, True), (12, 0, 10, True)], 30)
    split = split_miss(UnitRule.SUM, replace(whole, value=25.0, replaces=17.0), parts)
    assert (split.override, split.parts.tolist()) == (-5, [0, 0])
    assert (split.rest, split.unassigned) == (0, 0)


def test_a_sum_is_split_along_the_goals_of_the_parts():
    rows = [(5, 0, 10, True), (12, 0, 10, True), (99, 0, 7, False)]
    whole, parts = figure(UnitRule.SUM, rows, 30)
    split = split_miss(UnitRule.SUM, whole, parts)
    assert whole.miss == -13
    assert split.parts.tolist() == [-5, 2, -7]
    assert (split.rest, split.unassigned) == (0, -3)


def test_a_sum_without_the_goals_of_its_parts_cannot_be_split():
    whole, parts = figure(UnitRule.SUM, [(5, 0, np.nan, True)], 30)
    assert not can_be_split(UnitRule.SUM, parts)
    with pytest.raises(ValueError, match="cannot be split"):
        split_miss(UnitRule.SUM, whole, parts)


def test_what_is_not_rolled_up_cannot_be_split():
    _, parts = figure(UnitRule.SUM, [(5, 0, 5, True)], 30)
    assert not can_be_split(UnitRule.NONE, parts)


def test_the_deciding_unit_of_an_extreme_carries_all_the_first_of_equals():
    rows = [(40, 0, 0, True), (70, 0, 0, True), (70, 0, 0, True)]
    whole, parts = figure(UnitRule.MAX, rows, 45)
    assert split_miss(UnitRule.MAX, whole, parts).parts.tolist() == [0, 25, 0]


def test_an_own_entry_that_decides_leaves_the_parts_alone():
    whole, parts = figure(UnitRule.MIN, [(40, 0, 0, True)], 45, own=(3, 1))
    split = split_miss(UnitRule.MIN, whole, parts)
    assert (split.parts.tolist(), split.rest) == ([0], -42)


def test_an_own_entry_beside_children_is_one_more_of_them():
    whole, parts = figure(UnitRule.MEAN_OF_CHILDREN, [(4, 0, 0, True)], 10, own=(8, 1))
    split = split_miss(UnitRule.MEAN_OF_CHILDREN, whole, parts)
    assert (split.parts.tolist(), split.rest) == ([-3], -1)


@pytest.mark.parametrize(
    ("contributed", "miss", "expected"),
    [
        ([-5.9, -4.2, -1.9, 0.5], -11.5, [0]),
        ([-1.9, -4.2, -5.0, 0.5], -10.6, [2, 1]),
        ([2, 2, 2, 2], 8, [0, 1]),
        ([3, -1], -4, [1]),
        ([], -4, []),
    ],
)
def test_the_causes_are_the_fewest_parts_that_carry_half_of_the_miss(contributed, miss, expected):
    assert causes(np.array(contributed, dtype=float), miss).tolist() == expected


@pytest.mark.parametrize(
    ("rule", "time_rule", "kept"),
    [
        (UnitRule.RATIO, TimeRule.SUM, True),
        (UnitRule.RATIO, TimeRule.LAST, True),
        (UnitRule.WEIGHTED_MEAN, TimeRule.MEAN, True),
        (UnitRule.WEIGHTED_MEAN, TimeRule.SUM, False),
        (UnitRule.SUM, TimeRule.SUM, True),
        (UnitRule.SUM, TimeRule.MEAN, False),
        (UnitRule.MAX, TimeRule.MAX, True),
        (UnitRule.MAX, TimeRule.MIN, False),
        (UnitRule.MEAN_OF_CHILDREN, TimeRule.MEAN, False),
        (UnitRule.MEAN_OF_CHILDREN, TimeRule.LAST, True),
    ],
)
def test_a_longer_period_keeps_the_parts_of_some_rules(rule, time_rule, kept):
    assert keeps_parts(rule, time_rule) is kept
