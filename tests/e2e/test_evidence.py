"""A file of evidence is attached from the page of figures, taken along, and withdrawn."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import MARA, OTTO

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

LIST = {"name": "Overtime.txt", "mimeType": "text/plain", "buffer": b"120 hours\r\n"}


def test_what_is_typed_is_kept_while_a_file_is_attached_and_the_file_is_given_back(come):
    page = come(MARA).page
    page.goto("/enter/")
    row = page.get_by_role("row").filter(has_text="Overtime").first
    row.get_by_role("textbox").first.fill("17.5")
    row.get_by_role("button", name=re.compile("Evidence")).click()
    expect(page.get_by_role("heading", name="No file shows yet")).to_be_visible()
    page.get_by_label("File", exact=True).set_input_files(LIST)
    page.get_by_label("What it shows").fill("Signed")
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("heading", name="One file shows that")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Overtime.txt", exact=True).click()
    assert download.value.path().read_bytes() == LIST["buffer"]
    page.get_by_role("link", name="Back to the figures").click()
    expect(row.get_by_role("textbox").first).to_have_value("17.5")
    # Other journeys submit this unit's figures: nothing stays typed.
    with page.expect_response(lambda answer: "/enter/draft/" in answer.url):
        row.get_by_role("textbox").first.fill("")
        row.get_by_role("textbox").first.press("Tab")
    row.get_by_role("button", name=re.compile("1 file of evidence")).click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason").fill("That is another month.")
    page.get_by_role("button", name="Withdraw the file").click()
    expect(page.get_by_text("That is another month.")).to_be_visible()
    expect(page.get_by_role("link", name="Overtime.txt", exact=True)).to_have_count(0)


def test_without_script_it_works_the_same(come):
    page = come(MARA, java_script_enabled=False).page
    page.goto("/enter/")
    row = page.get_by_role("row").filter(has_text="Vehicle availability").first
    row.get_by_role("button", name=re.compile("1 file of evidence")).click()
    expect(page.get_by_role("link", name="Vehicles by battalion.pdf", exact=True)).to_be_visible()
    page.get_by_label("File", exact=True).set_input_files(LIST)
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("heading", name="2 files show")).to_be_visible()


def test_who_only_sees_the_unit_is_offered_no_form(come):
    page = come(OTTO).page
    page.goto("/figures/evidence/?unit=EFC-11TK&kpi=VEH_AVAIL")
    expect(page.get_by_role("button", name="Attach")).to_have_count(0)
