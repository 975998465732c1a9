import json
from xml.etree.ElementTree import Element, SubElement

import pytest

from core.paper.charts import draw_charts, picture_of
from core.paper.pictures import SVG

pytestmark = pytest.mark.once

TOKENS = {"--plot": "#111", "--red": "#b00", "--ink": "#000", "--line": "#ccc"}
MONTHS = ["Aug", "Sep", "Oct"]


def line(**more):
    return {"type": "scatter", "mode": "lines", "x": MONTHS, "y": [1.0, 2.0, 4.0]} | more


def drawn(*traces, **layout):
    return picture_of({"data": list(traces), "layout": layout}, (900, 265), TOKENS)


def shapes(picture, tag):
    return list(picture.iter(SVG + tag))


def test_a_line_goes_through_its_values_and_upwards():
    (found,) = shapes(drawn(line()), "polyline")
    heights = [float(point.split(",")[1]) for point in found.get("points").split()]
    assert heights == sorted(heights, reverse=True)
    assert len(heights) == 3


def test_where_a_value_is_unknown_there_is_a_gap():
    assert len(shapes(drawn(line(x=[*MONTHS, "Nov"], y=[1.0, None, 2.0, 3.0])), "polyline")) == 2


def test_colours_are_those_of_the_tokens():
    (found,) = shapes(drawn(line(line={"color": "token:red@0.5", "dash": "5px,4px"})), "polyline")
    assert (found.get("stroke"), found.get("stroke-dasharray")) == ("#b00", "5 4")


def test_a_band_lies_between_a_line_and_the_one_before():
    lower = line(y=[0.0, 1.0, 2.0], fill="tonexty", fillcolor="token:plot@0.12")
    (found,) = shapes(drawn(line(), lower), "polygon")
    assert len(found.get("points").split()) == 6
    assert (found.get("fill"), found.get("fill-opacity")) == ("#111", "0.12")


def test_marks_have_their_shapes():
    marks = {
        "symbol": ["circle-open", "circle", "circle"],
        "size": [13, 5, 5],
        "color": "token:ink",
    }
    found = shapes(drawn(line(mode="markers", marker=marks)), "circle")
    assert [each.get("fill") for each in found] == ["none", "#000", "#000"]


def bars(**more):
    return {"type": "bar", "orientation": "h", "x": [-4.5, None, 2.0], "y": [0, 1, 2]} | more


def test_bars_begin_at_zero_and_carry_their_figures():
    layout = {"yaxis": {"tickvals": [0, 1, 2], "ticktext": ["A", "B", "C"], "range": [2.5, -0.5]}}
    picture = drawn(bars(text=["−4.5", "", "+2"]), **layout)
    left, right = shapes(picture, "rect")
    assert float(left.get("x")) + float(left.get("width")) == pytest.approx(
        float(right.get("x")), abs=0.2
    )
    assert {"A", "B", "C", "−4.5", "+2"} <= {each.text for each in shapes(picture, "text")}


def test_bars_hang_where_their_base_is():
    trace = {"type": "bar", "x": [10.0, 4.0], "y": [0, 1], "base": [60.0, 66.0], "text": ["a", "b"]}
    axes = {"xaxis": {"range": [60.0, 80.0]}, "yaxis": {"range": [1.5, -0.5]}}
    first, second = shapes(drawn(trace, **axes), "rect")
    one = float(first.get("width")) / 10
    assert float(second.get("width")) == pytest.approx(4 * one, abs=0.2)
    moved = float(second.get("x")) - float(first.get("x"))
    assert moved == pytest.approx(6 * one, abs=0.2)


def test_a_note_that_stands_apart_has_a_frame_and_a_line_to_its_point():
    note = {"x": "Sep", "y": 2.0, "text": "12", "showarrow": True, "ax": 0, "ay": -30}
    picture = drawn(line(), annotations=[note])
    (frame,) = shapes(picture, "rect")
    (stalk,) = [each for each in shapes(picture, "line") if each.get("x1") == each.get("x2")]
    middle = float(frame.get("y")) + float(frame.get("height")) / 2
    assert middle == pytest.approx(float(stalk.get("y1")), abs=0.1)
    assert float(stalk.get("y2")) - float(stalk.get("y1")) == pytest.approx(30, abs=0.1)


def test_a_note_below_the_whole_chart_stands_there():
    note = {"xref": "paper", "yref": "paper", "x": 1, "y": 0, "text": "From 60 %", "yshift": -38}
    (found,) = [
        each
        for each in shapes(drawn(line(), annotations=[note]), "text")
        if each.text == "From 60 %"
    ]
    assert float(found.get("y")) > 265 - 28


def test_bars_of_what_is_missing_are_hatched():
    marker = {"color": ["token:red"] * 3, "pattern": {"shape": ["/", "", ""]}}
    first, second = shapes(drawn(bars(marker=marker)), "rect")
    assert (first.get("fill"), second.get("fill")) == ("url(#hatch)", "#b00")


def test_names_are_text_whatever_is_typed():
    note = {"x": "Oct", "y": 4.0, "text": "&lt;img src=x&gt; <b>4</b>", "showarrow": False}
    words = [each.text for each in shapes(drawn(line(), annotations=[note]), "text")]
    assert "<img src=x> 4" in words


def test_a_chart_of_another_kind_is_left_out():
    assert drawn(line(), {"type": "treemap"}) is None
    assert drawn() is None


def page(figure, within="section", **box):
    root = Element("html")
    around = SubElement(root, within, {"class": box.pop("around", "")})
    SubElement(around, "div", {"data-chart": "course"} | box)
    script = SubElement(root, "script", {"id": "course", "type": "application/json"})
    script.text = json.dumps(figure)
    return root


def test_a_page_shows_the_picture_where_its_chart_was():
    root = page({"data": [line()]})
    draw_charts(root, TOKENS)
    (section,) = root.iter("section")
    assert [child.tag for child in section] == [f"{SVG}svg"]


def test_a_page_without_the_figures_of_its_chart_has_no_empty_frame():
    root = page({})
    draw_charts(root, TOKENS)
    (section,) = root.iter("section")
    assert list(section) == []


@pytest.mark.parametrize(
    ("box", "view"),
    [
        ({}, "0 0 900 265"),
        ({"data-shape": "square"}, "0 0 900 470"),
        ({"around": "leadgrid"}, "0 0 540 240"),
        ({"around": "tile"}, "0 0 280 170"),
    ],
)
def test_a_chart_is_as_large_as_its_place_allows(box, view):
    root = page({"data": [line()]}, **box)
    draw_charts(root, TOKENS)
    (picture,) = root.iter(f"{SVG}svg")
    assert picture.get("viewBox") == view
