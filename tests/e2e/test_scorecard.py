"""Rows of the scorecard open to the units below, by mouse and by keys."""

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import CHIEF

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def opener(page):
    return page.get_by_role("button", name="Units below Vehicle availability")


def test_a_row_opens_to_the_units_below_and_closes_again(come):
    page = come(CHIEF).page
    page.goto("/scorecard/")
    before = page.locator(".sc tr").count()
    opener(page).click()
    expect(page.locator(".sc tr.below")).to_have_count(12)
    expect(page.locator(".sc tr.below").first).to_contain_text("Command")
    expect(page.locator(".sc [data-live], [data-live]")).to_contain_text("Units shown below")
    opener(page).click()
    expect(page.locator(".sc tr")).to_have_count(before)


def test_by_keys_the_focus_stays_on_the_row_and_goes_on_into_it(come):
    page = come(CHIEF).page
    page.goto("/scorecard/")
    tab_to(page, opener(page))
    press(page, "Enter")
    first = page.locator(".sc tr.below a").first
    expect(first).to_be_visible()
    expect(opener(page)).to_be_focused()
    tab_to(page, first)
    press(page, "Enter")
    page.wait_for_url("**/kpis/VEH_AVAIL/?unit=*")
