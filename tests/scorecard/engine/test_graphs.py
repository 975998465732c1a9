from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.graphs import circle


def test_a_way_around_is_found_behind_a_dead_end():
    assert circle({1: [2, 3], 2: [], 3: [4], 4: [3]}) == (3, 4, 3)


def test_two_ways_to_the_same_place_are_no_circle():
    assert circle({1: [2, 3], 2: [4], 3: [4]}) is None


def test_a_thousand_steps_are_followed():
    onward = {step: [step + 1] for step in range(5000)}
    assert circle(onward) is None
    assert circle(onward | {5000: [0]}) is not None


graphs = st.dictionaries(st.integers(0, 6), st.lists(st.integers(0, 6), max_size=3), max_size=7)


def reachable(onward, start):
    found, waiting = set(), list(onward.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += onward.get(node, ())
    return found


@given(graphs)
def test_a_circle_is_found_exactly_where_something_reaches_itself(onward):
    path = circle(onward)
    has_one = any(node in reachable(onward, node) for node in onward)
    assert (path is not None) == has_one
    if path is not None:
        assert path[0] == path[-1]
        assert all(after in onward[before] for before, after in pairwise(path))
