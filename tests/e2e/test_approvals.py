"""Approving by keys, rejecting with a reason, and correcting what was rejected."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

REASON = "Two of them were on our own ground."


def test_what_was_rejected_is_corrected_straight_from_my_updates(come):
    page = come(MARA).page
    page.goto("/updates/")
    expect(page.get_by_role("heading", name="Corrections asked of you")).to_be_visible()
    page.get_by_role("link", name=re.compile("Crashes on the road: 11")).click()
    row = page.get_by_role("row", name=re.compile("Crashes on the road"))
    expect(row.get_by_text("leave out those inside the barracks")).to_be_visible()
    expect(row.get_by_role("textbox").first).to_have_value("")
    row.get_by_role("textbox").first.fill("1")
    page.get_by_role("button", name="Submit figures").click()
    expect(page.get_by_text("1 figure submitted")).to_be_visible()
    page.goto("/updates/")
    expect(page.get_by_role("heading", name="Corrections asked of you")).to_have_count(0)


def test_a_manager_rejects_the_doubtful_one_and_approves_the_rest_by_keys(come):
    page = come(MARA).page
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page.get_by_role("heading", name="3 figures wait for your approval")).to_be_visible()
    doubtful = page.get_by_role("row").filter(has_text="Black ice")
    expect(doubtful.get_by_text("Off target")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.get_by_role("button", name="Reject the figure").click()
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Reject the figure").click()
    expect(page.get_by_role("heading", name="2 figures wait for your approval")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 chosen")).to_be_visible()
    page.get_by_role("link", name="Choose the 2 of which nothing was asked").click()
    expect(page.get_by_text("2 chosen")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("2 figures approved")).to_be_visible()
    expect(page.get_by_role("heading", name="No figure waits for your approval")).to_be_visible()
