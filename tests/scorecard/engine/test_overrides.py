import numpy as np
import pytest

from scorecard.engine import (
    ROOT,
    FiscalCalendar,
    Frequency,
    Status,
    Targets,
    TimeRule,
    UnitRule,
    View,
    finish,
    over_time,
    roll_up,
    windows,
)
from tests.scorecard.engine.worlds import NAN, grid, own_entries, whole

#          0 HQ, 1 region with units 3, 4, 5, 2 sister unit
PARENTS = [ROOT, 0, 0, 1, 1, 1]
LEAVES = [0, 0, 1, 1, 1, 1]


def rolled(rule, x, override, w=None, override_w=None, due=LEAVES):
    own = own_entries(x, w, due=due)
    own = type(own)(own.x, own.w, own.due, own.not_applicable, grid(override), override_w)
    return roll_up(rule, whole(PARENTS), own)


def region(number):
    return [None, number, None, None, None, None]


def test_an_overridden_mean_keeps_the_number_of_units_that_it_replaces():
    cells = rolled(UnitRule.MEAN, [None, None, 10, 1, 2, 3], region(30))
    assert (cells.value[1, 0], cells.value[0, 0]) == (30, 25)


def test_the_computed_value_stays_beside_the_override():
    cells = rolled(UnitRule.MEAN, [None, None, 10, 1, 2, 3], region(30))
    assert (cells.computed[1, 0], bool(cells.overridden[1, 0])) == (2, True)
    assert np.isnan(cells.computed[0, 0])
    assert not cells.overridden[0, 0]


def test_an_overridden_weighted_mean_keeps_the_weights_below_it():
    cells = rolled(
        UnitRule.WEIGHTED_MEAN,
        [None, None, 10, 1, 2, 3],
        region(30),
        w=[None, None, 5, 40, 30, 25],
    )
    assert cells.value[0, 0] == (30 * 95 + 10 * 5) / 100


def test_an_override_over_nothing_weighs_what_the_unit_itself_weighs():
    cells = rolled(
        UnitRule.WEIGHTED_MEAN,
        [None, None, 10, None, None, None],
        region(30),
        w=[None, 15, 5, None, None, None],
    )
    assert cells.value[0, 0] == (30 * 15 + 10 * 5) / 20


def test_an_override_without_any_weight_is_shown_and_has_no_share():
    cells = rolled(
        UnitRule.WEIGHTED_MEAN,
        [None, None, 10, None, None, None],
        region(30),
        w=[None, None, 5, None, None, None],
    )
    assert (cells.value[1, 0], cells.value[0, 0]) == (30, 10)


def test_an_override_over_units_that_sent_nothing_counts_as_one_unit():
    cells = rolled(UnitRule.MEAN, [None, None, 10, None, None, None], region(30))
    assert cells.value[0, 0] == 20


@pytest.mark.parametrize(
    ("rule", "expected"),
    [(UnitRule.SUM, 40), (UnitRule.MIN, 10), (UnitRule.MAX, 30), (UnitRule.MEAN_OF_CHILDREN, 20)],
)
def test_other_rules_take_the_override_for_what_came_from_below(rule, expected):
    cells = rolled(rule, [None, None, 10, 1, 2, 300], region(30))
    assert (cells.value[1, 0], cells.value[0, 0]) == (30, expected)


def test_a_ratio_is_overridden_by_a_pair():
    cells = rolled(
        UnitRule.RATIO,
        [None, None, 3, 1, 1, 1],
        region(8),
        w=[None, None, 4, 9, 9, 9],
        override_w=grid(region(10)),
    )
    assert (cells.value[1, 0], cells.value[0, 0]) == (0.8, 11 / 14)


def test_half_a_pair_overrides_nothing():
    cells = rolled(
        UnitRule.RATIO,
        [None, None, 3, 1, 1, 1],
        region(8),
        w=[None, None, 4, 2, 2, 2],
        override_w=np.full((6, 1), NAN),
    )
    assert (cells.value[1, 0], bool(cells.overridden[1, 0])) == (0.5, False)


def test_an_override_where_nobody_below_is_due_counts_nowhere():
    cells = rolled(
        UnitRule.SUM, [None, None, 10, None, None, None], region(30), due=[0, 0, 1, 0, 0, 0]
    )
    assert cells.value[0, 0] == 10
    assert not cells.due[1, 0]


def test_coverage_stays_that_of_the_subtree_and_the_cell_is_not_insufficient():
    cells = rolled(UnitRule.MEAN, [None, None, 10, None, None, None], region(30))
    assert (cells.reported[1, 0], cells.expected[1, 0], cells.held[1, 0]) == (0, 3, 3)
    targets = Targets.pair(np.full((6, 1), 20.0), np.full((6, 1), 10.0))
    month = FiscalCalendar().base_range(2026, Frequency.MONTHLY)[:1]
    base = windows(View.BASE, month, Frequency.MONTHLY, FiscalCalendar())
    lines = over_time(cells, targets, UnitRule.MEAN, TimeRule.MEAN, base)
    assert finish(lines, 0.6).status[:2, 0].tolist() == [Status.INSUFFICIENT, Status.GREEN]


def test_an_override_is_shown_to_the_last_digit():
    cells = rolled(UnitRule.MEAN, [None, None, 10, 1, 2, 3], region(0.1))
    assert cells.value[1, 0] == 0.1
