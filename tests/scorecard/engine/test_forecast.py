"""Forecasts against courses whose end is known, and against a slow second opinion."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scorecard.engine import Method, TimeRule, forecast, outlook
from scorecard.engine.forecast import half_width
from tests.scorecard.engine.second_opinion_forecast import mean_size, second_errors, told

NAN = np.nan
WAVE = [10.0, 14, 19, 23, 24, 20, 15, 11, 8, 7, 8, 9]

# Entries hold at most 20 digits before the point; squares of larger ones would overflow to
# infinity, where no method says anything: see the test of the largest floats.
points = st.none() | st.integers(-50, 50).map(float) | st.floats(-1e9, 1e9)
courses = st.lists(points, min_size=8, max_size=40)


def array(course):
    return np.array([NAN if point is None else point for point in course], dtype=float)


def test_under_eight_points_nothing_is_foretold():
    assert forecast(array([1, 2, 3, None, 4, 5, 6, 7]), 12, 12) is None
    assert forecast(array([1, 2, 3, None, 4, 5, 6, 7, 8]), 12, 12) is not None
    assert forecast(array([]), 12, 12) is None


def test_where_no_period_is_to_come_nothing_is_foretold():
    assert forecast(np.arange(12.0), 12, 12) is None


def test_a_constant_course_goes_on_without_any_doubt():
    found = forecast(np.full(20, 0.1), 24, 12)
    assert (found.method, found.error) == (Method.LAST, 0)
    assert found.values.tolist() == found.lower.tolist() == found.upper.tolist() == [0.1] * 4


def test_a_straight_line_is_prolonged():
    found = forecast(np.arange(10.0) * 3 + 5, 12, 12)
    assert found.method is Method.TREND
    assert found.values == pytest.approx([35, 38])


def test_a_season_is_found_in_two_years_and_not_before():
    found = forecast(array(WAVE * 2 + WAVE[:6]), 36, 12)
    assert found.method is Method.SEASON
    assert found.values.tolist() == WAVE[6:]
    assert forecast(array(WAVE + WAVE[:6]), 24, 12).method is not Method.SEASON


def test_noise_around_a_level_is_best_told_by_its_mean():
    noise = np.random.default_rng(1).normal(100, 5, 40)
    assert forecast(noise, 48, 52).method is Method.MEAN


def test_a_course_that_bends_is_followed():
    bent = np.concatenate([np.full(20, 50.0), 50 + 4 * np.arange(1, 15)])
    found = forecast(bent, 36, 12)
    assert found.method is Method.HOLT
    assert found.values[-1] > bent[-1]


def test_what_is_missing_at_the_end_is_foretold():
    found = forecast(array([*WAVE, *WAVE, 10, None, None]), 27, 12)
    assert (found.start, len(found.values)) == (25, 2)


def test_the_interval_is_the_error_that_four_of_five_trials_stayed_within():
    assert half_width(np.array([3.0, -1, 2, NAN])) == 3
    assert half_width(np.arange(1.0, 10)) == 8
    assert half_width(np.arange(1.0, 101)) == 81
    assert np.isnan(half_width(np.array([NAN])))


def test_the_interval_does_not_narrow_with_the_distance():
    found = forecast(np.random.default_rng(3).normal(10, 3, 30), 36, 12)
    assert (np.diff(found.upper - found.lower) >= 0).all()


@pytest.mark.parametrize(("size", "is_foretold"), [(1e308, False), (1e99, True), (1e-300, True)])
def test_of_values_whose_squares_are_not_finite_nothing_is_foretold(size, is_foretold):
    found = forecast(np.array([size, -size] * 6), 14, 12)
    assert (found is not None) is is_foretold
    assert found is None or np.isfinite(found.values).all()


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        (TimeRule.SUM, 36.0),
        (TimeRule.MEAN, 3.0),
        (TimeRule.LAST, 3.0),
        (TimeRule.MIN, 3.0),
        (TimeRule.MAX, 3.0),
    ],
)
def test_a_year_is_made_of_what_is_known_and_what_is_foretold(rule, value):
    year = outlook(np.full(10, 3.0), forecast(np.full(10, 3.0), 12, 12), rule)
    assert (year.value, year.lower, year.upper) == (value, value, value)


def test_the_known_months_of_a_year_are_beyond_doubt():
    noise = np.random.default_rng(4).normal(10, 2, 34)
    found = forecast(noise, 36, 12)
    year, month = outlook(noise[24:], found, TimeRule.MEAN), found.upper[0] - found.values[0]
    assert year.value == pytest.approx((noise[24:].sum() + found.values.sum()) / 12)
    assert 0 < year.upper - year.value < month


def test_the_interval_of_a_sum_is_that_of_sums_in_the_past():
    noise = np.random.default_rng(5).normal(10, 2, 34)
    found = forecast(noise, 36, 12)
    sums = [row.sum() for row in found.errors if not np.isnan(row).any()]
    year = outlook(noise[24:], found, TimeRule.SUM)
    assert year.upper - year.value == pytest.approx(half_width(np.array(sums)))


def test_a_sum_that_lacks_a_month_has_no_end():
    found = forecast(array(WAVE * 2), 30, 12)
    assert outlook(array([1, None, 3]), found, TimeRule.SUM) is None
    assert outlook(array([1, None, 3]), found, TimeRule.MEAN).value == pytest.approx(
        (1 + 3 + found.values.sum()) / 8
    )


def test_the_highest_of_a_year_is_at_least_the_highest_so_far():
    found = forecast(array(WAVE * 2), 30, 12)
    assert outlook(array([90.0]), found, TimeRule.MAX).value == 90
    assert outlook(array([-90.0]), found, TimeRule.MIN).value == -90


def test_where_no_stretch_of_the_past_is_as_long_all_months_err_the_same_way():
    found = forecast(array([10.0, 12, 9, 13, 8, 12, 11, 10]), 12, 12)
    assert all(np.isnan(row).any() for row in found.errors)
    year = outlook(array([10.0, 12, 9, 13, 8, 12, 11, 10]), found, TimeRule.SUM)
    assert year.upper - year.value == pytest.approx((found.upper - found.values).sum())


@given(courses, st.integers(1, 6), st.sampled_from([1, 4, 12]))
@settings(max_examples=200, deadline=None)
def test_the_choice_and_its_error_agree_with_the_second_opinion(course, steps, season):
    while course and course[-1] is None:
        course = course[:-1]
    n_known = sum(point is not None for point in course)
    assume(n_known >= 8)
    found = forecast(array(course), len(course) + steps, season)
    methods = [method.name for method in Method]
    ends = {each: told(each, course, steps, season) for each in methods}
    if (
        season == 1
        or n_known < 2 * season
        or None in (told("SEASON", course, ahead, season) for ahead in range(1, steps + 1))
    ):
        methods.remove("SEASON")
    errors = second_errors(course, steps, season, methods)
    if not errors["LAST"]:
        assert found is None
        return
    size = max(1.0, *(abs(point) for point in course if point is not None))
    assert found.tries == len(errors["LAST"])
    assert found.error == pytest.approx(mean_size(errors[found.method.name]), abs=1e-7 * size)
    assert found.error <= min(mean_size(each) for each in errors.values()) + 1e-7 * size
    assert found.values[-1] == pytest.approx(ends[found.method.name], abs=1e-7 * size)


@given(courses, st.integers(1, 6), st.sampled_from([4, 12]), st.sampled_from(list(TimeRule)))
@settings(max_examples=200, deadline=None)
def test_every_forecast_is_finite_and_lies_within_its_interval(course, steps, season, rule):
    found = forecast(array(course), len(course) + steps, season)
    if found is None:
        return
    assert np.isfinite([found.values, found.lower, found.upper]).all()
    assert (found.lower <= found.values).all()
    assert (found.values <= found.upper).all()
    year = outlook(array(course[-2:])[: max(0, found.start - len(course) + 2)], found, rule)
    if year is not None:
        assert year.lower <= year.value <= year.upper


@given(st.lists(st.integers(-50, 50).map(float), min_size=8, max_size=30))
@settings(max_examples=100, deadline=None)
def test_what_is_measured_in_another_unit_is_foretold_alike(course):
    plain, scaled = (forecast(array(course) * factor, len(course) + 3, 12) for factor in (1, 64))
    assert scaled.method is plain.method
    assert scaled.values == pytest.approx(plain.values * 64)
    assert scaled.error == pytest.approx(plain.error * 64)
