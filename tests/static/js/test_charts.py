import json

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

FIGURE = {
    "data": [{"y": [1, 2], "line": {"color": "token:red"}, "fillcolor": "token:accent@0.11"}],
    "layout": {"annotations": [{"text": "token", "font": {"color": "token:plot"}}]},
}
BODY = f"""<link rel="stylesheet" href="/static/css/tokens.css">
<div data-chart="trend"></div>
<script type="application/json" id="trend">{json.dumps(FIGURE)}</script>"""
RECORD = """window.drawn = [];
window.Plotly = { react: (box, data, layout) => window.drawn.push({ data, layout }) };"""


def drawn(page):
    return page.evaluate("window.drawn.at(-1)")


def test_colours_come_from_the_style_sheet(site):
    site.page.add_init_script(RECORD)
    page = site.open(BODY)
    trace = drawn(page)["data"][0]
    assert trace["line"]["color"] == "rgb(180, 35, 26)"
    assert trace["fillcolor"] == "rgba(31, 79, 168, 0.11)"


def test_words_that_only_look_like_a_token_stay(site):
    site.page.add_init_script(RECORD)
    page = site.open(BODY)
    assert drawn(page)["layout"]["annotations"][0]["text"] == "token"


def test_a_chart_is_drawn_again_in_the_other_scheme(site):
    site.page.add_init_script(RECORD)
    page = site.open(BODY)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("window.drawn.length === 2")
    assert drawn(page)["data"][0]["line"]["color"] == "rgb(255, 141, 131)"


def test_a_chart_is_drawn_again_for_paper(site):
    site.page.add_init_script(RECORD)
    page = site.open(BODY)
    page.emulate_media(media="print")
    page.wait_for_function("window.drawn.length === 2")


def test_without_the_library_no_empty_frame_is_left(site):
    page = site.open(BODY)
    expect(page.locator("[data-chart]")).to_be_hidden()
