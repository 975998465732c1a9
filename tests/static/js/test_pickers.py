import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

BODY = """
<details class="pick" data-pop><summary>Unit</summary><div class="pop">
  <input data-filter><div data-filtered><ul>
    <li><a href="/east/">East</a><ul><li><a href="/first/">First Brigade</a></li></ul></li>
    <li><a href="/north/">North</a></li></ul></div></div></details>
<details class="pick" data-pop><summary>Period</summary><div class="pop">x</div></details>
<p>elsewhere</p>"""


def test_only_one_picker_is_open(site):
    page = site.open(BODY)
    page.get_by_text("Unit", exact=True).click()
    page.get_by_text("Period", exact=True).click()
    expect(page.locator("details[open]")).to_have_count(1)
    page.get_by_text("elsewhere").click()
    expect(page.locator("details[open]")).to_have_count(0)


def test_escape_closes_and_gives_the_focus_back(site):
    page = site.open(BODY)
    page.get_by_text("Unit", exact=True).click()
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("details[open]")).to_have_count(0)
    expect(page.locator("summary").first).to_be_focused()


def test_typing_keeps_what_fits_and_the_path_to_it(site):
    page = site.open(BODY)
    page.get_by_text("Unit", exact=True).click()
    page.locator("[data-filter]").fill("brig")
    expect(page.get_by_role("link", name="North")).to_be_hidden()
    expect(page.get_by_role("link", name="East")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/first/")


def test_arrows_walk_through_the_list(site):
    page = site.open(BODY)
    page.get_by_text("Unit", exact=True).click()
    # The browser tells of an opened picker a moment later: only then the arrows start in its list.
    expect(page.locator("[data-filter]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="East")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="First Brigade")).to_be_focused()
