from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine import (
    ROOT,
    Cuts,
    LongerTarget,
    Scoring,
    Targets,
    TimeRule,
    UnitRule,
    finish,
    resolve,
    roll_up_targets,
)
from scorecard.engine.scores import band_score, progress_score, yes_no_score
from scorecard.engine.types import Status
from tests.scorecard.engine import second_opinion_scorecard as judge
from tests.scorecard.engine.worlds import NAN, grid, listed, one_line, own_entries, whole

CUTS = Cuts(70, 85)


def figure(scoring, value, *anchors, reported=1, expected=1):
    line = one_line(value, reported=reported, expected=expected, anchors=anchors)
    figures = finish(line, 0.6, CUTS, scoring)
    return figures.score[0, 0], Status(figures.status[0, 0]).word


@pytest.mark.parametrize(
    ("value", "score"),
    [(10, 100), (30, 100), (20, 100), (5, 50), (0, 0), (-9, 0), (35, 50), (40, 0), (99, 0)],
)
def test_a_band_is_full_inside_and_falls_to_0_at_its_zeros(value, score):
    assert figure(Scoring.BAND, value, 10, 30, 0, 40)[0] == score


def test_a_band_whose_zero_lies_on_its_bound_is_0_just_outside():
    assert figure(Scoring.BAND, 9.999, 10, 30, 10, 40)[0] == 0
    assert figure(Scoring.BAND, 10, 10, 30, 10, 40)[0] == 100


def test_zeros_that_are_not_given_lie_one_width_outside():
    given = Targets(np.array([10, 30, NAN, NAN]).reshape(4, 1, 1))
    found = resolve(given, [], UnitRule.MEAN, TimeRule.MEAN, scoring=Scoring.BAND)
    assert found.anchors[:, 0, 0].tolist() == [10, 30, -10, 50]


def test_bounds_of_a_band_are_never_shared_out():
    none = Targets(np.full((4, 1, 4), NAN))
    year = LongerTarget(0, 4, np.array([[100.0], [200.0], [50.0], [250.0]]))
    found = resolve(none, [year], UnitRule.SUM, TimeRule.SUM, scoring=Scoring.BAND)
    assert found.anchors[:, 0].tolist() == [[100] * 4, [200] * 4, [50] * 4, [250] * 4]


def test_bands_roll_up_bound_by_bound():
    bounds = np.stack(
        [grid([None, 1, 2]), grid([None, 3, 4]), grid([None, 0, 0]), grid([None, 9, 9])]
    )
    found = roll_up_targets(
        UnitRule.SUM, whole([ROOT, 0, 0]), own_entries([None, 1, 1]), Targets(bounds)
    )
    assert found.anchors[:, 0, 0].tolist() == [3, 7, 0, 18]


@pytest.mark.parametrize(
    ("value", "score", "status"),
    [
        (15, 25, "red"),
        (30, 100, "green"),
        (40, 100, "green"),
        (0, 0, "red"),
        (27, 85, "green"),
        (24, 70, "amber"),
    ],
)
def test_progress_is_the_way_from_the_baseline_to_the_goal(value, score, status):
    assert figure(Scoring.PROGRESS, value, 30, 10) == (score, status)


def test_progress_may_go_down():
    assert figure(Scoring.PROGRESS, 15, 10, 30)[0] == 75


def test_progress_without_a_way_is_not_scored():
    score, status = figure(Scoring.PROGRESS, 10, 10, 10)
    assert (np.isnan(score), status) == (True, "not_scored")


@pytest.mark.parametrize(
    ("value", "score", "status"),
    [(1, 100, "green"), (0, 0, "red"), (0.84, 84, "amber"), (0.85, 85, "green"), (2, 100, "green")],
)
def test_yes_and_no_need_no_target(value, score, status):
    assert figure(Scoring.YES_NO, value) == (score, status)


@pytest.mark.parametrize("scoring", [Scoring.BAND, Scoring.PROGRESS])
def test_without_a_target_a_value_is_not_scored(scoring):
    anchors = [NAN] * (4 if scoring is Scoring.BAND else 2)
    score, status = figure(scoring, 5, *anchors)
    assert (np.isnan(score), status) == (True, "not_scored")


@pytest.mark.parametrize("scoring", [Scoring.BAND, Scoring.PROGRESS, Scoring.YES_NO])
def test_no_value_and_too_few_units_come_first(scoring):
    anchors = {Scoring.BAND: (0, 1, -1, 2), Scoring.PROGRESS: (1, 0)}.get(scoring, ())
    assert figure(scoring, NAN, *anchors)[1] == "no_data"
    assert figure(scoring, 1, *anchors, reported=1, expected=2)[1] == "insufficient"


numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=8)


@given(numbers, st.lists(numbers, min_size=4, max_size=4))
def test_a_band_agrees_with_the_second_opinion(value, bounds):
    lower_zero, lower, upper, upper_zero = sorted(bounds)
    expected = judge.band(value, lower, upper, lower_zero, upper_zero)
    arrays = (np.array([float(n)]) for n in (value, lower, upper, lower_zero, upper_zero))
    assert band_score(*arrays)[0] == pytest.approx(float(expected))


@given(numbers, numbers, numbers)
def test_progress_agrees_with_the_second_opinion(value, goal, baseline):
    expected = judge.way(value, goal, baseline)
    found = progress_score(*(np.array([float(n)]) for n in (value, goal, baseline)))[0]
    assert np.isnan(found) if expected is None else found == pytest.approx(float(expected))


@given(numbers)
def test_yes_and_no_agree_with_the_second_opinion(value):
    clamped = min(max(Fraction(100) * value, Fraction(0)), Fraction(100))
    assert yes_no_score(np.array([float(value)]))[0] == pytest.approx(float(clamped))


def test_an_unknown_number_of_a_band_gives_no_score():
    known = [np.array([float(n)]) for n in (5, 10, 30, 0, 40)]
    for place in range(5):
        numbers = [np.array([NAN]) if at == place else number for at, number in enumerate(known)]
        assert listed(band_score(*numbers)[np.newaxis]) == [[None]]
