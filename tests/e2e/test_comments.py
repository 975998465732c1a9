"""Commenting on a figure by keys alone, and being told that one was mentioned."""

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import ADA, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

KPI = "/kpis/VEH_AVAIL/?unit=EFC-1AB"


def test_a_manager_comments_by_keys_and_who_is_mentioned_finds_it(come):
    page = come(MARA, refusals=(422,)).page
    page.goto(KPI)
    tab_to(page, page.get_by_role("link", name="Write a comment"))
    press(page, "Enter")
    page.wait_for_url("**/comments/kpis/**")
    words = page.get_by_label("Your comment")
    tab_to(page, words)
    page.keyboard.type("@Nobody, are the brakes there?")
    tab_to(page, page.get_by_role("button", name="Publish the comment"))
    press(page, "Enter")
    expect(page.get_by_text("Nobody who sees this figure is called")).to_be_visible()
    expect(words).to_have_value("@Nobody, are the brakes there?")
    tab_to(page, words)
    press(page, "Control+a")
    page.keyboard.type("@Whitlock, are the brakes there?")
    tab_to(page, page.get_by_role("button", name="Publish the comment"))
    press(page, "Enter")
    expect(page.get_by_role("main").get_by_text("are the brakes there?")).to_be_visible()
    office = come(ADA).page
    told = office.get_by_role("link", name="You were mentioned by Col M. Hartley")
    told.click()
    expect(office.get_by_role("main").get_by_text("are the brakes there?")).to_be_visible()
    office.goto("/")
    expect(told).to_have_count(0)
