"""What people take along: a page for paper, and all figures of an organisation."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import CHIEF, MARA

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.xdist_group("browser"),
]
# Both take seconds of a processor, and a busy machine has few.
MILLISECONDS = 60_000


def taken(page, link):
    """Click and return the name and the bytes of the file that comes."""
    with page.expect_download(timeout=MILLISECONDS) as found:
        link.click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


@pytest.mark.paper
def test_a_manager_takes_a_kpi_along_on_paper(come):
    page = come(MARA).page
    page.goto("/kpis/VEH_AVAIL/?period=2026-10")
    name, content = taken(page, page.get_by_role("link", name="PDF", exact=True))
    assert name == "vehicle-availability-2026-10.pdf"
    assert content.startswith(b"%PDF-")


def test_the_chief_takes_all_figures_along_and_sees_how_far_they_are(come):
    page = come(CHIEF).page
    page.goto("/units/")
    page.locator(".downloads", has_text="all figures").get_by_role("link", name="CSV").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("All figures of Army HQ are")
    page.get_by_role("button", name="Write the file").click()
    progress = page.locator("#large-table").get_by_role("status")
    expect(progress).to_have_text(re.compile("next in line|rows are written"))
    # The page looks for itself.
    ready = page.get_by_role("link", name="Download as CSV")
    expect(ready).to_be_visible(timeout=MILLISECONDS)
    name, content = taken(page, ready)
    assert name == "figures-hq.csv"
    assert content.count(b"\n") > 100_000


def test_without_script_the_page_says_how_far_it_is_when_it_is_asked(come):
    page = come(CHIEF, java_script_enabled=False).page
    page.goto("/tables/csv/figures/?unit=EFC")
    page.get_by_role("button", name="Write the file").click()
    ready = page.get_by_role("link", name="Download as CSV")
    for _ in range(30):
        if ready.count():
            break
        page.wait_for_timeout(2_000)
        page.reload()
    expect(ready).to_be_visible()
