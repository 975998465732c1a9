"""Dots side by side on one line."""

from core.strips import MOST_LEVELS, RADIUS, WIDTH, strip


def overlap(one, other):
    return abs(one.x - other.x) < 2 * RADIUS and abs(one.y - other.y) < 2 * RADIUS


def test_dots_stand_by_value_and_ones_own_is_drawn_last_and_larger():
    drawn = strip([5.0, 1.0, 3.0], own=1)
    assert [dot.is_own for dot in drawn.dots] == [False, False, True]
    assert drawn.own.x < drawn.dots[0].x < drawn.dots[1].x
    assert drawn.own.radius > drawn.dots[0].radius


def test_equal_values_stand_above_each_other():
    drawn = strip([2.0, 2.0, 2.1, 9.0], own=None)
    pairs = [(one, other) for one in drawn.dots for other in drawn.dots if one is not other]
    assert not any(overlap(*pair) for pair in pairs)
    assert drawn.own is None


def test_marks_are_on_the_scale_of_the_dots():
    drawn = strip([0.0, 10.0], own=0, marks=[5.0, None, 20.0])
    assert drawn.marks == (WIDTH / 4 + 6, None, WIDTH - 12)
    assert drawn.dots[0].x == WIDTH / 2


def test_one_value_alone_stands_in_the_middle():
    assert strip([3.0], own=0, marks=[3.0]).own.x == WIDTH / 2


def test_however_many_are_equal_the_picture_stays_low():
    drawn = strip([1.0] * 300, own=7)
    assert len({dot.y for dot in drawn.dots}) == MOST_LEVELS
    assert min(dot.y for dot in drawn.dots) > 0
