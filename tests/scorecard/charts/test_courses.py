"""The course of a KPI over time."""

from dataclasses import replace
from datetime import date

import pytest

from scorecard.charts import Scale, course
from scorecard.engine.periods import Period
from scorecard.engine.signals import Rule
from scorecard.engine.types import Frequency, Status
from scorecard.selectors.courses import Point
from scorecard.selectors.events import Event, Mark
from scorecard.selectors.figures import Figure
from scorecard.selectors.forecasts import Ahead
from scorecard.selectors.signals import Limits
from tests.scorecard.charts.drawing import PERCENT, draw, known_colours, tokens


def point(place, value, goal=0.8, status=Status.AMBER):
    figure = Figure(Period(Frequency.MONTHLY, place), value, goal, 0.7, 80.0, status, 1, 1)
    return Point(f"Month {place}", f"M{place}", figure, 80)


def usual(place, value, *rules):
    limits = Limits(0.7, 0.6, 0.8, rules, provisional=False)
    return replace(point(place, value), limits=limits)


def ahead(place, value):
    period = Period(Frequency.MONTHLY, place)
    return Ahead(period, f"Month {place}", f"M{place}", value, value - 0.1, value + 0.1)


def marked(place, value, number):
    found = point(place, value)
    mark = Mark(number, found.figure.period, "", (Event(date(2026, 7, 8), "Target <b>set</b>"),))
    return replace(found, mark=mark)


CHARTS = [
    course([marked(1, 0.7, 1), marked(2, None, 2), marked(3, 0.9, None)], PERCENT),
    course([point(1, 0.7)], PERCENT, [ahead(2, 0.7), ahead(3, 0.6)]),
    course([usual(1, 0.7), usual(2, 0.9, Rule.OUTSIDE)], PERCENT),
    course([point(1, 0.8), point(2, 0.6, status=Status.RED)], PERCENT),
    course([], PERCENT),
    course([Point("Gap", "G", None, None)], PERCENT),
]


@pytest.mark.parametrize("chart", CHARTS)
def test_plotly_knows_every_property(chart):
    draw(chart)


@pytest.mark.parametrize("chart", CHARTS)
def test_the_script_knows_every_colour(chart):
    assert tokens(chart) <= known_colours()


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


def numbers_of(chart):
    found = [each for each in chart["layout"]["annotations"] if each["text"].isdecimal()]
    return {each["text"]: each for each in found}


def test_a_period_in_which_something_happened_has_its_number_away_from_the_target():
    under, over = marked(1, 0.7, 1), marked(5, 0.9, 2)
    chart = course([under, point(2, 0.7), point(3, 0.7), point(4, 0.9), over], PERCENT)
    first, second = numbers_of(chart).values()
    assert (first["x"], first["y"], first["ay"] > 0) == ("M1", 70, True)
    assert (second["x"], second["y"], second["ay"] < 0) == ("M5", 90, True)
    hints = chart["data"][-1]
    assert hints["hovertext"] == [
        "1: Target &lt;b&gt;set&lt;/b&gt;",
        "2: Target &lt;b&gt;set&lt;/b&gt;",
    ]


def test_numbers_of_neighbours_stand_at_different_heights():
    chart = course([*(marked(place, 0.7, place) for place in (1, 2, 3)), point(4, 0.7)], PERCENT)
    heights = [each["ay"] for each in numbers_of(chart).values()]
    assert len(set(heights)) == 3


def test_a_period_without_a_figure_has_its_number_on_the_axis():
    chart = course([point(1, 0.7), marked(2, None, 1)], PERCENT)
    assert (numbers_of(chart)["1"]["yref"], numbers_of(chart)["1"]["y"]) == ("paper", 0)


def test_what_has_no_number_is_left_to_the_list():
    chart = course([marked(1, 0.7, None), point(2, 0.7)], PERCENT)
    assert numbers_of(chart) == {}
    assert len(chart["data"]) == len(course([point(1, 0.7), point(2, 0.7)], PERCENT)["data"])
