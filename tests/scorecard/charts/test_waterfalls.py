"""The way from target to actual as bars."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.charts.waterfalls import waterfall
from scorecard.selectors.waterfalls import Step, Waterfall
from tests.scorecard.charts.drawing import draw, known_colours, tokens

numbers = st.floats(-1e3, 1e3).map(lambda number: round(number, 3))


def step(name, points, *, is_cause=False, is_out=False, mix=0.0):
    rate = None if points is None else points - mix
    return Step(name, f"unit={name}", 0.5, points, rate, mix, None, is_cause, is_out)


def way(start, *steps, unit="%"):
    end = start + sum(each.points or 0.0 for each in steps)
    return Waterfall(unit, 1, start, end, steps, "Two of three explain it")


MISS = waterfall(way(0.8, step("A", -0.1, is_cause=True), step("B", -0.04), step("C", 0.02)))
CHARTS = [
    MISS,
    waterfall(way(0.8, step("A", -0.3, is_out=True), step("B", 0.02))),
    waterfall(way(0.0, step("A", -3.0), unit="days")),
    waterfall(way(5.0, step("A", 0.0), unit="")),
]


@pytest.mark.parametrize("chart", CHARTS)
def test_plotly_knows_every_property(chart):
    draw(chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_script_knows_every_colour(chart):
    assert tokens(chart) <= known_colours()


def ends(chart):
    (bars,) = chart["data"]
    return [(low, low + length) for low, length in zip(bars["base"], bars["x"], strict=True)]


def test_each_bar_begins_where_the_one_before_ended():
    _target, first, second, third, _actual = ends(MISS)
    assert first == pytest.approx((70, 80))
    assert second == pytest.approx((66, 70))
    assert third == pytest.approx((66, 68))
    assert MISS["data"][0]["text"] == ["80.0", "−10.0", "−4.0", "+2.0", "68.0"]


def test_totals_are_dark_and_only_the_causes_are_red():
    (bars,) = MISS["data"]
    grey = "token:plot-2"
    assert bars["marker"]["color"] == ["token:plot", "token:red", grey, grey, "token:plot"]


def test_what_is_not_reported_is_hatched():
    (bars,) = waterfall(way(0.8, step("A", -0.3, is_out=True), step("B", 0.02)))["data"]
    assert bars["marker"]["pattern"]["shape"] == ["", "/", "", ""]


def test_a_short_way_between_large_totals_is_cut_at_a_round_number_and_says_so():
    chart = waterfall(way(0.8, step("A", -0.06), step("B", -0.04)))
    assert chart["layout"]["xaxis"]["range"][0] == pytest.approx(60)
    assert ends(chart)[0] == pytest.approx((60, 80))
    (note,) = chart["layout"]["annotations"]
    assert note["text"] == "The axis begins at 60\N{NO-BREAK SPACE}%"


def test_a_long_way_begins_at_zero_and_only_names_its_unit():
    chart = waterfall(way(10.0, step("A", -6.0), unit="days"))
    assert chart["layout"]["xaxis"]["range"][0] == 0
    assert chart["layout"]["annotations"][0]["text"] == "days"


def test_a_way_below_zero_is_drawn_from_zero():
    chart = waterfall(way(2.0, step("A", -5.0), unit=""))
    assert ends(chart) == [(0, 2), (-3, 2), (-3, 0)]
    assert chart["layout"]["xaxis"]["range"][0] == -3


def test_a_bar_says_what_comes_from_weight_where_that_is_at_work():
    (bars,) = waterfall(way(0.8, step("A", -0.1, mix=-0.04), step("B", -0.1)))["data"]
    assert bars["hovertext"][1] == "A: −10.0 (−6.0 by its own goal, −4.0 by its weight)"
    assert bars["hovertext"][2] == "B: −10.0"


def test_names_are_text_never_markup():
    chart = waterfall(way(0.8, step("<b>A</b>", -0.1)))
    assert chart["layout"]["yaxis"]["ticktext"][1] == "&lt;b&gt;A&lt;/b&gt;"
    assert "<b>" not in chart["data"][0]["hovertext"][1]


@given(start=numbers, points=st.lists(numbers, min_size=1, max_size=20))
def test_all_bars_hang_together_on_the_axis(start, points):
    chart = waterfall(way(start, *(step(f"U{n}", each) for n, each in enumerate(points)), unit=""))
    bars, (left, right) = ends(chart), chart["layout"]["xaxis"]["range"]
    assert all(left - 1e-6 <= low <= high <= right + 1e-6 for low, high in bars)
    levels = [line["x0"] for line in chart["layout"]["shapes"]]
    for (before, after), bar in zip(pairwise(levels), bars[1:-1], strict=False):
        assert bar == pytest.approx((min(before, after), max(before, after)), abs=1e-6)
