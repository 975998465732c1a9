"""Process behaviour against hand-computed charts and a slow second opinion."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import Rule, Trend, Verdict, behaviour, trend
from scorecard.engine.signals import signals_of
from tests.scorecard.engine.second_opinion_signals import second_behaviour

NAN = np.nan
QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13]

# Whole numbers: points on the centre, on a limit and equal neighbours come up.
points = st.none() | st.integers(-12, 12).map(float)
courses = st.lists(points, min_size=1, max_size=40)


def marked(found, rule):
    return np.flatnonzero(found.signals[rule]).tolist()


def array(course):
    return np.array([NAN if point is None else point for point in course])


def test_the_limits_are_the_mean_and_2_66_mean_moving_ranges_around_it():
    found = behaviour(np.array(QUIET))
    # Moving ranges 2, 1, 2, 3, 2, 1, 2: 13 / 7.
    assert found.centre[0] == 11.5
    assert found.upper[0] == pytest.approx(11.5 + 2.66 * 13 / 7)
    assert found.lower[0] == pytest.approx(11.5 - 2.66 * 13 / 7)


def test_a_published_chart_comes_out_the_same():
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2; there with 3/1.128 for 2.66.
    rates = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = behaviour(np.array(rates))
    assert found.centre[0] == pytest.approx(50.81)
    assert found.upper[0] == pytest.approx(55.8041, abs=0.001)
    assert found.lower[0] == pytest.approx(45.8159, abs=0.001)


def test_seven_points_are_too_few_and_eight_are_enough():
    assert behaviour(np.array(QUIET[:7])).verdict is Verdict.TOO_FEW
    assert np.isnan(behaviour(np.array(QUIET[:7])).centre).all()
    assert behaviour(np.array(QUIET)).verdict is Verdict.USUAL


def test_nothing_unusual_is_said_to_be_so():
    found = behaviour(np.array(QUIET * 3))
    assert found.verdict is Verdict.USUAL
    assert not found.signals.any()


def test_a_point_outside_the_limits_signals():
    found = behaviour(np.array([*QUIET, 30.0]))
    assert found.verdict is Verdict.SIGNAL
    assert marked(found, Rule.OUTSIDE) == [8]


def test_a_point_on_the_limit_is_inside():
    signals = signals_of(np.array([4.0, 0.0, 0.0, -4.0, 0.0, 0.0, 4.001]), 0.0, 4.0)
    assert np.flatnonzero(signals[Rule.OUTSIDE]).tolist() == [6]


def test_seven_in_a_row_on_one_side_signal_and_six_do_not():
    six = [1.0, 2] * 4 + [8.0, 9] * 3 + [1.0, 2]
    seven = [1.0, 2] * 4 + [8.0, 9] * 3 + [8.0] + [1.0, 2]
    assert marked(behaviour(np.array(six)), Rule.ONE_SIDE) == list(range(8))
    assert set(marked(behaviour(np.array(seven)), Rule.ONE_SIDE)) == set(range(15))


def test_a_point_on_the_centre_is_on_neither_side():
    course = np.array([1.0, 1, 1, 0, 1, 1, 1, -1, -1, -1, -1, -1, -1])
    assert behaviour(course).centre[0] == 0
    assert marked(behaviour(course), Rule.ONE_SIDE) == []


@pytest.mark.parametrize("sign", [1, -1])
def test_seven_in_a_row_rising_or_falling_signal_from_the_first_of_them(sign):
    course = sign * np.array([5.0, 3, 4, 5, 6, 7, 8, 9, 5])
    assert marked(behaviour(course), Rule.TREND) == [1, 2, 3, 4, 5, 6, 7]
    assert marked(behaviour(np.delete(course, 4)), Rule.TREND) == []


def test_an_equal_neighbour_ends_a_rise():
    course = np.array([3.0, 4, 5, 6, 6, 7, 8, 9, 3])
    assert marked(behaviour(course), Rule.TREND) == []


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ([0, 2.1, 0, 2.1, 0], [1, 3]),
        ([0, 2.1, 2.1, 0, 0], [1, 2]),
        ([0, -2.1, 0, -2.1, 0], [1, 3]),
        ([0, 2.1, 0, 0, 2.1], []),
        ([0, 2.1, -2.1, 0, 0], []),
        ([0, 2.0, 2.0, 2.0, 0], []),
    ],
)
def test_two_of_three_beyond_two_thirds_on_the_same_side_signal(course, expected):
    signals = signals_of(np.array(course), 0.0, 3.0)
    assert np.flatnonzero(signals[Rule.NEAR_LIMIT]).tolist() == expected


def test_a_constant_course_has_no_signal_whatever_the_rounding():
    assert behaviour(np.full(20, 0.1)).verdict is Verdict.USUAL


def test_a_missing_period_is_stepped_over():
    gaps = [10.0, NAN, 12, 11, NAN, NAN, 13, 10, 12, 11, 13]
    with_gaps, without = behaviour(np.array(gaps)), behaviour(np.array(QUIET))
    assert with_gaps.centre[0] == without.centre[0]
    assert with_gaps.upper[0] == without.upper[0]
    assert not np.isnan(with_gaps.upper).any()


def test_a_missing_period_neither_signals_nor_ends_a_run():
    course = np.array([5.0, 3, 4, NAN, 5, 6, 7, 8, 9, 5])
    assert marked(behaviour(course), Rule.TREND) == [1, 2, 4, 5, 6, 7, 8]


def test_a_provisional_point_makes_no_limit_and_no_signal():
    course = np.array([*QUIET, 99.0])
    found = behaviour(course, provisional=course == 99)
    assert found.centre[0] == 11.5
    assert found.verdict is Verdict.USUAL
    assert found.upper[8] == found.upper[0]


def test_limits_are_computed_anew_from_a_rebasing_on():
    found = behaviour(np.array([*QUIET, *(point + 50 for point in QUIET)]), rebased=[8])
    assert (found.centre[7], found.centre[8], found.start) == (11.5, 61.5, 8)
    assert found.verdict is Verdict.USUAL
    assert behaviour(np.array([*QUIET, *(point + 50 for point in QUIET)])).signals.any()


def test_no_run_goes_over_a_rebasing():
    course = np.array([5.0, 1, 6, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 4, 3, 8, 9, 3])
    whole, cut = behaviour(course), behaviour(course, rebased=[8])
    assert marked(whole, Rule.TREND) == list(range(3, 12))
    assert marked(cut, Rule.TREND) == []


def test_a_young_segment_has_too_few_points_and_the_one_before_keeps_its_signals():
    found = behaviour(np.array([*QUIET, 30.0, 20.0, 21.0]), rebased=[9])
    assert found.verdict is Verdict.TOO_FEW
    assert marked(found, Rule.OUTSIDE) == [8]
    assert np.isnan(found.centre[9:]).all()


def test_a_rebasing_outside_the_course_changes_nothing():
    assert behaviour(np.array(QUIET), rebased=[-3, 0, 8, 99]).centre.tolist() == [11.5] * 8


@given(courses, st.lists(st.integers(0, 39), max_size=3))
@settings(max_examples=300, deadline=None)
def test_every_limit_and_signal_agrees_with_the_second_opinion(course, starts):
    inside = [start for start in starts if start < len(course)]
    found = behaviour(array(course), rebased=inside)
    for place, (centre, reach, rules) in enumerate(second_behaviour(course, inside)):
        assert {rule.name for rule in Rule if found.signals[rule, place]} == rules
        if centre is None:
            assert np.isnan(found.centre[place])
            continue
        assert found.centre[place] == pytest.approx(centre, abs=1e-9)
        assert found.upper[place] - found.lower[place] == pytest.approx(2 * reach, abs=1e-9)


@given(
    courses.filter(lambda course: None not in course),
    st.integers(-4, 4),
    st.sampled_from([-8, -1, 2, 64]),
)
@settings(max_examples=200, deadline=None)
def test_shifting_and_stretching_a_course_changes_no_signal(course, shift, factor):
    moved = behaviour(array(course) * factor + 16 * shift)
    assert (moved.signals == behaviour(array(course)).signals).all()


@pytest.mark.parametrize(
    ("value", "previous", "better", "expected"),
    [
        (8.0, 10.0, 1, Trend.WORSE),
        (8.0, 10.0, -1, Trend.BETTER),
        (12.0, 10.0, 1, Trend.BETTER),
        (12.0, 10.0, -1, Trend.WORSE),
        (12.0, 10.0, 0, Trend.ROSE),
        (8.0, 10.0, 0, Trend.FELL),
        (0.1 + 0.2, 0.3, 1, Trend.SAME),
        (NAN, 10.0, 1, Trend.UNKNOWN),
        (8.0, NAN, 1, Trend.UNKNOWN),
    ],
)
def test_a_change_is_better_or_worse_only_where_both_values_and_the_direction_are_known(
    value, previous, better, expected
):
    assert trend(value, previous, better) is expected
