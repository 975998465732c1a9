import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import Cuts, Status, finish, score, shown_score, status
from tests.scorecard.engine.worlds import one_line

DEMO = Cuts(70, 85)
finite = st.floats(-1e6, 1e6)
unhurried = settings(deadline=None)


def status_of(value, goal, red, *, enough=True):
    return Status(status(*(np.array([n]) for n in (value, goal, red)), np.array([enough]))[0])


def score_of(value, goal, red, cuts=DEMO):
    return score(*(np.array([n], dtype=float) for n in (value, goal, red)), cuts)[0]


def test_the_red_flag_scores_the_lower_cut_and_the_goal_the_upper():
    assert score_of(500, 700, 500) == 70
    assert score_of(700, 700, 500) == 85


def test_one_straight_line_runs_on_beyond_goal_and_red_flag():
    assert score_of(800, 700, 500) == pytest.approx(92.5)
    assert score_of(300, 700, 500) == pytest.approx(55)


def test_a_score_is_clamped_at_0_and_100_only():
    assert score_of(10_000, 700, 500) == 100
    assert score_of(-10_000, 700, 500) == 0


def test_a_goal_below_the_red_flag_means_lower_is_better():
    assert score_of(4, 5, 10) > score_of(5, 5, 10) == 85


def test_targets_of_zero_and_below_are_scored_like_any_other():
    assert score_of(0, 0, -10) == 85
    assert score_of(-5, 0, -10) == pytest.approx(77.5)


@pytest.mark.parametrize("numbers", [(np.nan, 2, 1), (1, np.nan, 1), (1, 2, np.nan), (1, 2, 2)])
def test_without_all_three_numbers_or_with_goal_and_red_flag_the_same_there_is_no_score(numbers):
    assert np.isnan(score_of(*numbers))


@unhurried
@given(finite, finite, finite, finite)
def test_a_score_moves_the_right_way_when_a_value_improves(goal, red, value, other):
    lower, higher = sorted((value, other))
    worse, better = (lower, higher) if goal > red else (higher, lower)
    if goal != red:
        assert score_of(worse, goal, red) <= score_of(better, goal, red)
        assert status_of(worse, goal, red) >= status_of(better, goal, red)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (701, Status.GREEN),
        (700, Status.GREEN),
        (699.99, Status.AMBER),
        (500.01, Status.AMBER),
        (500, Status.RED),
        (499, Status.RED),
    ],
)
def test_goal_met_is_green_at_the_red_flag_is_red(value, expected):
    assert status_of(value, 700, 500) is expected
    assert status_of(-value, -700, -500) is expected


def test_equality_is_read_with_a_tolerance_relative_to_the_thresholds():
    assert status_of(1e9 - 0.5, 1e9, 0) is Status.GREEN
    assert status_of(1e9 - 1.5, 1e9, 0) is Status.AMBER
    assert status_of(1e9 + 0.5, 2e9, 1e9) is Status.RED
    assert status_of(-0.5e-9, 0, -1) is Status.GREEN
    assert status_of(-2e-9, 0, -1) is Status.AMBER


def test_no_value_says_no_data_whatever_else_is_missing():
    assert status_of(np.nan, np.nan, np.nan, enough=False) is Status.NO_DATA


def test_too_little_coverage_says_insufficient_before_not_scored():
    assert status_of(1, np.nan, np.nan, enough=False) is Status.INSUFFICIENT


@pytest.mark.parametrize("targets", [(np.nan, np.nan), (5, np.nan), (np.nan, 5), (5, 5)])
def test_without_a_goal_and_a_red_flag_apart_a_value_is_not_scored(targets):
    assert status_of(1, *targets) is Status.NOT_SCORED


@pytest.mark.parametrize(
    ("reported", "expected", "says"),
    [
        (6, 10, Status.GREEN),
        (3, 5, Status.GREEN),
        (59, 100, Status.INSUFFICIENT),
        # Only an override has a value where nobody is expected to report: nothing is lacking.
        (0, 0, Status.GREEN),
    ],
)
def test_min_coverage_itself_is_enough(reported, expected, says):
    line = one_line(10, goal=9, red=1, reported=reported, expected=expected)
    assert finish(line, 0.6).status[0, 0] == says


def test_an_insufficient_value_keeps_its_score_to_be_shown():
    figures = finish(one_line(9, goal=9, red=1, reported=1, expected=5), 0.6, DEMO)
    assert figures.score[0, 0] == 85
    assert figures.value[0, 0] == 9


def shown(number, meaning, cuts=DEMO):
    return shown_score(np.array([number]), np.array([meaning]), cuts)[0]


@pytest.mark.parametrize(
    ("number", "meaning", "printed"),
    [
        (84.6, Status.AMBER, 84),
        (84.9999999999, Status.AMBER, 84),
        (84.9999999999, Status.GREEN, 85),
        (85.0, Status.AMBER, 84),
        (99.9, Status.GREEN, 99),
        (69.9999999999, Status.AMBER, 70),
        (70.0, Status.RED, 69),
        (100.0, Status.GREEN, 100),
        (0.4, Status.RED, 0),
    ],
)
def test_a_score_is_printed_rounded_towards_the_worse_status(number, meaning, printed):
    assert shown(number, meaning) == printed


@unhurried
@given(st.floats(0, 100), st.sampled_from([DEMO, Cuts()]))
def test_a_printed_score_never_belongs_to_a_better_status(number, cuts):
    meaning = [Status.RED, Status.AMBER, Status.GREEN][(number >= cuts.red) + (number >= cuts.goal)]
    printed = shown(number, meaning, cuts)
    assert printed == int(printed)
    assert printed <= number
    if meaning > Status.GREEN:
        assert printed < cuts.goal
    if meaning > Status.AMBER:
        assert printed < cuts.red


@pytest.mark.parametrize("meaning", [Status.NO_DATA, Status.NOT_SCORED])
def test_no_score_prints_as_unknown(meaning):
    assert np.isnan(shown(np.nan, meaning))


def test_an_insufficient_score_is_rounded_down():
    assert shown(84.6, Status.INSUFFICIENT) == 84


@pytest.mark.parametrize("cuts", [(0, 50), (60, 50), (50, 50), (50, 101), (-1, 50)])
def test_cut_scores_must_rise_between_0_and_100(cuts):
    with pytest.raises(ValueError, match=f"{cuts[0]} and {cuts[1]} must rise"):
        Cuts(*cuts)
