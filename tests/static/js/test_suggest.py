import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

BODY = """
<form class="find" data-suggest action="/search/" role="search">
  <input type="search" name="q" data-search aria-label="Find">
  <span class="vh" role="status"></span>
</form><p>elsewhere</p>"""
FOUND = """
<div id="suggestions" role="listbox" aria-label="What is found" data-count="2">
  <div role="group" aria-label="Units">
    <a role="option" id="s-1" aria-selected="false" tabindex="-1" href="/east/">East</a>
    <a role="option" id="s-2" aria-selected="false" tabindex="-1" href="/west/">West</a>
  </div></div>"""


@pytest.fixture
def page(site):
    """A page with the words `st` typed, and what is found below."""
    site.pages["/search/"] = FOUND
    page = site.open(BODY)
    page.get_by_role("combobox").press_sequentially("st")
    expect(page.get_by_role("listbox")).to_be_visible()
    return page


def field(page):
    return page.get_by_role("combobox")


def test_what_is_found_is_shown_and_told(page):
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(field(page)).to_have_attribute("aria-controls", "suggestions")
    expect(page.locator("form [role=status]")).to_contain_text("Hits: 2")
    expect(field(page)).to_be_focused()


def test_arrows_choose_and_enter_opens_what_is_chosen(page):
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-activedescendant", "s-2")
    expect(page.get_by_role("option", name="West")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/west/")


def test_beyond_the_end_the_field_asks_for_all_hits_again(page):
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(field(page)).not_to_have_attribute("aria-activedescendant", "s-2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=st")


def test_escape_closes_the_list_and_keeps_what_was_typed(page):
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_value("st")


def test_leaving_the_field_closes_the_list(page):
    page.get_by_text("elsewhere").click()
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_one_letter_asks_for_nothing(site):
    asked = []
    page = site.open(BODY)
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("combobox").press_sequentially("s")
    page.wait_for_timeout(400)
    assert asked == []
