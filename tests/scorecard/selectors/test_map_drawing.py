"""The strategy map as a drawing."""

import re

import pytest

from scorecard.selectors.map_drawing import BOX_HEIGHT, BOX_WIDTH, drawing
from scorecard.selectors.map_layout import map_layout

pytestmark = pytest.mark.once

LANES, THEMES = ["Mission", "Processes", "People"], ["Ready now", "People first"]


def drawn(lanes, columns, links, names=None):
    names = names or [f"Objective {n}" for n in range(len(lanes))]
    placed = map_layout(lanes, columns, links, 3)
    return drawing(placed, names, links, LANES[: len(placed.rows)], THEMES[: len(placed.slots)])


def points(path):
    """Return the corners that a path names."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_boxes_lie_inside_the_map_and_beside_each_other():
    found = drawn([0, 0, 1, 2, 2], [0, 1, 0, 0, 1], [(2, 0)])
    assert all(box.x + BOX_WIDTH <= found.width for box in found.boxes)
    assert all(box.y + BOX_HEIGHT <= found.height for box in found.boxes)
    assert found.boxes[0].x < found.boxes[1].x
    assert found.boxes[0].y < found.boxes[2].y < found.boxes[3].y


def test_a_link_leads_from_the_top_of_the_cause_to_the_bottom_of_what_it_drives():
    found = drawn([0, 1], [0, 0], [(1, 0)])
    target, cause = found.boxes
    first, *_, last = points(found.paths[0])
    assert first == (cause.middle, cause.y)
    assert last == (target.middle, target.bottom + 2)


def test_a_link_from_above_leads_down():
    found = drawn([0, 1], [0, 0], [(0, 1)])
    cause, target = found.boxes
    first, *_, last = points(found.paths[0])
    assert first[1] == cause.bottom
    assert last[1] == target.y - 2


def test_a_link_past_a_lane_passes_by_the_boxes_there():
    found = drawn([0, 1, 2], [0, 0, 0], [(2, 0)])
    between = found.boxes[1]
    straight = [x for x, y in points(found.paths[0]) if between.y <= y <= between.bottom]
    crossing = {x for x, _y in points(found.paths[0])} - {between.middle}
    assert not [x for x in straight if between.x < x < between.x + BOX_WIDTH]
    assert any(x < between.x or x > between.x + BOX_WIDTH for x in crossing)


def test_neighbours_are_linked_by_a_line_from_side_to_side():
    found = drawn([0, 0], [0, 0], [(0, 1)])
    cause, target = found.boxes
    half = cause.y + BOX_HEIGHT / 2
    end = target.x - 2 if target.x > cause.x else target.x + BOX_WIDTH + 2
    assert points(found.paths[0])[-1] == (end, half)


def test_links_that_meet_at_a_box_stand_beside_each_other():
    found = drawn([0, 1, 1], [0, 0, 0], [(1, 0), (2, 0)])
    ends = [points(path)[-1][0] for path in found.paths]
    assert len(set(ends)) == 2
    assert sum(ends) / 2 == found.boxes[0].middle


def test_a_long_name_ends_with_an_ellipsis_inside_its_box():
    (box,) = drawn([0], [0], [], ["Rückversicherungsgesellschaftliche Angelegenheiten " * 3]).boxes
    assert len(box.lines) == 3
    assert box.lines[-1][1].endswith("…")
    assert all(len(text) <= 15 and height < BOX_HEIGHT for height, text in box.lines)
