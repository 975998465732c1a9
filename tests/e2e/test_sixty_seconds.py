"""In four clicks an executive finds the worst problem, its cause, its owner and the entry."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

# A headline like "Critical posts filled is 81 %, 11 points under target".
FINDING = re.compile(r"(?P<kpi>.+?) is \S+.*(?:under|over) target")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def lead_of(page):
    """Read the first item without a click: which KPI, who has it, which unit carries most."""
    lead = page.locator("article.lead")
    found = FINDING.match(lead.get_by_role("heading", level=3).inner_text().replace("\n", " "))
    facts = lead.locator("dl.act")
    expect(facts.get_by_text("Owner", exact=True)).to_be_visible()
    assert facts.locator("dd").first.inner_text().strip()
    cause = lead.locator("dl.bars dt").first
    return lead, found["kpi"], cause.inner_text()


def entries(page):
    """The last entries on the page of a KPI: what, by whom, when."""
    return page.locator("section", has=page.get_by_role("heading", name="Last entries"))


def to_the_entry(page, go):
    """Follow the worst problem down to an entry; `go` follows a link and counts."""
    lead, kpi, cause = lead_of(page)
    go(lead.get_by_role("heading", level=3).get_by_role("link"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(kpi)
    go(page.get_by_role("table").get_by_role("link", name=cause).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(kpi)
    expect(entries(page).get_by_role("listitem").first).to_contain_text(" entered ")
    expect(entries(page).get_by_role("listitem").first).to_contain_text(re.compile(r"\d+ \w{3}"))


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_from_the_first_page_to_the_entry_behind_the_worst_problem(come, options):
    visit, clicks = come(CHIEF, **options), []
    visit.page.goto("/")

    def click(link):
        clicks.append(link)
        link.click()

    to_the_entry(visit.page, click)
    assert len(clicks) <= 4


def test_the_same_by_keys_alone(come):
    visit, steps = come(CHIEF), []
    visit.page.goto("/")

    def follow(link):
        steps.append(link)
        tab_to(visit.page, link)
        press(visit.page, "Enter")
        visit.page.wait_for_load_state()

    to_the_entry(visit.page, follow)
    assert len(steps) <= 4


def test_a_manager_explains_a_red_and_the_chief_reads_it_on_the_first_page(come):
    mara = come(MARA).page
    mara.goto("/")
    mara.get_by_role("link", name=re.compile("^Explain what happened to")).first.click()
    mara.get_by_label("What happened").fill("Nobody applied for the posts.")
    mara.get_by_label("What comes next").fill("We ask the reserve.")
    mara.get_by_role("button", name="Publish the explanation").click()
    expect(mara.get_by_text("Your explanation stands beside the figure.")).to_be_visible()
    chief = come(CHIEF).page
    chief.goto("/?unit=EFC-1AB&needs=all")
    item = chief.locator("article.lead, details.item", has_text="We ask the reserve.").first
    expect(item).to_be_attached()
    # The first item is open by itself.
    for closed in item.locator("summary").all():
        closed.click()
    expect(item.get_by_text("Nobody applied for the posts.")).to_be_visible()
