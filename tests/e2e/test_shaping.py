"""The office changes a list: it sees what would change, says why, and stores it."""

import pytest

from tests.e2e.visitors import ADA

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.xdist_group("browser"),
]


def test_a_list_is_changed_with_the_keyboard_alone(come):
    page = come(ADA).page
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.get_by_role("link", name="Perspectives").click()
    rows = page.get_by_role("textbox", name="Rows")
    rows.fill("code,name,position\nNEW,Partners,9")
    rows.press("Tab")
    page.get_by_role("button", name="See what would change").press("Enter")
    page.get_by_role("heading", name="1 new, 0 changed").wait_for()
    assert "Partners" in page.locator("main").inner_text()
    page.get_by_role("link", name="Go back").click()
    assert "NEW" not in page.get_by_role("table").inner_text()
    page.get_by_role("textbox", name="Rows").fill("code\tname\tposition\nNEW\tPartners\t9")
    page.get_by_role("button", name="See what would change").press("Enter")
    page.get_by_role("button", name="Store 1 row").press("Enter")
    page.get_by_text("1 row is stored").wait_for()
    assert "NEW" in page.get_by_role("table").inner_text()
