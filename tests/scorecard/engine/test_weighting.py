from dataclasses import replace

import numpy as np
import pytest

from scorecard.engine import (
    Cuts,
    Leaves,
    NodeRule,
    Nodes,
    Parents,
    Status,
    combine,
    count_statuses,
    shares,
)
from tests.scorecard.engine.worlds import listed

DEMO = Cuts(70, 85)
GREEN, AMBER, RED, NO_DATA, INSUFFICIENT, NOT_SCORED = Status
SAYS = {"g": GREEN, "a": AMBER, "r": RED, "n": NO_DATA, "i": INSUFFICIENT, "-": NOT_SCORED}


def layer(*children, parent=None, n_parents=1, cuts=DEMO, parents=None):
    """Combine children written as (score, status letter, weight, marks) in one period.

    Marks: ``c`` critical, ``x`` absent.
    """
    scores, letters, weights, marks = zip(*((*c, "")[:4] for c in children), strict=True)
    known = [np.nan if score is None else score for score in scores]
    return combine(
        Leaves(column(known), column([SAYS[letter] for letter in letters], np.int8)),
        np.array(parent or [0] * len(children)),
        parents or Parents.plain(n_parents),
        column(weights),
        column(["c" in m for m in marks], bool),
        column(["x" not in m for m in marks], bool),
        cuts,
    )


def column(numbers, kind=float):
    return np.array(numbers, dtype=kind)[:, np.newaxis]


def said(nodes, row=0):
    return Status(nodes.status[row, 0]), listed(nodes.score)[row][0]


def test_a_score_is_the_weighted_mean_of_the_counted_scores():
    assert said(layer((90, "g", 3), (50, "r", 1))) == (AMBER, 80)


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (85, GREEN),
        (85 - 1e-10, GREEN),
        (84.9, AMBER),
        (70, AMBER),
        (70 - 1e-10, AMBER),
        (69.9, RED),
    ],
)
def test_a_node_reads_its_status_off_its_score_with_a_tolerance(score, status):
    assert said(layer((score, "a", 1)))[0] is status


@pytest.mark.parametrize("letter", ["n", "i", "-"])
def test_a_child_that_is_not_counted_leaves_the_score_alone(letter):
    assert said(layer((90, "g", 1), (10, letter, 1)))[1] == 90


@pytest.mark.parametrize(("letter", "coverage"), [("n", 0.75), ("i", 0.75), ("-", 1.0)])
def test_coverage_counts_what_was_due_to_be_scored(letter, coverage):
    nodes = layer((90, "g", 3), (None, letter, 1))
    assert nodes.coverage[0, 0] == coverage


def test_an_absent_child_is_in_no_sum():
    nodes = layer((90, "g", 1), (10, "r", 5, "cx"))
    assert said(nodes) == (GREEN, 90)
    assert nodes.coverage[0, 0] == 1
    assert nodes.worst[0, 0] == 0


def test_no_counted_score_says_no_data_where_something_was_due():
    nodes = layer((None, "n", 1), (None, "-", 1))
    assert said(nodes) == (NO_DATA, None)
    assert nodes.coverage[0, 0] == 0


@pytest.mark.parametrize("children", [[(None, "-", 1)], [(90, "g", 1, "x")], [(90, "g", 0)]])
def test_no_counted_score_says_not_scored_where_nothing_was_due(children):
    nodes = layer(*children)
    assert said(nodes) == (NOT_SCORED, None)
    assert np.isnan(nodes.coverage[0, 0])


def test_where_the_office_switched_that_off_critical_children_cap_nothing_and_hand_nothing_on():
    free = replace(Parents.plain(1), is_capped=np.array([False]))
    for critical in [(0, "r", 0, "c"), (None, "n", 0, "c")]:
        children = (90, "g", 1), critical
        assert said(layer(*children)) != said(layer(*children, parents=free))
        nodes = layer(*children, parents=free)
        assert said(nodes) == (GREEN, 90)
        assert not nodes.capped_red.any()


def by(rule, manual=np.nan):
    return Parents(np.array([rule.number]), np.array([[manual]]), np.array([True]))


@pytest.mark.parametrize(
    ("rule", "score"),
    [(NodeRule.WEIGHTED_MEAN, 80), (NodeRule.MEAN, 70), (NodeRule.WORST, 50), (NodeRule.BEST, 90)],
)
def test_a_node_may_take_the_plain_mean_the_worst_or_the_best_of_its_children(rule, score):
    children = (90, "g", 3), (50, "r", 1), (10, "i", 9)
    assert said(layer(*children, parents=by(rule)))[1] == score


@pytest.mark.parametrize("rule", [NodeRule.MEAN, NodeRule.WORST, NodeRule.BEST])
def test_rules_without_weights_count_each_child_alike_in_the_coverage(rule):
    nodes = layer((90, "g", 5), (None, "n", 0), parents=by(rule))
    assert nodes.coverage[0, 0] == 0.5


def test_a_score_given_by_hand_is_the_score():
    assert said(layer((90, "g", 3), parents=by(NodeRule.MANUAL, 72))) == (AMBER, 72)


def test_without_a_score_given_by_hand_there_is_no_data():
    assert said(layer((90, "g", 3), parents=by(NodeRule.MANUAL))) == (NO_DATA, None)


def test_a_critical_child_caps_whatever_the_rule_of_its_parent_is():
    nodes = layer((90, "g", 1), (50, "r", 1, "c"), parents=by(NodeRule.BEST))
    assert said(nodes) == (RED, 90)
    assert nodes.uncapped[0, 0] == GREEN


def test_a_parent_without_children_is_not_scored():
    nodes = layer((90, "g", 1), (50, "r", 1), parent=[1, 3], n_parents=5)
    assert [said(nodes, row)[0] for row in range(5)] == [
        NOT_SCORED,
        GREEN,
        NOT_SCORED,
        RED,
        NOT_SCORED,
    ]
    assert nodes.worst[:, 0].tolist() == [-1, 0, -1, 1, -1]


def test_a_layer_may_be_empty():
    none = np.empty((0, 2))
    nodes = combine(
        Leaves(none, none.astype(np.int8)),
        np.empty(0, int),
        Parents.plain(1),
        none,
        none > 0,
        none > 0,
    )
    assert nodes.status.tolist() == [[NOT_SCORED, NOT_SCORED]]


def test_a_critical_red_child_caps_its_parent_at_red():
    nodes = layer((100, "g", 9), (10, "r", 1, "c"))
    assert said(nodes) == (RED, 91)
    assert nodes.uncapped[0, 0] == GREEN
    assert nodes.capped_red[0, 0]


def test_a_red_child_that_is_not_critical_caps_nothing():
    nodes = layer((100, "g", 9), (10, "r", 1))
    assert said(nodes) == (GREEN, 91)
    assert not nodes.capped_red[0, 0]


def test_a_critical_child_of_weight_0_still_caps():
    assert said(layer((100, "g", 1), (10, "r", 0, "c"))) == (RED, 100)


@pytest.mark.parametrize("letter", ["n", "i"])
def test_a_critical_child_with_no_data_or_too_little_caps_at_amber(letter):
    nodes = layer((100, "g", 1), (None, letter, 1, "c"))
    assert said(nodes) == (AMBER, 100)
    assert nodes.uncapped[0, 0] == GREEN
    assert not nodes.capped_red[0, 0]


def test_a_cap_at_amber_makes_no_red_any_better():
    assert said(layer((10, "r", 1), (None, "n", 1, "c")))[0] is RED


@pytest.mark.parametrize("letter", ["g", "a", "-"])
def test_a_critical_child_that_is_neither_red_nor_unknown_caps_nothing(letter):
    assert said(layer((100, "g", 9), (86, letter, 1, "c")))[0] is GREEN


def test_a_critical_red_child_makes_a_node_red_even_without_a_score():
    assert said(layer((10, "r", 0, "c"), (None, "n", 1))) == (RED, None)


def test_a_critical_child_without_data_alone_stays_no_data():
    assert said(layer((None, "n", 1, "c"))) == (NO_DATA, None)


def above(nodes, *, critical=False, present=True):
    ones = np.ones_like(nodes.score)
    flags = np.full(ones.shape, critical), np.full(ones.shape, present)
    return combine(nodes, np.zeros(len(ones), int), Parents.plain(1), ones, *flags, DEMO)


def test_a_node_capped_to_red_is_itself_critical_up_to_the_scorecard():
    objectives = layer(
        (10, "r", 1, "c"), (100, "g", 9), (100, "g", 1), parent=[0, 0, 1], n_parents=2
    )
    perspective = above(objectives)
    scorecard = above(perspective)
    assert said(perspective) == (RED, 95.5)
    assert said(scorecard) == (RED, 95.5)


def test_a_node_capped_to_red_still_speaks_where_its_own_score_is_red():
    objectives = layer((10, "r", 1, "c"), (100, "g", 9), parent=[0, 1], n_parents=2)
    assert said(above(objectives))[0] is RED


def test_the_office_may_switch_off_that_a_capped_node_is_critical():
    nodes = layer((10, "r", 1, "c"), (100, "g", 9))
    switched_off = Nodes(**{**vars(nodes), "capped_red": nodes.capped_red & False})
    assert said(above(switched_off)) == (GREEN, 91)


def test_an_absent_capped_node_caps_nothing():
    assert said(above(layer((10, "r", 1, "c")), present=False)) == (NOT_SCORED, None)


def test_a_critical_objective_that_is_red_by_its_score_caps_too():
    assert said(above(layer((10, "r", 1)), critical=True))[0] is RED


def test_the_worst_child_has_the_lowest_counted_score():
    assert layer((90, "g", 1), (50, "r", 1), (10, "i", 1), (60, "r", 1)).worst[0, 0] == 1


def test_of_equally_bad_children_the_first_is_the_worst():
    assert layer((90, "g", 1), (50, "r", 1), (50, "r", 1)).worst[0, 0] == 1


def test_the_weight_of_the_period_shown_counts():
    nodes = combine(
        Leaves(np.array([[100.0, 100.0], [0.0, 0.0]]), np.array([[GREEN] * 2, [RED] * 2])),
        np.array([0, 0]),
        Parents.plain(1),
        np.array([[1.0, 3.0], [1.0, 1.0]]),
        np.zeros((2, 2), bool),
        np.ones((2, 2), bool),
    )
    assert listed(nodes.score) == [[50, 75]]


def count(rows):
    """Counts of one node from (key, status letters of two periods, presence of two periods)."""
    keys, letters, present = zip(*rows, strict=True)
    statuses = np.array([[SAYS[k] for k in word] for word in letters])
    here = np.array([[flag == "1" for flag in word] for word in present])
    return count_statuses(statuses, np.array(keys), np.zeros(len(keys), int), 1, here)[0]


def test_every_node_counts_the_statuses_below_it():
    counts = count([(1, "gr", "11"), (2, "gr", "11"), (3, "n-", "11"), (4, "ai", "11")])
    assert counts.T.tolist() == [[2, 1, 0, 1, 0, 0], [0, 0, 2, 0, 1, 1]]


def test_a_leaf_that_stands_below_a_node_twice_counts_once():
    assert count([(1, "gr", "11"), (2, "rr", "11"), (1, "gr", "11")])[RED].tolist() == [1, 2]


def test_a_leaf_is_counted_only_while_it_stands_there():
    counts = count([(1, "gg", "10"), (1, "gg", "00"), (2, "gg", "11")])
    assert counts[GREEN].tolist() == [2, 1]


def test_a_node_without_leaves_counts_nothing():
    none = np.empty((0, 2), int)
    counts = count_statuses(none, np.empty(0, int), np.empty(0, int), 3, none > 0)
    assert counts.tolist() == np.zeros((3, 6, 2), int).tolist()


def test_shares_of_one_parent_add_up_to_1_over_those_present():
    weight, present = column([3, 1, 2, 5]), column([True, True, False, True], bool)
    found = shares(weight, np.array([0, 0, 0, 2]), 3, present)
    assert found[:, 0].tolist() == [0.75, 0.25, 0, 1]


def test_weights_that_are_all_zero_share_nothing():
    weight, present = column([0, 0]), column([True, True], bool)
    assert shares(weight, np.array([0, 0]), 1, present)[:, 0].tolist() == [0, 0]


def test_a_theme_weighs_its_objectives_by_both_shares():
    present = column([True] * 3, bool)
    of_objective = shares(column([1, 3, 1]), np.array([0, 0, 1]), 2, present)
    of_perspective = shares(column([1, 4]), np.array([0, 0]), 1, present[:2])
    weight = of_objective[1:] * of_perspective[[0, 1]]
    theme = combine(
        Leaves(column([100, 50]), column([GREEN, RED], np.int8)),
        np.array([0, 0]), Parents.plain(1), weight, present[:2] & False, present[:2], DEMO,
    )  # fmt: skip
    assert theme.score[0, 0] == pytest.approx((0.15 * 100 + 0.8 * 50) / 0.95)
