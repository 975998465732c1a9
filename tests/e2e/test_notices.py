"""Being told of what concerns one, going there, and choosing when a mail comes."""

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SECONDS = 30_000
KPI = "CRIT_POSTS"


def wait_for(page, link):
    """Load the page of notices until a link is there: a worker makes them."""
    for _ in range(SECONDS // 1000):
        page.goto("/notices/")
        if link.count():
            return
        page.wait_for_timeout(1000)
    expect(link).to_be_visible()


def test_the_chief_is_told_of_a_flag_goes_there_and_has_then_looked_at_it(come):
    manager = come(MARA).page
    manager.goto(f"/flags/kpis/{KPI}/?unit=EFC-1AB")
    manager.get_by_label("What you fear").fill("The last gunsmith leaves in January.")
    manager.get_by_role("main").locator("button[type=submit]").click()
    expect(manager.get_by_text("The flag is up")).to_be_visible()
    page = come(CHIEF).page
    link = page.get_by_role("listitem").filter(has_text="The last gunsmith").get_by_role("link")
    wait_for(page, link)
    unread = page.get_by_role("heading", level=1).inner_text()
    tab_to(page, link)
    press(page, "Enter")
    page.wait_for_url(f"**/kpis/{KPI}/**")
    expect(page.get_by_role("main").get_by_text("The last gunsmith leaves")).to_be_visible()
    page.goto("/notices/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(unread)
    line = page.get_by_role("listitem").filter(has_text="The last gunsmith")
    expect(line.get_by_role("button")).to_have_count(0)


def test_a_manager_marks_what_is_left_and_chooses_a_mail_a_week(come):
    page = come(MARA, refusals=(422,)).page
    page.goto("/notices/")
    all_of_them = page.get_by_role("button", name="Mark all as read")
    if all_of_them.count():
        all_of_them.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have looked at every notice")
    page.get_by_role("link", name="Choose mails").click()
    expect(page.get_by_text("This demo sends no mail.")).to_be_visible()
    page.get_by_label("A mail").select_option("weekly")
    page.get_by_label("Quiet until").fill("")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("Give both ends of the quiet hours")).to_be_visible()
    expect(page.get_by_label("A mail")).to_have_value("weekly")
    page.get_by_label("Quiet until").fill("06:30")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("What waits for you comes at the time")).to_be_visible()
    expect(page.get_by_label("Quiet until")).to_have_value("06:30")
