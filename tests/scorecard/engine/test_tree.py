import numpy as np
import pytest

from scorecard.engine import OUTSIDE, ROOT, CycleError, OrphanError, build_tree
from scorecard.engine.tree import climb


def tree(*parents):
    return build_tree(np.array(parents))


def test_units_stand_in_breadth_first_order_with_siblings_side_by_side():
    assert tree(ROOT, 0, 0, 2, 1, 2, 1).order.tolist() == [0, 1, 2, 4, 6, 3, 5]


def test_a_parent_may_have_a_higher_index_than_its_child():
    assert tree(2, 0, ROOT).order.tolist() == [2, 0, 1]


def test_siblings_keep_the_order_of_their_indexes_in_families_of_any_size():
    parents = [ROOT, 0, 0] + [1 + unit % 2 for unit in range(60)]
    evens, odds = list(range(3, 63, 2)), list(range(4, 63, 2))
    assert tree(*parents).order.tolist() == [0, 1, 2, *evens, *odds]


def test_every_level_names_its_parents_and_where_each_family_starts():
    level = tree(ROOT, 0, 0, 2, 1, 2, 1).levels[2]
    assert level.rows == slice(3, 7)
    assert level.parents.tolist() == [1, 2]
    assert level.starts.tolist() == [0, 2]


def test_several_roots_stand_side_by_side():
    built = tree(ROOT, ROOT, 1, 0)
    assert built.order.tolist() == [0, 1, 3, 2]
    assert len(built.levels) == 2


def test_a_unit_outside_the_tree_has_no_row():
    built = tree(ROOT, OUTSIDE, 0)
    assert built.order.tolist() == [0, 2]
    assert built.n_units == 3


def test_a_tree_may_be_empty():
    assert tree().order.size == 0
    assert tree(OUTSIDE, OUTSIDE).order.size == 0


def test_a_cycle_is_refused_with_its_path():
    with pytest.raises(CycleError, match=r"Units 1 < 3 < 2 < 1 stand below each other") as refused:
        tree(ROOT, 3, 1, 2)
    assert refused.value.path == (1, 3, 2, 1)


def test_the_path_of_a_cycle_leaves_out_the_way_to_it():
    with pytest.raises(CycleError) as refused:
        tree(ROOT, 2, 3, 2)
    assert refused.value.path == (2, 3, 2)


def test_a_unit_below_itself_is_a_cycle():
    with pytest.raises(CycleError) as refused:
        tree(0)
    assert refused.value.path == (0, 0)


def test_a_unit_below_one_outside_the_tree_is_refused():
    with pytest.raises(OrphanError, match="Unit 2 hangs below unit 1, which is not in the tree"):
        tree(ROOT, OUTSIDE, 1)


def test_every_level_is_settled_before_it_goes_up():
    built = tree(ROOT, 0, 1)
    state = np.array([[1.0], [1.0], [1.0]])

    def double(rows):
        state[rows] *= 2

    climb(built, state, np.add, double)
    assert state[:, 0].tolist() == [2 * (1 + 2 * (1 + 2)), 2 * (1 + 2), 2]
