"""What works without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import usual_figure
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.xdist_group("browser"),
]

LABEL = "Longest wait for a critical part"


@pytest.fixture
def form(come):
    page = come(MARA).page
    page.goto("/enter/?unit=EFC-11TK")
    return page


def test_enter_goes_to_the_next_cell_and_shift_enter_back(form):
    rows = form.locator("tr.er")
    rows.nth(0).get_by_role("textbox").first.focus()
    for key, place in (("Enter", 1), ("ArrowDown", 2), ("Shift+Enter", 1)):
        form.keyboard.press(key)
        expect(rows.nth(place).get_by_role("textbox").first).to_be_focused()


def test_enter_in_the_last_cell_submits_nothing(form):
    last = form.get_by_role("main").locator("table").get_by_role("textbox").last
    last.focus()
    posts = []
    form.on("request", lambda request: posts.append(request.url) if is_submit(request) else None)
    form.keyboard.press("Enter")
    form.wait_for_timeout(300)
    expect(last).to_be_focused()
    assert posts == []


def test_control_enter_submits(form):
    cell = form.get_by_role("textbox", name=LABEL)
    figure = usual_figure(form, cell)
    cell.fill(figure)
    with form.expect_request(is_submit):
        form.keyboard.press("Control+Enter")
    # Drafts of other journeys, if there are any, go with it.
    expect(form.get_by_text(re.compile("figures? submitted"))).to_be_visible()
    expect(cell).to_have_value(figure)


def is_submit(request):
    return request.method == "POST" and "/enter/?" in request.url


def test_g_and_a_letter_go_to_a_page_but_not_from_inside_a_field(form):
    form.get_by_role("textbox", name=LABEL).focus()
    form.keyboard.press("g")
    form.keyboard.press("s")
    expect(form.get_by_role("heading", level=1, name="Enter figures")).to_be_visible()
    form.get_by_role("textbox", name=LABEL).evaluate("cell => cell.blur()")
    form.keyboard.press("g")
    form.keyboard.press("s")
    expect(form.get_by_role("heading", level=1, name="Scorecard of")).to_be_visible()


def test_escape_closes_a_picker_and_gives_the_focus_back(come):
    page = come(CHIEF).page
    page.goto("/scorecard/?unit=HQ")
    opener = page.get_by_role("main").locator("summary").filter(has_text="Period")
    opener.focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("main").locator("details[open] .pop")
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(choice).to_have_count(0)
    expect(opener).to_be_focused()
