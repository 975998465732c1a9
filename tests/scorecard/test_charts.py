"""Figures for Plotly."""

import re
from dataclasses import replace
from pathlib import Path

import plotly.graph_objects as go
import pytest

from scorecard.charts import MOST_BARS, Scale, comparison, contributions, course
from scorecard.engine.periods import Period
from scorecard.engine.signals import Rule
from scorecard.engine.types import Frequency, Status
from scorecard.selectors.breakdowns import Part
from scorecard.selectors.figures import Figure
from scorecard.selectors.forecasts import Ahead
from scorecard.selectors.kpis import Point
from scorecard.selectors.misses import MissPart
from scorecard.selectors.signals import Limits

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "charts.js"
PERCENT = Scale("%", 0)


def point(place, value, goal=0.8, status=Status.AMBER):
    figure = Figure(Period(Frequency.MONTHLY, place), value, goal, 0.7, 80.0, status, 1, 1)
    return Point(f"Month {place}", f"M{place}", figure, 80)


def part(name, value, *, status=Status.AMBER, goal=0.8):
    gap = None if value is None else value - goal
    return Part(name, "unit=X", value, goal, 0.7, gap, 80, status, 1, 1, None)


def share(name, points, *, is_cause=False, is_out=False):
    return MissPart(name, "unit=X", 0.7, 0.8, points, points / -0.1, is_cause, is_out)


def with_colours(value):
    """Replace tokens by a colour, as the script in the browser does."""
    if isinstance(value, str):
        return "#123456" if value.startswith("token:") else value
    if isinstance(value, list):
        return [with_colours(each) for each in value]
    if isinstance(value, dict):
        return {key: with_colours(each) for key, each in value.items()}
    return value


def tokens(value):
    if isinstance(value, str):
        name = value.removeprefix("token:").partition("@")[0]
        return {name} if value.startswith("token:") else set()
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        return set().union(*(tokens(each) for each in children))
    return set()


def usual(place, value, *rules):
    limits = Limits(0.7, 0.6, 0.8, rules, provisional=False)
    return replace(point(place, value), limits=limits)


def ahead(place, value):
    period = Period(Frequency.MONTHLY, place)
    return Ahead(period, f"Month {place}", f"M{place}", value, value - 0.1, value + 0.1)


CHARTS = [
    course([point(1, 0.7)], PERCENT, [ahead(2, 0.7), ahead(3, 0.6)]),
    course([usual(1, 0.7), usual(2, 0.9, Rule.OUTSIDE)], PERCENT),
    course([point(1, 0.8), point(2, 0.6, status=Status.RED)], PERCENT),
    course([], PERCENT),
    course([Point("Gap", "G", None, None)], PERCENT),
    comparison([part("A", 0.6, status=Status.RED), part("B", 0.9)], PERCENT),
    comparison([], PERCENT),
    contributions([share("A", -0.08, is_cause=True), share("B", 0.01, is_out=True)], PERCENT),
    contributions([], PERCENT),
]


@pytest.mark.parametrize("chart", CHARTS)
def test_plotly_knows_every_property(chart):
    go.Figure(with_colours(chart))


@pytest.mark.parametrize("chart", CHARTS)
def test_the_script_knows_every_colour(chart):
    known = set(re.findall(r'"([a-z0-9-]+)"', SCRIPT.read_text()))
    assert tokens(chart) <= known


def test_shares_are_drawn_times_a_hundred():
    actual = course([point(1, 0.5)], PERCENT)["data"][1]
    assert actual["y"] == [50]
    assert course([point(1, 0.5)], Scale("days"))["data"][1]["y"] == [0.5]


def test_a_missing_value_leaves_a_gap_and_the_last_known_one_is_marked():
    target, actual, last = course([point(1, 0.5), point(2, None)], PERCENT)["data"]
    assert actual["y"] == [50, None]
    assert (last["x"], last["y"]) == (["M1"], [50])
    assert target["y"] == [80, 80]


def test_the_last_value_has_the_colour_of_its_status():
    last = course([point(1, 0.5, status=Status.RED)], PERCENT)["data"][2]
    assert last["marker"]["color"] == "token:red"


def test_a_course_without_any_value_marks_nothing():
    assert len(course([point(1, None)], PERCENT)["data"]) == 2


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


def test_a_course_has_an_upright_line_before_the_period_that_is_defined_otherwise():
    first, second = point(1, 0.5), point(2, 0.6)
    changed = replace(second, redefined="Over units: mean")
    (line,) = course([first, changed], PERCENT)["layout"]["shapes"]
    assert (line["x0"], line["x1"]) == (0.5, 0.5)
    assert course([first, second], PERCENT)["layout"]["shapes"] == []


def test_a_course_has_its_average_its_limits_and_a_mark_on_what_is_unusual():
    points = [usual(1, 0.7), usual(2, 0.9, Rule.OUTSIDE), usual(3, 0.75, Rule.TREND)]
    *_others, upper, average, lower, marks = course(points, PERCENT)["data"]
    assert [upper["y"][0], average["y"][0], lower["y"][0]] == [80, 70, 60]
    assert (marks["x"], marks["y"]) == (["M2", "M3"], [90, 75])
    assert marks["marker"]["symbol"] == ["circle-open", "circle"]
    assert marks["hovertext"] == ["outside the limits", "one of 7 in a row rising or falling"]


def test_a_course_of_too_few_points_has_no_limits():
    few = replace(point(1, 0.5), limits=Limits(None, None, None, (), provisional=False))
    assert len(course([few], PERCENT)["data"]) == len(course([point(1, 0.5)], PERCENT)["data"])


def test_what_is_foretold_goes_on_from_the_last_value_in_a_band():
    chart = course([point(1, 0.7), point(2, 0.6)], PERCENT, [ahead(3, 0.5), ahead(4, 0.4)])
    upper, lower, line = chart["data"][3:6]
    assert (line["x"], line["y"]) == (["M2", "M3", "M4"], [60, 50, 40])
    assert [round(value) for value in upper["y"]] == [60, 60, 50]
    assert [round(value) for value in lower["y"]] == [60, 40, 30]
    assert lower["fill"] == "tonexty"
    assert chart["layout"]["xaxis"]["range"] == [-0.2, 3.2]


def test_what_is_foretold_of_a_period_that_is_drawn_stands_apart():
    chart = course([point(1, 0.7), point(2, 0.2)], PERCENT, [ahead(2, 0.6), ahead(3, 0.5)])
    assert chart["data"][5]["x"] == ["M2", "M3"]
    assert chart["layout"]["xaxis"]["range"] == [-0.2, 2.2]
