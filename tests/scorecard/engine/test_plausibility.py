"""What is doubtful about a figure, against hand-computed limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.plausibility import contradicts, jumped, slipped
from scorecard.engine.signals import behaviour

NAN = np.nan
QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13]


@pytest.mark.parametrize(
    ("value", "last", "factor"),
    [
        (6400.0, 64.0, 100.0),
        (0.64, 64.0, 0.01),
        (3200.0, 64.0, 100.0),
        (3199.0, 64.0, None),
        (12800.0, 64.0, 100.0),
        (12801.0, 64.0, None),
        (-6400.0, -64.0, 100.0),
        (-6400.0, 64.0, None),
        (640.0, 64.0, None),
        (5.0, 0.0, None),
        (0.0, 5.0, None),
    ],
)
def test_two_places_are_a_slip_give_or_take_what_grew_meanwhile(value, last, factor):
    assert slipped(value, last) == factor


@pytest.mark.parametrize("value", [19.08, 6.55, 400.0, -3.0])
def test_a_jump_leaves_the_limits_of_process_behaviour_by_a_large_step(value):
    # Moving ranges 2, 1, 2, 3, 2, 1, 2: 13 / 7; centre 11.5, the last figure 13.
    limits = 11.5 - 2.66 * 13 / 7, 11.5 + 2.66 * 13 / 7
    assert jumped(value, np.array(QUIET)) == pytest.approx(limits)


@pytest.mark.parametrize("value", [16.44, 6.93, 13.0, 19.07, 6.94])
def test_a_figure_inside_them_or_near_the_last_one_is_no_jump(value):
    assert jumped(value, np.array(QUIET)) is None


def test_what_creeps_away_is_no_jump_and_neither_is_what_comes_back():
    crept = np.array([*QUIET, 14, 16, 18, 21.0])
    assert jumped(23.0, crept) is None
    assert jumped(12.0, np.array([*QUIET, *QUIET, *QUIET, 30.0])) is None


@given(st.lists(st.integers(-12, 12).map(float), min_size=8, max_size=30), st.integers(-60, 60))
def test_the_limits_are_those_that_the_page_of_the_kpi_shows(course, value):
    found, shown = jumped(value, np.array(course)), behaviour(np.array(course))
    if found is not None:
        assert found == (shown.lower[0], shown.upper[0])
        assert not found[0] <= value <= found[1]


@pytest.mark.parametrize("before", [QUIET[:7], [5.0] * 20, [NAN] * 30, [*[NAN] * 20, *QUIET[:7]]])
def test_too_few_figures_and_one_that_never_moved_tell_nothing(before):
    assert jumped(1000.0, np.array(before)) is None


def test_what_was_before_new_limits_does_not_count():
    before, usual = np.array([100.0] * 10 + QUIET), jumped(60.0, np.array(QUIET))
    assert jumped(60.0, before, [10]) == usual is not None
    # Decided before all that is known here, or for later: nothing is left out.
    assert jumped(60.0, np.array(QUIET), [-5, 99]) == usual
    assert jumped(60.0, before, [12]) is None


@pytest.mark.parametrize(
    ("parts", "whole", "more", "other"),
    [
        ([17.0], 20.0, False, True),
        ([20.0], 20.0, False, False),
        ([20.1], 20.0, True, True),
        ([0.1, 0.2], 0.3, False, False),
        ([1e12, 1.0], 1e12, False, False),
        ([0.0], 0.0, False, False),
        ([-5.0], -7.0, True, True),
        ([0.0], -1.0, True, True),
    ],
)
def test_parts_are_held_against_their_whole(parts, whole, more, other):
    assert contradicts(parts, whole, exactly=False) is more
    assert contradicts(parts, whole, exactly=True) is other
