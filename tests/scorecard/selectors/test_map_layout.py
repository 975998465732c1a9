"""Where the objectives of a strategy map stand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.selectors.map_layout import crossings, map_layout

pytestmark = pytest.mark.once

MOST = 3


@st.composite
def maps(draw):
    """Lanes, columns and links of up to 20 objectives."""
    n_nodes = draw(st.integers(1, 20))
    lanes = draw(st.lists(st.integers(0, 3), min_size=n_nodes, max_size=n_nodes))
    columns = draw(st.lists(st.integers(0, 3), min_size=n_nodes, max_size=n_nodes))
    node = st.integers(0, n_nodes - 1)
    pairs = st.tuples(node, node).filter(lambda link: link[0] != link[1])
    links = draw(st.sets(pairs, max_size=25)) if n_nodes > 1 else set()
    return lanes, columns, sorted(links)


def as_given(lanes, columns):
    """Where the nodes stand without any link: in their order."""
    return map_layout(lanes, columns, [], MOST)


@given(maps())
def test_every_objective_stands_in_its_lane_and_column_and_alone(given_map):
    lanes, columns, links = given_map
    placed = map_layout(lanes, columns, links, MOST)
    first_slot = [sum(placed.slots[:column]) for column in range(len(placed.slots) + 1)]
    first_row = [sum(placed.rows[:lane]) for lane in range(len(placed.rows) + 1)]
    for slot, row, lane, column in zip(placed.slot, placed.row, lanes, columns, strict=True):
        assert first_slot[column] <= slot <= first_slot[column + 1] - 1
        assert first_row[lane] <= row < first_row[lane + 1]
    by_row = sorted(zip(placed.row, placed.slot, strict=True))
    assert all(a[0] != b[0] or b[1] - a[1] >= 1 for a, b in pairwise(by_row))
    assert max(placed.slots) <= MOST


@given(maps())
def test_no_more_links_cross_than_in_the_order_given(given_map):
    lanes, columns, links = given_map
    placed = map_layout(lanes, columns, links, MOST)
    assert crossings(placed, links) <= crossings(as_given(lanes, columns), links)
    assert map_layout(lanes, columns, links, MOST) == placed


def test_twisted_links_are_untwisted():
    lanes, columns = [0, 0, 0, 1, 1, 1], [0] * 6
    links = [(3, 2), (4, 1), (5, 0)]
    assert crossings(as_given(lanes, columns), links) == 3
    assert crossings(map_layout(lanes, columns, links, MOST), links) == 0


def test_more_objectives_than_fit_side_by_side_stand_in_a_further_row_in_the_middle():
    placed = map_layout([0] * 4, [0] * 4, [], MOST)
    assert placed.slot == (0.0, 1.0, 2.0, 1.0)
    assert placed.row == (0, 0, 0, 1)
    assert (placed.slots, placed.rows) == ((3,), (2,))


def test_a_map_without_objectives_is_empty():
    assert map_layout([], [], [], MOST).slot == ()


def test_a_node_with_a_place_stands_there_and_the_others_around_it():
    placed = map_layout([0] * 3, [0] * 3, [], most_slots=3, places=[None, None, 1])
    assert placed.slot == (1, 2, 0)


def test_a_place_beyond_the_last_one_is_the_last():
    placed = map_layout([0] * 3, [0] * 3, [], most_slots=3, places=[9, None, None])
    assert placed.slot == (2, 0, 1)
