"""The heat map with the keyboard, unit by unit, and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import ADA, CHIEF, MARA

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.xdist_group("browser"),
]

EASTERN = "Eastern Field Command"
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def page(come):
    page = come(CHIEF, viewport={"width": 1440, "height": 900}).page
    page.goto("/units/")
    return page


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def head(page, name):
    return page.locator("[data-heatmap]").get_by_role("link", name=name, exact=True)


def test_right_opens_a_unit_in_place_and_left_closes_it(page):
    count = page.get_by_role("row").count()
    head(page, EASTERN).focus()
    page.keyboard.press("ArrowRight")
    expect(row(page, EASTERN)).to_have_attribute("aria-expanded", "true")
    expect(head(page, "1st Armoured Brigade")).to_be_visible()
    expect(page.locator("[data-heatmap-state]")).to_contain_text(f"Units shown below {EASTERN}")
    expect(head(page, EASTERN)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(row(page, EASTERN)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("row")).to_have_count(count)


def test_rows_open_below_rows_and_close_with_the_one_above(page):
    head(page, EASTERN).focus()
    page.keyboard.press("ArrowRight")
    head(page, "1st Armoured Brigade").focus()
    page.keyboard.press("ArrowRight")
    expect(row(page, "11th Tank Battalion")).to_have_attribute("aria-level", "4")
    head(page, "11th Tank Battalion").focus()
    page.keyboard.press("ArrowLeft")
    expect(head(page, "1st Armoured Brigade")).to_be_focused()
    page.get_by_role("link", name=f"Units below {EASTERN}").click()
    expect(head(page, "11th Tank Battalion")).to_have_count(0)


def test_the_map_is_one_stop_and_arrows_move_in_it(page):
    stops = page.locator("[data-heatmap] [tabindex='0'], [data-heatmap] a:not([tabindex])")
    expect(stops).to_have_count(1)
    head(page, "Army HQ").focus()
    page.keyboard.press("ArrowDown")
    expect(head(page, EASTERN)).to_be_focused()
    page.keyboard.press("End")
    cells = row(page, EASTERN).get_by_role("gridcell")
    expect(cells.last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(cells.nth(cells.count() - 2)).to_be_focused()
    page.keyboard.press("Home")
    expect(head(page, EASTERN)).to_be_focused()
    expect(stops).to_have_count(1)


def test_enter_goes_to_the_unit_from_its_name_and_from_a_cell(page):
    head(page, EASTERN).focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/?unit=EFC&**")
    head(page, "1st Armoured Brigade").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/?unit=EFC-1AB&**")


def test_a_column_sorts_and_the_order_holds_for_what_is_opened(page):
    page.get_by_role("link", name="Sort by Repair faster").click()
    page.wait_for_url("**sort=objective**")
    expect(page.get_by_role("columnheader", name="Sort by Repair faster")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("link", name=f"Units below {EASTERN}").click()
    expect(page.locator("tr.kid").first).to_be_visible()
    place = page.locator("thead [aria-sort]").evaluate("head => head.cellIndex")
    column = page.locator(f"tr.kid td:nth-child({place + 1})").all_inner_texts()
    scores = [int(text.split()[-1]) for text in column if text.split()[-1].isdecimal()]
    assert scores
    assert scores == sorted(scores)


def test_units_are_ranked_by_a_kpi_from_the_best_on_and_then_by_how_it_moved(page):
    page.get_by_label("Rank by").select_option("Vehicle availability")
    page.get_by_role("button", name="Rank", exact=True).click()
    page.wait_for_url("**sort=kpi%3AVEH_AVAIL**")
    expect(page.get_by_role("columnheader", name="Vehicle availability")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("link", name="Best first").click()
    page.wait_for_url("**sort=-kpi%3AVEH_AVAIL**")
    ranks = page.locator("tbody .rank").all_inner_texts()
    assert [int(rank) for rank in ranks if rank] == sorted(int(rank) for rank in ranks if rank)
    page.get_by_role("group", name="Cells").get_by_role("link", name="Change").click()
    page.wait_for_url("**tell=change**")
    expect(page.get_by_role("link", name="Risen most first")).to_have_attribute(
        "aria-current", "true"
    )
    head(page, EASTERN).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr.kid").first.locator(".rank")).to_have_text("1")


def test_a_manager_sees_where_the_unit_stands_among_its_sisters_without_names(come):
    page = come(MARA).page
    page.goto("/kpis/VEH_AVAIL/?unit=EFC-1AB")
    compared = page.get_by_role("region", name="of 6 sister units")
    expect(compared.get_by_role("img", name="of 6 sister units")).to_be_visible()
    compared.get_by_text("The figures behind the picture").click()
    expect(compared.get_by_role("row", name="A sister unit")).to_have_count(5)
    expect(compared.get_by_role("rowheader", name="1st Armoured Brigade")).to_be_visible()


def test_the_office_decides_that_nothing_is_told_of_sister_units_and_takes_it_back(come):
    office, manager = come(ADA).page, come(MARA).page
    compared = manager.get_by_role("region", name="of 6 sister units")
    for kind, count in (("none", 0), ("anonymous", 1)):
        office.goto("/units/")
        office.get_by_role("link", name="What sister units see of each other").click()
        office.get_by_label("Sister units see").select_option(kind)
        office.get_by_label("Reason").fill("We try how that goes.")
        office.get_by_role("button", name="Decide").click()
        expect(office.get_by_text("It holds on every page from now on")).to_be_visible()
        manager.goto("/kpis/VEH_AVAIL/?unit=EFC-1AB")
        expect(compared).to_have_count(count)


def test_g_and_u_go_to_the_units(come):
    page = come(MARA).page
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.wait_for_url("**/units/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("off target")


def test_another_miss_is_one_click_away_and_its_figures_one_more(page):
    page.get_by_role("link", name="Vehicle availability").click()
    expect(page.get_by_role("heading", name="of the miss")).to_be_visible()
    expect(page.get_by_role("img", name="of the miss").locator("svg").first).to_be_visible()
    page.get_by_text("The figures behind the chart").click()
    expect(page.get_by_role("cell", name="100 %")).to_be_visible()


def test_without_script_a_unit_opens_on_a_page_of_its_own(come):
    page = come(CHIEF, java_script_enabled=False).page
    page.goto("/units/")
    page.get_by_role("link", name=f"Units below {EASTERN}").click()
    page.wait_for_url("**/units/?unit=EFC&**")
    expect(page.get_by_role("link", name="1st Armoured Brigade").first).to_be_visible()


def test_on_a_phone_the_map_is_a_list_of_units(come):
    page = come(CHIEF, **PHONE).page
    page.goto("/units/")
    expect(page.locator("[data-heatmap]")).to_be_hidden()
    first = page.get_by_role("list", name="Units, worst first").get_by_role("listitem").first
    expect(first).to_contain_text(EASTERN)
    expect(first).to_contain_text("Repair faster")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    first.get_by_role("link", name=EASTERN).click()
    page.wait_for_url("**/units/?unit=EFC&**")
