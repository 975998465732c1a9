import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

BODY = '<input data-search><a rel="prev" href="/september/">Earlier</a>'


def test_a_bracket_goes_one_period_back(site):
    page = site.open(BODY)
    page.keyboard.press("[")
    page.wait_for_url("**/september/")


def test_g_and_a_letter_go_to_a_page(site):
    page = site.open(BODY)
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/s/")


def test_a_slash_goes_to_the_search_and_is_not_typed(site):
    page = site.open(BODY)
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    expect(page.locator("[data-search]")).to_have_value("")


def test_keys_are_letters_inside_a_field(site):
    page = site.open(BODY)
    page.locator("[data-search]").press_sequentially("[g?s")
    expect(page.locator("[data-search]")).to_have_value("[g?s")
    expect(page.locator("dialog")).to_be_hidden()


def test_a_question_mark_shows_the_list(site):
    page = site.open(BODY)
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
