"""Charts as files."""

import base64
import json
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

FIGURE = {"data": [{"y": [1, 2]}], "layout": {"annotations": [{"text": "target"}]}}
BODY = f"""<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css">
<div data-chart="trend" aria-label="Availability falls"></div>
<p data-chart-files="trend" data-caption="Army HQ, October 2026" hidden>
<button type="button" data-format="svg">SVG</button>
<button type="button" data-format="png">PNG</button></p>
<script type="application/json" id="trend">{json.dumps(FIGURE)}</script>"""
# Draws what it is told as a picture of words.
PLOTLY = """window.Plotly = {
  react: (box, data, layout) => Object.assign(box, { data, layout }),
  toImage: async (figure, { width, height }) => {
    const words = [figure.layout.title.text, ...figure.layout.annotations.map((a) => a.text)];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      <rect width="100%" height="100%" fill="${figure.layout.paper_bgcolor}"/>
      <text>${words.join("|")}</text></svg>`;
    return "data:image/svg+xml," + encodeURIComponent(svg);
  },
};"""


@pytest.fixture
def page(site):
    site.page.add_init_script(PLOTLY)
    return site.open(BODY)


def saved(page, name):
    with page.expect_download() as waited:
        page.get_by_role("button", name=name).click()
    return waited.value


def test_a_chart_is_saved_with_its_finding_and_where_it_belongs(page):
    file = saved(page, "SVG")
    assert file.suggested_filename == "trend.svg"
    words = unquote(file.path().read_text())
    assert "Availability falls|target|Army HQ, October 2026" in words


def test_a_saved_chart_stands_on_paper_so_that_it_can_be_read_anywhere(page):
    drawn = unquote(saved(page, "SVG").path().read_text())
    assert 'fill="rgb(251, 251, 249)"' in drawn


def test_a_chart_is_saved_as_a_picture_of_dots_twice_as_fine(page):
    file = saved(page, "PNG")
    content = file.path().read_bytes()
    assert file.suggested_filename == "trend.png"
    assert content.startswith(base64.b64decode("iVBORw0KGgo="))
    assert int.from_bytes(content[16:20], "big") == 2400


def test_without_a_drawn_chart_nothing_is_offered(site):
    page = site.open(BODY)
    expect(page.locator("[data-chart-files]")).to_be_hidden()
