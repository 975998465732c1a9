"""Where a figure comes from and what moved it: the parts add up, and they are the right ones."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import UnitRule, Whole
from scorecard.engine.explain import WEIGHING, Standing, composed, moved
from scorecard.engine.states import EXTREMES
from tests.scorecard.engine.families import family, standings
from tests.scorecard.engine.worlds import NAN, samples

RULES = list(UnitRule)


def added(*numbers):
    return sum(np.concatenate([np.atleast_1d(number) for number in numbers]).tolist())


def tolerance(figure):
    return 1e-9 * max(1.0, abs(figure))


@pytest.mark.parametrize("rule", RULES)
@given(sample=samples(n_periods=3))
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_figure_add_up_to_it(rule, sample):
    for standing in standings(rule, sample).values():
        found, value = composed(rule, standing), standing.whole.value
        if np.isnan(value):
            assert np.isnan(found.points).all()
            assert not found.has_share.any()
            continue
        scale = tolerance(np.abs(found.points).max())
        assert added(found.points) == pytest.approx(value, abs=scale)
        assert added(found.points, found.rest) == pytest.approx(value, abs=tolerance(value))
        assert (found.points[~found.has_share] == 0).all()


@pytest.mark.parametrize("rule", sorted(WEIGHING))
@given(sample=samples(n_periods=2))
@settings(max_examples=40, deadline=None)
def test_the_shares_in_the_weight_add_up_to_one(rule, sample):
    for standing in standings(rule, sample).values():
        if not np.isnan(standing.whole.value):
            assert added(composed(rule, standing).weight) == pytest.approx(1)


@pytest.mark.parametrize("rule", RULES)
@given(sample=samples(n_periods=4))
@settings(max_examples=40, deadline=None)
def test_the_parts_of_a_change_add_up_to_it(rule, sample):
    for before, now in _pairs(standings(rule, sample)):
        found = moved(rule, before, now)
        change = now.whole.value - before.whole.value
        if np.isnan(change):
            assert np.isnan(found.points).all()
            continue
        scale = tolerance(np.abs([*found.rate, *found.mix]).max() * len(found.rate))
        assert added(found.points) == pytest.approx(change, abs=scale)
        assert added(found.points, found.rest) == pytest.approx(change, abs=tolerance(change))
        assert np.allclose(found.rate + found.mix, found.points, atol=0, rtol=1e-12)


def _pairs(found):
    periods = sorted({period for _unit, period in found})
    for earlier, later in pairwise(periods):
        for unit in (unit for unit, period in found if period == later):
            if (unit, earlier) in found:
                yield found[unit, earlier], found[unit, later]


@pytest.mark.parametrize("rule", RULES)
@given(sample=samples(n_periods=4))
@settings(max_examples=30, deadline=None)
def test_going_back_undoes_every_part_of_a_change(rule, sample):
    for before, now in _pairs(standings(rule, sample)):
        there, back = moved(rule, before, now), moved(rule, now, before)
        assert np.array_equal(there.rate, -back.rate, equal_nan=True)
        assert np.array_equal(there.mix, -back.mix, equal_nan=True)
        assert (there.appeared == back.vanished).all()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule is not UnitRule.NONE])
@given(
    rows=st.lists(st.tuples(st.integers(-99, 99), st.integers(1, 9)), min_size=1, max_size=8),
    to=st.integers(-99, 99),
)
@settings(max_examples=50, deadline=None)
def test_where_one_value_changes_only_its_part_moved_the_figure(rule, rows, to):
    x, w = map(list, zip(*rows, strict=True))
    before, now = family(rule, x, w), family(rule, [*x[:-1], to], w)
    found = moved(rule, before, now)
    assert (found.points[:-1] == 0).all() or rule in EXTREMES
    assert added(found.points) == pytest.approx(found.change)
    assert not found.mix.any()


@pytest.mark.parametrize(
    ("rule", "x", "w", "points"),
    [
        (UnitRule.SUM, [5, None, 7], None, [5, 0, 7]),
        (UnitRule.MEAN, [5, None, 7], None, [2.5, 0, 3.5]),
        (UnitRule.WEIGHTED_MEAN, [10, 20, 30], [1, None, 3], [2.5, 0, 22.5]),
        (UnitRule.WEIGHTED_MEAN, [10, 20], [4, 0], [10, 0]),
        (UnitRule.RATIO, [90, 1, 0], [100, 10, 0], [90 / 110, 1 / 110, 0]),
        (UnitRule.RATIO, [90, 6], [100, 0], [0.9, 0.06]),
        (UnitRule.MIN, [5, 3, 3, None], None, [0, 3, 0, 0]),
        (UnitRule.MAX, [5, 7, 7, None], None, [0, 7, 0, 0]),
        (UnitRule.MEAN_OF_CHILDREN, [5, None, 7], None, [2.5, 0, 3.5]),
    ],
)
def test_each_rule_gives_the_parts_their_points(rule, x, w, points):
    assert composed(rule, family(rule, x, w)).points.tolist() == pytest.approx(points)


@pytest.mark.parametrize(
    ("rule", "x", "w", "has_share"),
    [
        (UnitRule.SUM, [0, None], None, [True, False]),
        (UnitRule.WEIGHTED_MEAN, [10, 20, 30, None], [1, None, 0, 2], [True, False, False, False]),
        (UnitRule.RATIO, [0, 0, 6, 2], [4, 0, 0, None], [True, False, True, False]),
        (UnitRule.MIN, [0, 5, None], None, [True, True, False]),
    ],
)
def test_what_has_no_value_or_no_weight_has_no_share(rule, x, w, has_share):
    assert composed(rule, family(rule, x, w)).has_share.tolist() == has_share


def test_a_mean_counts_the_units_behind_a_part():
    ten, twenties = (np.array([n]) for n in (10.0, 60.0))
    one, three = (np.array([n]) for n in (1.0, 3.0))
    parts = family(UnitRule.MEAN, [10, 20]).parts
    parts = replace(parts, a=np.append(ten, twenties), b=np.append(one, three))
    found = composed(UnitRule.MEAN, Standing(Whole(17.5, NAN, 4.0), parts))
    assert (found.points.tolist(), found.weight.tolist()) == ([2.5, 15], [0.25, 0.75])


def test_a_child_with_an_override_counts_by_its_state():
    parts = family(UnitRule.MEAN, [10, 30]).parts
    # A region of three units, overridden to 30, beside its sister: (90 + 10) / 4.
    parts = replace(parts, a=np.array([10.0, 90.0]), b=np.array([1.0, 3.0]))
    found = composed(UnitRule.MEAN, Standing(Whole(25.0, NAN, 4.0), parts))
    assert found.points.tolist() == [2.5, 22.5]


def test_a_child_counts_once_in_a_mean_of_children_whatever_stands_behind_it():
    standing = family(UnitRule.MEAN_OF_CHILDREN, [10, 30])
    parts = replace(standing.parts, b=np.array([1.0, 3.0]))
    found = composed(UnitRule.MEAN_OF_CHILDREN, replace(standing, parts=parts))
    assert (found.points.tolist(), found.weight.tolist()) == ([5, 15], [0.5, 0.5])


def test_an_override_is_all_of_its_figure_itself():
    computed = family(UnitRule.SUM, [5, 7])
    whole = replace(computed.whole, value=30.0, replaces=computed.whole.value)
    found = composed(UnitRule.SUM, replace(computed, whole=whole))
    assert (found.override, found.points.tolist(), found.rest) == (30, [0, 0], 0)
    assert not found.has_share.any()


def test_parts_that_are_not_given_are_the_rest():
    standing = family(UnitRule.RATIO, [90, 1], [100, 10])
    shown = replace(standing.parts, **{k: v[:1] for k, v in vars(standing.parts).items()})
    assert composed(UnitRule.RATIO, replace(standing, parts=shown)).rest == pytest.approx(1 / 110)


def test_a_ratio_moves_by_rates_and_by_mix():
    before = family(UnitRule.RATIO, [50, 20], [100, 100])
    now = family(UnitRule.RATIO, [60, 60], [100, 300])
    found = moved(UnitRule.RATIO, before, now)
    # Mean shares 0.375 and 0.625; mean rates 0.55 and 0.2, mean figure 0.325.
    assert found.rate.tolist() == pytest.approx([0.0375, 0])
    assert found.mix.tolist() == pytest.approx([-0.25 * 0.225, 0.25 * -0.125])


def test_better_rates_everywhere_and_a_worse_figure_are_the_fault_of_the_mix():
    before = family(UnitRule.RATIO, [81, 20], [90, 100])
    now = family(UnitRule.RATIO, [95, 75], [100, 300])
    found = moved(UnitRule.RATIO, before, now)
    assert found.change < 0
    assert (found.rate > 0).all()
    assert found.mix.tolist() == pytest.approx(sorted(found.mix))
    assert added(found.mix) < 0


def test_a_weighted_mean_with_steady_weights_moves_by_rates_alone():
    before = family(UnitRule.WEIGHTED_MEAN, [10, 20], [1, 3])
    now = family(UnitRule.WEIGHTED_MEAN, [14, 20], [2, 6])
    found = moved(UnitRule.WEIGHTED_MEAN, before, now)
    assert (found.rate.tolist(), found.mix.tolist()) == ([1, 0], [0, 0])


def test_a_unit_that_starts_to_report_moves_a_mean_by_mix_alone():
    before, now = family(UnitRule.MEAN, [10, 20, None]), family(UnitRule.MEAN, [10, 20, 45])
    found = moved(UnitRule.MEAN, before, now)
    assert found.change == 10
    assert found.rate.tolist() == [0, 0, 0]
    # Mean figure 20: the first two lose a sixth each, the third wins a third.
    assert found.mix.tolist() == pytest.approx([10 / 6, 0, 25 / 3])
    assert (found.appeared.tolist(), found.vanished.any()) == ([False, False, True], False)


def test_a_unit_that_stops_to_report_takes_its_part_of_a_sum_along():
    found = moved(UnitRule.SUM, family(UnitRule.SUM, [5, 7]), family(UnitRule.SUM, [8, None]))
    assert (found.points.tolist(), found.vanished.tolist()) == ([3, -7], [False, True])


def test_a_numerator_that_loses_its_denominator_still_adds_up():
    before = family(UnitRule.RATIO, [50, 20], [100, 100])
    now = family(UnitRule.RATIO, [50, 20], [100, 0])
    found = moved(UnitRule.RATIO, before, now)
    assert added(found.points) == pytest.approx(0.7 - 0.35)
    assert found.rate.tolist() == pytest.approx([0, 0.2])


@pytest.mark.parametrize(
    ("rule", "before", "now", "points"),
    [
        # The lowest one rose, and another that stood still is the lowest now.
        (UnitRule.MIN, [10, 20], [50, 20], [10, 0]),
        (UnitRule.MIN, [10, 20], [None, 20], [10, 0]),
        (UnitRule.MIN, [10, 20], [10, 4], [0, -6]),
        (UnitRule.MIN, [10, None], [10, 4], [0, -6]),
        (UnitRule.MIN, [10, 20], [10, 99], [0, 0]),
        (UnitRule.MAX, [10, 20], [50, 20], [30, 0]),
        (UnitRule.MAX, [10, 20], [10, 4], [0, -10]),
        (UnitRule.MAX, [20, 20], [10, 10], [-10, 0]),
    ],
)
def test_an_extreme_was_moved_by_the_unit_that_moved(rule, before, now, points):
    found = moved(rule, family(rule, before), family(rule, now))
    assert (found.points.tolist(), found.rest) == (points, 0)


@pytest.mark.parametrize("overridden", [(True, False), (False, True), (True, True)])
def test_a_change_to_or_from_an_override_is_that_of_the_override(overridden):
    pair = [family(UnitRule.SUM, x) for x in ([5, 7], [6, 9])]
    before, now = (
        replace(each, whole=replace(each.whole, replaces=NAN)) if marked else each
        for each, marked in zip(pair, overridden, strict=True)
    )
    found = moved(UnitRule.SUM, before, now)
    assert (found.override, found.points.tolist(), found.rest) == (3, [0, 0], 0)


@pytest.mark.parametrize("rule", RULES)
def test_a_change_from_an_unknown_figure_is_unknown(rule):
    unknown = Standing(Whole(NAN, NAN, 0.0), family(UnitRule.SUM, [None, None]).parts)
    found = moved(rule, unknown, family(rule, [5, 7], [1, 1]))
    assert np.isnan([found.change, found.override, found.rest, *found.points]).all()
