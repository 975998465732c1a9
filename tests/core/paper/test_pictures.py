from xml.etree.ElementTree import fromstring

import pytest
from cssselect2 import ElementWrapper

from core.paper.pictures import SVG, Looks, make_whole, resolved
from core.paper.styles import on_paper

pytestmark = pytest.mark.once

SPRITE = """
<svg xmlns="http://www.w3.org/2000/svg" class="sprite">
  <pattern id="hatch"><rect fill="currentColor"/></pattern>
  <symbol id="m-r" viewBox="0 0 12 12"><path d="M0 0" fill="currentColor"/></symbol>
</svg>"""
CSS = """
@layer tokens, pages;
:root { --red: #b00; --ink: #111 }
.s-r { --s: var(--red) }
.mark { color: var(--s); width: 0.72em }
.spark { & .l { stroke: var(--ink); stroke-width: 1.3px } & .gap { fill: url("#hatch") } }
@layer pages { .hot .l { stroke: var(--red) } }
@layer tokens { .hot .l { stroke: blue } }
"""


def whole(body, css=CSS):
    root = fromstring(f"<html><body>{SPRITE}{body}</body></html>")
    make_whole(ElementWrapper.from_html_root(root), Looks(on_paper([css])))
    return root


def picture(inside, css_class="spark", around=""):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" class="{css_class}" viewBox="0 0 9 9">'
    return whole(f'<span class="{around}">{svg}{inside}</svg></span>').find(f".//span/{SVG}svg")


def test_a_mark_becomes_its_symbol_in_the_colour_of_its_status():
    root = whole(
        '<td class="s-r"><svg xmlns="http://www.w3.org/2000/svg" class="mark">'
        '<use href="#m-r"/></svg></td>'
    )
    mark = root.find(f".//td/{SVG}svg")
    assert (mark.get("viewBox"), mark.get("color")) == ("0 0 12 12", "#b00")
    assert [child.tag for child in mark] == [f"{SVG}path"]


def test_shapes_carry_what_the_style_sheets_say_of_them():
    (line,) = picture('<path class="l"/>')
    assert (line.get("stroke"), line.get("stroke-width")) == ("#111", "1.3")


def test_a_rule_outside_all_layers_wins_and_a_later_layer_over_an_earlier_one():
    assert picture('<path class="l"/>', around="hot")[0].get("stroke") == "#111"
    assert picture('<path class="l"/>', "other", around="hot")[0].get("stroke") == "#b00"


def test_patterns_come_along_once():
    found = picture('<rect class="gap"/><rect class="gap"/>')
    assert [child.tag for child in found] == [f"{SVG}defs", f"{SVG}rect", f"{SVG}rect"]
    assert found[1].get("fill") == "url(#hatch)"
    assert found[0][0].get("id") == "hatch"


def test_links_in_a_picture_become_groups_and_moved_pictures_too():
    found = picture('<a href="/"><svg x="3" y="4"><circle r="2"/></svg></a>')
    assert found[0].tag == f"{SVG}g"
    assert found[0][0].get("transform") == "translate(3 4)"


def test_a_use_within_a_picture_keeps_its_place():
    found = picture('<g><use href="#m-r" x="10" y="20" width="11" height="11"/></g>')
    inner = found[0][0]
    assert (inner.tag, inner.get("x"), inner.get("width")) == (f"{SVG}svg", "10", "11")


def test_what_points_at_nothing_stays_empty():
    assert list(picture('<g><use href="#none"/></g>')[0][0]) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1px solid", "1px solid"),
        ("var(--a)", "#fff"),
        ("var(--none, 3px)", "3px"),
        ("var(--x)", ""),
    ],
)
def test_variables_stand_for_their_values(value, text):
    assert resolved(value, {"--a": "var(--b)", "--b": "#fff"}) == text
