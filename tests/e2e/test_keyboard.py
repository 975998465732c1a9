"""A month and a minute without a mouse: what a manager and an executive do, by keys alone.

The mouse is never used after the address of the sign-in page: every step is a key, and each stop
of the Tab key on the way must be seen to have the focus.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to, usual_figure
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

UNIT, KPI = "13th Mechanised Battalion", "Collective training days"
COMMAND = "Eastern Field Command"


def sign_in(page, name):
    tab_to(page, page.get_by_role("button", name=name))
    press(page, "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def heading(page, words):
    return page.get_by_role("heading", level=1, name=words)


@pytest.fixture
def page(come):
    return come().page


def test_the_skip_link_comes_first_and_leads_past_the_navigation(page):
    sign_in(page, CHIEF)
    press(page, "Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    press(page, "Enter")
    expect(page.get_by_role("main")).to_be_focused()
    press(page, "Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_manager_enters_a_month_and_reads_a_message(page):
    sign_in(page, MARA)
    press(page, "g", "e")
    expect(heading(page, "Enter figures")).to_be_visible()
    choose_unit(page)
    enter_figures(page)
    read_first_message(page)


def choose_unit(page):
    """Open the picker of units and go down to the one wanted."""
    tab_to(page, page.get_by_role("main").locator(".crumbs summary"))
    press(page, "Enter")
    tab_to(page, page.get_by_role("main").get_by_role("link", name=UNIT), key="ArrowDown")
    press(page, "Enter")
    expect(page.get_by_text(f"{UNIT} sends them")).to_be_visible()


def enter_figures(page):
    """Go up and down, restore what was typed over, correct one figure, and submit."""
    cells = page.get_by_role("main").locator("table").get_by_role("textbox")
    tab_to(page, cells.nth(0))
    saved = cells.nth(0).input_value()
    page.keyboard.type("12345")
    press(page, "Escape")
    expect(cells.nth(0)).to_have_value(saved)
    rows = page.get_by_role("main").locator("tr.er")
    for key, place in (("Enter", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("Shift+Enter", 0)):
        press(page, key)
        expect(rows.nth(place).get_by_role("textbox").first).to_be_focused()
    correct(page, page.get_by_role("textbox", name=KPI))


def correct(page, cell):
    """Type another figure over the one that the cell has."""
    figure = usual_figure(page, cell)
    tab_to(page, cell)
    press(page, "Control+A")
    page.keyboard.type(figure)
    tab_to(page, page.get_by_role("button", name="Submit figures"))
    press(page, "Enter")
    expect(page.get_by_text(re.compile(r"\d+ figures? submitted"))).to_be_visible()
    expect(cell).to_have_value(figure)


def read_first_message(page):
    """Open what is not read yet and say that it is read."""
    press(page, "g", "m")
    page.wait_for_url(re.compile(r"/messages/$"))
    tab_to(page, page.get_by_role("main").locator(".unread").get_by_role("link").first)
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/messages/\d+/$"))
    tab_to(page, page.get_by_role("button", name="I have read this"))
    press(page, "Enter")
    expect(page.get_by_text("You marked this as read")).to_be_visible()


def test_an_executive_goes_from_the_scorecard_to_the_cause(page):
    sign_in(page, CHIEF)
    press(page, "g", "s")
    expect(heading(page, "Scorecard of")).to_be_visible()
    go_through_months(page)
    find_unit(page)
    tab_to(
        page,
        page.get_by_role("main").locator("a[href^='/kpis/']").and_(page.locator(":visible")).first,
    )
    press(page, "Enter")
    page.wait_for_url(re.compile("/kpis/"))
    expect(page.get_by_text(COMMAND).first).to_be_visible()


def go_through_months(page):
    """Go one month back and on again; the address says which one is shown."""
    press(page, "[")
    page.wait_for_url(re.compile("period="))
    earlier = page.url
    press(page, "]")
    page.wait_for_url(lambda url: url != earlier)
    press(page, "[")
    page.wait_for_url(earlier)


def find_unit(page):
    """Find a unit by a part of its name, and go there."""
    press(page, "/")
    expect(page.get_by_role("combobox", name="Find a unit")).to_be_focused()
    page.keyboard.type(COMMAND[:8])
    press(page, "Enter")
    page.get_by_role("link", name=COMMAND, exact=True).click()
    expect(heading(page, COMMAND)).to_be_visible()


def test_the_list_of_keys_opens_and_closes_and_gives_the_focus_back(page):
    sign_in(page, CHIEF)
    press(page, "Tab", "Tab")
    before = page.evaluate("document.activeElement.innerText")
    press(page, "?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    press(page, "Tab")
    assert keys.evaluate("dialog => dialog.contains(document.activeElement)")
    press(page, "Escape")
    expect(keys).to_be_hidden()
    assert page.evaluate("document.activeElement.innerText") == before
