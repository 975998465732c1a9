"""What is doubtful about a figure, against hand-computed limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.plausibility import slipped, usual_range
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


def test_the_usual_range_is_that_of_process_behaviour():
    # Moving ranges 2, 1, 2, 3, 2, 1, 2: 13 / 7; centre 11.5.
    lowest, highest = usual_range(np.array(QUIET))
    assert (lowest, highest) == pytest.approx((11.5 - 2.66 * 13 / 7, 11.5 + 2.66 * 13 / 7))


@given(st.lists(st.integers(-12, 12).map(float), min_size=8, max_size=30))
def test_a_figure_inside_it_is_inside_the_limits_that_its_page_shows(course):
    found = usual_range(np.array(course))
    limits = behaviour(np.array(course))
    if found is not None:
        assert found == (limits.lower[0], limits.upper[0])


@pytest.mark.parametrize("before", [QUIET[:7], [5.0] * 20, [NAN] * 30, [*[NAN] * 20, *QUIET[:7]]])
def test_too_few_figures_and_one_that_never_moved_have_none(before):
    assert usual_range(np.array(before)) is None


def test_what_was_before_new_limits_does_not_count():
    before = np.array([100.0] * 10 + QUIET)
    assert usual_range(before, [10]) == usual_range(np.array(QUIET))
    # Decided before all that is known here, or for later: nothing is left out.
    assert usual_range(np.array(QUIET), [-5, 99]) == usual_range(np.array(QUIET))
    assert usual_range(before, [12]) is None
