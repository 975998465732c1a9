"""Units side by side as bars."""

import pytest

from scorecard.charts.bars import MOST_BARS, comparison, contributions
from scorecard.engine.types import Status
from scorecard.selectors.breakdowns import Part
from scorecard.selectors.misses import MissPart
from tests.scorecard.charts.drawing import PERCENT, draw, known_colours, tokens


def part(name, value, *, status=Status.AMBER, goal=0.8):
    gap = None if value is None else value - goal
    return Part(name, "unit=X", value, goal, 0.7, gap, 80, status, 1, 1, None)


def share(name, points, *, is_cause=False, is_out=False):
    return MissPart(name, "unit=X", 0.7, 0.8, points, points / -0.1, is_cause, is_out)


CHARTS = [
    comparison([part("A", 0.6, status=Status.RED), part("B", 0.9)], PERCENT),
    comparison([], PERCENT),
    contributions([share("A", -0.08, is_cause=True), share("B", 0.01, is_out=True)], PERCENT),
    contributions([], PERCENT),
]


@pytest.mark.parametrize("chart", CHARTS)
def test_plotly_knows_every_property(chart):
    draw(chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_script_knows_every_colour(chart):
    assert tokens(chart) <= known_colours()


def test_only_what_is_off_target_is_red():
    bars = comparison([part("A", 0.6, status=Status.RED), part("B", 0.75)], PERCENT)["data"][0]
    assert bars["marker"]["color"] == ["token:red", "token:plot-2"]


def test_units_without_a_value_and_those_beyond_the_fifteenth_stand_in_the_table_only():
    parts = [part("none", None), *(part(f"U{number}", 0.5) for number in range(20))]
    bars = comparison(parts, PERCENT)["data"][0]
    assert len(bars["x"]) == MOST_BARS
    assert "none" not in bars["hovertext"]


def test_two_long_names_that_are_cut_alike_keep_their_own_bars():
    long = "Headquarters of the Northern Engineer Regiment, company "
    chart = comparison([part(f"{long}1", 0.5), part(f"{long}2", 0.6)], PERCENT)
    assert chart["data"][0]["y"] == [0, 1]
    assert len(set(chart["layout"]["yaxis"]["ticktext"])) == 1


def test_names_are_text_never_markup():
    chart = comparison([part("<b>A</b>", 0.5)], PERCENT)
    assert chart["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;A&lt;/b&gt;"]
    assert chart["data"][0]["hovertext"] == ["&lt;b&gt;A&lt;/b&gt;"]


def test_the_causes_of_a_miss_are_red_and_what_is_not_reported_is_hatched():
    (bars,) = contributions(
        [share("A", -0.08, is_cause=True), share("B", -0.02, is_out=True)], PERCENT
    )["data"]
    assert bars["x"] == [-8, -2]
    assert bars["marker"]["color"] == ["token:red", "token:plot-2"]
    assert bars["marker"]["pattern"]["shape"] == ["", "/"]


def test_what_does_not_fit_into_a_miss_is_one_bar_of_its_sum():
    parts = [share(f"U{place}", -0.01) for place in range(MOST_BARS + 3)]
    chart = contributions(parts, PERCENT)
    (bars,) = chart["data"]
    assert len(bars["x"]) == MOST_BARS
    assert bars["x"][-1] == pytest.approx(-4)
    assert chart["layout"]["yaxis"]["ticktext"][-1] == "4 others, together"


def test_bars_of_a_miss_leave_room_for_their_figures_on_both_sides():
    chart = contributions([share("A", -0.08), share("B", 0.02)], PERCENT)
    low, high = chart["layout"]["xaxis"]["range"]
    assert low < -8
    assert high > 2
