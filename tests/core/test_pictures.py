import doctest
import math

import pytest

from core import pictures
from core.pictures import Band, Span, bullet, share, sparkline, stacked


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(pictures).failed == 0


def test_the_highest_value_stands_at_the_top_and_the_newest_at_the_right():
    drawn = sparkline([1, 3, 2], None)
    assert drawn.lines == ("2.0,20.0 46.0,4.0 90.0,12.0",)
    assert drawn.dot == (90.0, 12.0)
    assert drawn.gaps == ()


def test_the_target_widens_the_scale():
    drawn = sparkline([1, 2], 5)
    assert drawn.target == 4.0
    assert drawn.dot == (90.0, 16.0)


@pytest.mark.parametrize("missing", [None, math.nan])
def test_missing_months_break_the_line_and_are_hatched(missing):
    drawn = sparkline([1, 2, missing, 2, 3], None)
    assert len(drawn.lines) == 2
    assert drawn.gaps == (Span(27.0, 38.0),)


def test_the_dot_stands_at_the_last_known_value():
    drawn = sparkline([1, 2, None], None)
    assert drawn.dot == (46.0, 4.0)
    assert drawn.gaps[0].x + drawn.gaps[0].width <= drawn.width


def test_no_value_at_all_is_hatched_from_end_to_end():
    drawn = sparkline([None] * 13, 5)
    assert drawn.gaps == (Span(0, 96),)
    assert drawn.dot is None
    assert drawn.target is None


def test_a_lone_value_still_draws():
    assert sparkline([None, 4, None], None).lines == ("46.0,12.0 46.0,12.0",)


def test_a_level_line_stands_in_the_middle():
    assert sparkline([7, 7], None).lines == ("2.0,12.0 90.0,12.0",)


def test_bands_run_from_off_target_to_on_target_where_more_is_better():
    drawn = bullet(68, 82, 75, width=100)
    assert [band.css for band in drawn.bands] == ["b1", "b2", "b3"]
    assert sum(band.width for band in drawn.bands) == pytest.approx(100)
    assert drawn.bar.x == 0
    assert drawn.bar.width < drawn.bands[1].x


def test_the_dark_band_is_at_the_right_where_less_is_better():
    drawn = bullet(21, 14, 18)
    assert [band.css for band in drawn.bands] == ["b3", "b2", "b1"]
    assert drawn.bands[0] == Band("b3", 0, pytest.approx(76.2))


def test_a_bar_of_a_negative_value_ends_at_zero():
    drawn = bullet(-5, 5, -10, width=100)
    zero = drawn.bar.x + drawn.bar.width
    assert drawn.bar.x < zero < 100


@pytest.mark.parametrize("actual", [None, math.nan])
def test_without_a_value_there_is_no_bar(actual):
    assert bullet(actual, 82, 75).bar is None


def test_without_a_target_there_is_a_bar_but_no_tick():
    drawn = bullet(68, None, None)
    assert drawn.bar is not None
    assert drawn.bands == ()
    assert drawn.tick is None


def test_all_zeros_do_not_divide_by_zero():
    assert bullet(0, 0, 0).bar.width == 0


def test_a_share_never_leaves_its_picture():
    assert share(15, 12) == 100
    assert share(-1, 12) == 0
    assert share(5, 0) == 0
    assert share(None, 5) == 0


def test_parts_stand_one_after_the_other():
    assert stacked([12, 1], 20) == (Span(0.0, 60.0), Span(60.0, 5.0))
