"""What signals, as stretches with a beginning and an end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import Rule, Run, behaviour, runs

NAN = np.nan
QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13]

# Whole numbers: points on the centre, on a limit and equal neighbours come up.
points = st.none() | st.integers(-12, 12).map(float)
courses = st.lists(points, min_size=1, max_size=40)


def runs_of(course, provisional=None, rebased=()):
    values = np.array([NAN if point is None else point for point in course])
    return runs(values, behaviour(values, provisional, rebased), provisional)


@pytest.mark.parametrize(("value", "side"), [(40.0, 1), (-20.0, -1)])
def test_a_point_outside_the_limits_is_a_run_of_one(value, side):
    *others, last = runs_of([*QUIET, value])
    assert last == Run(Rule.OUTSIDE, side, 8, 8, 1)
    # One far away draws the centre past all the others.
    assert others == [Run(Rule.ONE_SIDE, -side, 0, 7, 8)]


def test_a_rise_is_counted_in_points_and_stepped_over_gaps():
    course = [5.0, 3, 4, None, 5, 6, 7, 8, 9, 5]
    assert runs_of(course) == (Run(Rule.TREND, 1, 1, 8, 7),)


def test_a_rise_and_the_fall_after_it_share_their_peak():
    rise = [1.0, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1]
    assert [run[1:] for run in runs_of(rise) if run.rule is Rule.TREND] == [
        (1, 0, 7, 8),
        (-1, 7, 14, 8),
    ]


def test_both_sides_are_runs_of_their_own():
    sides = [run for run in runs_of([5.0, 6] * 4 + [1.0, 2] * 4) if run.rule is Rule.ONE_SIDE]
    assert [run[1:] for run in sides] == [(1, 0, 7, 8), (-1, 8, 15, 8)]


def test_one_point_between_two_near_a_limit_breaks_no_run_and_is_not_counted():
    quiet = [10.0, 12] * 6
    near = [run for run in runs_of([*quiet, 16.0, 11, 16, *quiet]) if run.rule is Rule.NEAR_LIMIT]
    assert near == [Run(Rule.NEAR_LIMIT, 1, 12, 14, 2)]


def test_only_what_came_after_the_last_rebasing_is_told():
    assert runs_of([*QUIET, 40.0, *QUIET], rebased=[9]) == ()
    assert runs_of([*QUIET, 40.0, *QUIET[:7]], rebased=[9]) == ()


def test_a_course_without_any_value_has_none():
    assert runs_of([None, None]) == ()


@given(courses, st.lists(st.integers(0, 39), max_size=2), st.data())
@settings(max_examples=300, deadline=None)
def test_runs_are_made_of_the_marked_points_and_of_all_of_them(course, starts, data):
    marks = st.lists(st.booleans(), min_size=len(course), max_size=len(course))
    provisional = np.array(data.draw(marks))
    values = np.array([NAN if point is None else point for point in course])
    found = behaviour(values, provisional, starts)
    told = runs(values, found, provisional)
    for rule in Rule:
        marked = {int(place) for place in np.flatnonzero(found.signals[rule])}
        marked = {place for place in marked if place >= found.start}
        mine = [run for run in told if run.rule is rule]
        spanned = {place for run in mine for place in range(run.first, run.last + 1)}
        assert marked <= spanned
        assert {place for run in mine for place in (run.first, run.last)} <= marked
