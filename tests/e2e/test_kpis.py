"""The page of a KPI: the way from target to actual, by mouse, by keys and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PAGE = "/kpis/VEH_AVAIL/?unit=HQ"
EASTERN = "Eastern Field Command"


def way(page):
    return page.locator("#waterfall")


def test_the_steps_stand_behind_the_chart_and_lead_to_the_unit(come):
    page = come(CHIEF).page
    page.goto(PAGE)
    picture = way(page).get_by_role("img", name="2 of 12 units explain 78 % of the miss")
    expect(picture.locator(".main-svg").first).to_be_visible()
    # Other journeys enter figures: the actual one moves by a little.
    expect(picture).to_have_accessible_name(re.compile(r"of 82\.0\s% to 6[78]\.\d\s%"))
    way(page).get_by_text("The steps behind the chart").click()
    way(page).get_by_role("link", name=EASTERN).click()
    page.wait_for_url("**/kpis/VEH_AVAIL/?unit=EFC*")
    expect(way(page).get_by_role("heading", level=2)).to_contain_text("of the miss")


def test_by_keys_the_steps_open_and_can_be_taken_along(come):
    page = come(CHIEF).page
    page.goto(PAGE)
    tab_to(page, way(page).locator("summary"))
    press(page, "Enter")
    expect(way(page).get_by_role("row").filter(has_text="Special Operations")).to_be_visible()
    with page.expect_download() as waited:
        way(page).get_by_role("link", name="CSV").click()
    assert "Eastern Field Command" in waited.value.path().read_text()


def test_without_script_the_steps_are_all_there(come):
    page = come(MARA, java_script_enabled=False).page
    page.goto("/kpis/VEH_AVAIL/?unit=EFC-1AB")
    way(page).get_by_text("The steps behind the chart").click()
    expect(way(page).get_by_role("row", name="Actual").last).to_be_visible()


def test_numbers_on_the_course_are_told_below_and_lead_on_by_keys(come):
    page = come(CHIEF).page
    page.goto(PAGE)
    drawn = page.locator("[data-chart=course] .annotation-text").all_text_contents()
    assert {"1", "2", "3", "4", "5"} <= set(drawn)
    words = "In the owner’s words: Brake and drive spares ran out"
    told = page.locator("div.events").get_by_role("listitem").filter(has_text=words)
    expect(told).to_contain_text("At number")
    tab_to(page, told.get_by_role("link", name="Spares surge"))
    press(page, "Enter")
    page.wait_for_url("**/initiatives/*/")


def test_as_of_a_past_day_the_course_tells_only_what_was_known_then(come):
    page = come(CHIEF).page
    page.goto(PAGE)
    expect(page.locator("div.events")).to_contain_text("figures were corrected long after")
    page.goto(f"{PAGE}&as_of=2026-07-20")
    expect(page.locator("div.events")).to_contain_text("The target of FY 2026 was set to")
    expect(page.locator("div.events")).not_to_contain_text("corrected long after")
