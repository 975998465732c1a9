"""A figure explains itself beside its page: by a click, by a key, and without script."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

KPI = "/kpis/VEH_AVAIL/?unit=HQ"


def explanation(page):
    return page.get_by_role("dialog", name="Explanation")


def at(visit, address):
    visit.page.goto(address)
    return visit.page


def test_a_click_on_a_figure_opens_why_beside_the_page(come):
    page = at(come(CHIEF), KPI)
    page.locator(".figs a[data-explain]").first.click()
    expect(explanation(page)).to_be_visible()
    heading = explanation(page).get_by_role("heading", name="Why Vehicle availability is")
    expect(heading).to_be_focused()
    expect(page.get_by_role("heading", level=1, name="Vehicle availability")).to_be_attached()
    assert page.url.endswith(KPI)


def test_the_key_e_explains_the_figure_with_the_focus_and_escape_gives_it_back(come):
    page = at(come(CHIEF), "/scorecard/?unit=HQ")
    row = page.get_by_role("row", name="Vehicle availability").first
    row.get_by_role("link").nth(1).focus()
    focused = page.evaluate("document.activeElement.href")
    page.keyboard.press("e")
    expect(explanation(page).get_by_role("heading", level=2).first).to_contain_text(
        "Why Vehicle availability is"
    )
    page.keyboard.press("Escape")
    expect(explanation(page)).to_be_hidden()
    assert page.evaluate("document.activeElement.href") == focused


def test_from_the_name_in_a_row_the_key_explains_the_figure_beside_it(come):
    page = at(come(CHIEF), "/scorecard/?unit=HQ")
    page.get_by_role("link", name="Vehicle availability").first.focus()
    page.keyboard.press("e")
    expect(explanation(page)).to_contain_text("Why Vehicle availability is")


def test_one_explanation_leads_to_that_of_a_part(come):
    page = at(come(CHIEF), KPI)
    page.locator(".figs a[data-explain]").first.click()
    explanation(page).get_by_role("link", name="Eastern Field Command").first.click()
    expect(explanation(page)).to_contain_text("Eastern Field Command, October 2026")
    explanation(page).get_by_role("link", name="Open as a page").click()
    page.wait_for_url("**/explain/kpis/VEH_AVAIL/?unit=EFC**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why Vehicle availability is")


def test_without_script_the_figure_leads_to_a_page_of_its_own(come):
    page = at(come(MARA, java_script_enabled=False), "/kpis/VEH_AVAIL/")
    page.locator(".figs a[data-explain]").first.click()
    page.wait_for_url("**/explain/kpis/VEH_AVAIL/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why Vehicle availability is")
    expect(page.get_by_role("heading", name="The entries behind it")).to_be_visible()


def test_a_cell_of_the_heat_map_explains_the_objective_of_its_unit(come):
    page = at(come(CHIEF), "/units/?unit=HQ")
    row = page.get_by_role("row", name="Eastern Field Command")
    row.locator("td.hc:not(.na)").first.click()
    expect(explanation(page)).to_contain_text("Eastern Field Command, October 2026")
    page.keyboard.press("Escape")
    expect(row.locator("td.hc:not(.na)").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")
    expect(explanation(page)).to_be_visible()


def test_today_explains_its_objectives_and_perspectives(come):
    page = at(come(CHIEF), "/")
    page.locator(".glance li a[data-explain]").first.click()
    expect(explanation(page).get_by_role("heading", level=2).first).to_contain_text("Why")
    expect(explanation(page)).to_contain_text("Each score counts by its weight")
