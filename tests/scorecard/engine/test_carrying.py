from dataclasses import replace

import numpy as np
import pytest

from scorecard.engine import ROOT, UnitRule, carry_forward, roll_up
from tests.scorecard.engine.worlds import grid, listed, own_entries, whole


def carried(x, n_periods, **given):
    given.setdefault("due", [[1] * len(x)])
    return carry_forward(UnitRule.MEAN, own_entries([x], **given), n_periods)


def test_a_value_is_carried_for_at_most_n_periods():
    own = carried([5, None, None, None, 7], 2)
    assert listed(own.x) == [[5, 5, 5, None, 7]]
    assert own.carried[0].tolist() == [False, True, True, False, False]


def test_nothing_is_carried_where_the_kpi_does_not_carry():
    assert carried([5, None], 0).carried is None


def test_a_value_is_not_carried_across_a_cell_that_is_not_applicable():
    own = carried([5, None, None], 3, not_applicable=[[0, 1, 0]])
    assert listed(own.x) == [[5, None, None]]


def test_a_value_is_carried_only_into_cells_that_are_due():
    own = carried([5, None, None], 3, due=[[1, 0, 1]])
    assert listed(own.x) == [[5, None, 5]]


def test_a_value_that_was_not_due_is_not_carried():
    assert listed(carried([5, None], 3, due=[[0, 1]]).x) == [[5, None]]


def test_an_override_takes_the_place_of_a_carried_value_and_is_not_carried_itself():
    own = replace(own_entries([[5, None, None]], due=[[1, 1, 1]]), override=grid([[None, 9, None]]))
    assert listed(carry_forward(UnitRule.MEAN, own, 1).x) == [[5, None, None]]
    assert listed(carry_forward(UnitRule.MEAN, own, 2).x) == [[5, None, 5]]


def test_a_weighted_mean_takes_the_weight_of_the_period_that_it_fills():
    own = own_entries(
        [[None, None], [10, None], [20, 20]],
        [[None, None], [1, 3], [1, 1]],
        due=[[0, 0], [1, 1], [1, 1]],
    )
    cells = roll_up(
        UnitRule.WEIGHTED_MEAN,
        whole([ROOT, 0, 0], 2),
        carry_forward(UnitRule.WEIGHTED_MEAN, own, 1),
    )
    assert listed(cells.value)[0] == [15, 12.5]


def test_a_ratio_is_carried_as_a_pair():
    own = own_entries([[3, None]], [[4, None]], due=[[1, 1]])
    found = carry_forward(UnitRule.RATIO, own, 1)
    assert (listed(found.x), listed(found.w)) == ([[3, 3]], [[4, 4]])


def test_a_carried_value_is_not_reported_and_counts_toward_the_least_coverage():
    own = carry_forward(UnitRule.SUM, own_entries([[5, None]], due=[[1, 1]]), 1)
    cells = roll_up(UnitRule.SUM, whole([ROOT], 2), own)
    assert cells.reported.tolist() == [[1, 0]]
    assert cells.carried.tolist() == [[0, 1]]
    assert cells.held.tolist() == [[1, 1]]


@pytest.mark.parametrize("rule", list(UnitRule))
def test_the_entries_given_are_left_as_they_are(rule):
    own = own_entries([[5, None]], [[1, None]], due=[[1, 1]])
    carry_forward(rule, own, 1)
    assert np.isnan(own.x[0, 1])
    assert np.isnan(own.w[0, 1])
