"""Where a score comes from: the lines add up, and what is cut off or capped is said."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import Cuts, Leaves, Nodes, Parents, Status, combine
from scorecard.engine.explain_scores import (
    Cap,
    Members,
    ScoreLines,
    band_lines,
    node_lines,
    progress_lines,
    score_lines,
    yes_no_lines,
)
from scorecard.engine.scores import band_score, progress_score

CUTS = Cuts(70, 85)
NAN = np.nan
numbers = st.floats(-1e6, 1e6)


@given(value=numbers, goal=numbers, red=numbers)
@settings(max_examples=300, deadline=None)
def test_the_lines_of_a_score_add_up_to_it(value, goal, red):
    lines = score_lines(value, goal, red, CUTS)
    total = lines.start + lines.way + lines.clamping
    scale = max(1.0, abs(lines.way))
    if goal == red:
        assert np.isnan([lines.score, total]).all()
        return
    assert total == pytest.approx(lines.score, abs=1e-9 * scale)
    assert lines.clamping == 0 or lines.score in {0, 100}


@pytest.mark.parametrize(
    ("value", "way", "clamping"),
    [
        (500, 0, 0),
        (700, 15, 0),
        (600, 7.5, 0),
        (900, 30, 0),
        (1100, 45, -15),
        (-1000, -112.5, 42.5),
    ],
)
def test_a_score_starts_at_the_red_flag_and_is_cut_at_both_ends(value, way, clamping):
    lines = score_lines(value, 700, 500, CUTS)
    assert (lines.start, lines.way, lines.clamping) == (70, way, clamping)


def test_a_line_beyond_all_numbers_ends_where_it_is_cut_off():
    lines = score_lines(1e300, 5e-324, 0.0, CUTS)
    assert (lines.score, lines.way, lines.clamping) == (100, 30, 0)


@pytest.mark.parametrize(("value", "goal", "red"), [(NAN, 7, 5), (6, NAN, 5), (6, 7, NAN)])
def test_what_is_not_scored_has_no_lines(value, goal, red):
    lines = score_lines(value, goal, red, CUTS)
    assert np.isnan([lines.score, lines.start, lines.way, lines.clamping]).all()


@given(value=numbers, width=st.floats(0, 1e6), lower=numbers)
@settings(max_examples=300, deadline=None)
def test_the_lines_of_a_band_add_up_to_its_score(value, width, lower):
    # Its zeros one width outside.
    upper = lower + width
    bounds = (lower, upper, lower - width, upper + width)
    scored = band_score(*(np.array([number]) for number in (value, *bounds)))[0]
    if not lower <= value <= upper:
        below = value < lower
        lines = band_lines(value, bounds[0 if below else 1], bounds[2 if below else 3])
        assert lines.score == pytest.approx(scored, abs=1e-6)
        assert adds_up(lines)


@given(value=numbers, goal=numbers, baseline=numbers)
@settings(max_examples=300, deadline=None)
def test_the_lines_of_progress_add_up_to_its_score(value, goal, baseline):
    lines = progress_lines(value, goal, baseline)
    scored = progress_score(*(np.array([number]) for number in (value, goal, baseline)))[0]
    assert np.isnan(lines.score) if np.isnan(scored) else lines.score == scored
    assert np.isnan(scored) or adds_up(lines)


@pytest.mark.parametrize(("value", "way", "clamping"), [(0, 0, 0), (0.25, 25, 0), (2, 200, -100)])
def test_the_lines_of_a_share_of_yes_add_up_to_its_score(value, way, clamping):
    lines = yes_no_lines(value)
    assert (lines.way, lines.clamping) == (way, clamping)
    assert adds_up(lines)


def test_outside_a_band_without_a_way_down_the_score_is_0():
    assert band_lines(31, 30, 30) == ScoreLines(0, 100, -100, 0)


def adds_up(lines):
    total = lines.start + lines.way + lines.clamping
    return total == pytest.approx(lines.score, abs=1e-9 * max(1.0, abs(lines.way)))


def members(seed):
    """Random children of one node."""
    random = Random(seed)
    n = random.randint(1, 8)
    status = np.array([random.choice(list(Status)) for _ in range(n)])
    score = np.array([round(random.uniform(0, 100), 3) for _ in range(n)])
    score[(status > Status.RED) & (np.array([random.random() for _ in range(n)]) < 0.8)] = NAN
    marks = [np.array([random.random() < p for _ in range(n)]) for p in (0.2, 0.9, 0.1)]
    weight = np.array([random.choice((0.0, 1.0, 2.5, 10.0)) for _ in range(n)])
    return Members(score, status, weight, *marks)


def combined(below):
    """The node above, as the engine computes it."""
    column = {name: array[:, None] for name, array in vars(below).items()}
    unused = column["status"]
    children = Nodes(column["score"], unused, unused, column["score"], unused, column["capped_red"])
    parent = np.zeros(len(below.score), dtype=int)
    return combine(
        children,
        parent,
        Parents.plain(1),
        column["weight"],
        column["critical"],
        column["present"],
        CUTS,
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_children_add_up_to_the_score_of_their_node(seed):
    below = members(seed)
    node = combined(below)
    score = node.score[0, 0]
    lines = node_lines(score, Status(node.uncapped[0, 0]), below)
    if np.isnan(score):
        assert np.isnan(lines.points).all()
        assert not lines.counts.any()
        return
    assert sum(lines.points.tolist()) == pytest.approx(score, abs=1e-9 * max(1, score))
    assert lines.rest == pytest.approx(0, abs=1e-9 * max(1, score))
    assert sum(lines.share.tolist()) == pytest.approx(1)
    assert (lines.points[~lines.counts] == 0).all()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_the_caps_say_why_a_status_is_worse_than_its_score(seed):
    below = members(seed)
    node = combined(below)
    uncapped, status = (Status(array[0, 0]) for array in (node.uncapped, node.status))
    at = {cap.at for cap in node_lines(node.score[0, 0], uncapped, below).caps}
    expected = Status.RED if Status.RED in at else Status.AMBER if at else uncapped
    assert (status, bool(at)) == (expected, status != uncapped)


def test_a_cap_names_the_child_and_whether_it_is_handed_on():
    yes, no = np.ones(4, dtype=bool), np.zeros(4, dtype=bool)
    status = np.array([Status.RED, Status.INSUFFICIENT, Status.RED, Status.RED])
    score = np.array([90.0, NAN, 10.0, 95.0])
    critical, capped = no | [0, 1, 1, 0], no | [0, 0, 0, 1]
    below = Members(score, status, yes * 1.0, critical > 0, yes, capped > 0)
    lines = node_lines(65.0, Status.GREEN, below)
    assert lines.caps == (
        Cap(1, Status.AMBER, handed_on=False),
        Cap(2, Status.RED, handed_on=False),
        Cap(3, Status.RED, handed_on=True),
    )


def test_a_cap_that_changes_nothing_is_not_listed():
    one = np.ones(1)
    below = Members(one * NAN, one * Status.NO_DATA, one, one > 0, one > 0, one > 1)
    assert node_lines(75.0, Status.AMBER, below).caps == ()


def test_an_absent_child_neither_counts_nor_caps():
    one = np.ones(1)
    below = Members(one * 5, one * Status.RED, one, one > 0, one > 1, one > 0)
    lines = node_lines(NAN, Status.NOT_SCORED, below)
    assert (lines.counts.tolist(), lines.caps) == ([False], ())


def test_leaves_and_nodes_are_explained_alike():
    score, status = np.array([90.0, 30.0]), np.array([Status.GREEN, Status.RED])
    no, yes = np.zeros(2, dtype=bool), np.ones(2, dtype=bool)
    weight = np.array([2.0, 1.0])
    node = combine(
        Leaves(score[:, None], status[:, None]),
        np.zeros(2, int), Parents.plain(1), weight[:, None], no[:, None], yes[:, None], CUTS,
    )  # fmt: skip
    lines = node_lines(node.score[0, 0], Status.AMBER, Members(score, status, weight, no, yes, no))
    assert (lines.points.tolist(), lines.share.tolist()) == ([60, 10], [2 / 3, 1 / 3])
