"""Between what a figure could come to lie, against every combination of what was."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.margins import STATED, margin
from scorecard.engine.types import UnitRule

states = st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 9)), min_size=1, max_size=4).map(
    lambda rows: np.array(rows, dtype=float)
)
pasts = st.lists(states, max_size=3)
wholes = st.tuples(st.integers(-500, 500), st.integers(1, 200)).map(
    lambda pair: (float(pair[0]), float(pair[1]))
)
DIVIDING = (UnitRule.MEAN, UnitRule.RATIO, UnitRule.WEIGHTED_MEAN)


def value(rule, states):
    a = [each[0] for each in states]
    match rule:
        case UnitRule.MIN:
            return min(a)
        case UnitRule.MAX:
            return max(a)
        case UnitRule.SUM:
            return sum(a)
        case _quotient:
            return sum(a) / sum(each[1] for each in states)


def all_that_could_be(rule, whole, missing):
    return [value(rule, (whole, *chosen)) for chosen in product(*missing)]


@given(wholes, pasts, st.sampled_from([UnitRule.SUM, UnitRule.MIN, UnitRule.MAX]))
def test_it_reaches_from_the_lowest_to_the_highest_that_could_be(whole, missing, rule):
    possible = all_that_could_be(rule, whole, missing)
    assert margin(rule, whole, missing) == pytest.approx((min(possible), max(possible)))


@given(wholes, pasts)
def test_of_a_mean_too_whose_parts_weigh_alike(whole, missing):
    alike = [np.column_stack([past[:, 0], np.ones(len(past))]) for past in missing]
    possible = all_that_could_be(UnitRule.MEAN, whole, alike)
    assert margin(UnitRule.MEAN, whole, alike) == pytest.approx((min(possible), max(possible)))


@given(wholes, pasts, st.sampled_from(DIVIDING))
def test_of_any_quotient_however_large_the_missing_parts(whole, missing, rule):
    possible = all_that_could_be(rule, whole, missing)
    assert margin(rule, whole, missing) == pytest.approx((min(possible), max(possible)))


def test_a_quotient_whose_missing_part_is_small_is_exact():
    missing = [np.array([[1.0, 2.0], [3.0, 4.0], [0.0, 1.0]])]
    whole = (700.0, 1000.0)
    possible = all_that_could_be(UnitRule.RATIO, whole, missing)
    assert margin(UnitRule.RATIO, whole, missing) == pytest.approx((min(possible), max(possible)))


def test_without_anything_missing_it_is_the_figure():
    for rule in STATED:
        assert margin(rule, (6.0, 1.0), []) == (6.0, 6.0)


@pytest.mark.parametrize(
    ("rule", "whole", "missing"),
    [
        (UnitRule.MEAN_OF_CHILDREN, (1.0, 1.0), []),
        (UnitRule.NONE, (1.0, 1.0), []),
        (UnitRule.SUM, (np.nan, np.nan), []),
        (UnitRule.RATIO, (0.0, 0.0), []),
        (UnitRule.SUM, (1.0, np.nan), [np.empty((0, 2))]),
    ],
)
def test_it_is_unknown_where_nothing_tells(rule, whole, missing):
    assert margin(rule, whole, missing) is None
