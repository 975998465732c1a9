"""Somebody puts a dashboard together: pins from the pages of things, orders and removes by hand."""

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import ADA, CHIEF, MARA, VERA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

DASHBOARD = "/dashboard/"


def pin(page, address, words):
    page.goto(address)
    page.get_by_text("Pin", exact=True).click()
    page.get_by_role("button", name=f"{words}: pin to my dashboard").click()
    expect(page.get_by_text("It is on your dashboard.")).to_be_visible()


def headings(page):
    return page.locator("[data-tile] h2 a").all_inner_texts()


def clear(page):
    page.goto(DASHBOARD)
    while (buttons := page.get_by_role("button", name="Remove")).count():
        before = buttons.count()
        buttons.first.click()
        expect(page.get_by_role("button", name="Remove")).to_have_count(before - 1)


def test_things_are_pinned_ordered_by_keys_and_by_dragging_and_removed(come):
    page = come(MARA).page
    clear(page)
    expect(page.get_by_text("Your own pins come first here")).to_be_visible()
    pin(page, "/kpis/VEH_AVAIL/", "This KPI")
    pin(page, "/kpis/VEH_AVAIL/", "Its chart")
    pin(page, "/initiatives/actions/", "Next steps that I hold")
    page.goto(DASHBOARD)
    names = headings(page)
    assert names[2] == "Next steps that I hold"
    tab_to(page, page.get_by_role("button", name="Move Next steps that I hold up"))
    press(page, "Enter")
    expect(page.locator("[data-tile] h2 a").nth(1)).to_have_text("Next steps that I hold")
    page.locator("[data-tile]").nth(1).drag_to(page.locator("[data-tile]").nth(0))
    expect(page.locator("[data-tile] h2 a").first).to_have_text("Next steps that I hold")
    page.get_by_role("button", name="Remove Next steps that I hold").click()
    expect(page.locator("[data-tile]")).to_have_count(2)
    clear(page)


def test_what_the_office_shares_with_a_role_is_where_that_role_begins(come):
    assert come(VERA).page.url.endswith("/")
    office = come(ADA).page
    office.goto(DASHBOARD)
    sharing = office.get_by_role("region", name="Share this dashboard")
    sharing.get_by_label("Start page of").select_option(label="Auditor")
    sharing.get_by_label("With the figures of").select_option(label="the units that you pinned")
    sharing.get_by_role("button", name="Share").click()
    expect(sharing).to_contain_text("Auditor with the figures of the units that were pinned")
    auditor = come(VERA).page
    assert auditor.url.endswith(DASHBOARD)
    shared = auditor.get_by_role("region", name="From the strategy office")
    expect(shared.get_by_role("listitem").first).to_be_visible()
    sharing.get_by_role("button", name="Withdraw from the role Auditor").click()
    expect(sharing).not_to_contain_text("Auditor with")


def test_it_prints_on_one_sheet(come):
    page = come(CHIEF).page
    page.goto(DASHBOARD, wait_until="networkidle")
    assert len(headings(page)) == 6
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 1
