"""Nothing that somebody typed is lost: not by leaving, not by a mistake, not without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

LABEL = "Repair turnaround, median"


def open_entry(page, unit):
    page.goto(f"/enter/?unit={unit}")
    return page.get_by_role("textbox", name=LABEL, exact=True)


def test_a_draft_that_was_not_submitted_is_there_after_leaving(come):
    mara = come(MARA)
    cell = open_entry(mara.page, "EFC-12TK")
    # What was there the month before is nothing to ask about.
    usual = mara.page.get_by_role("row").filter(has=cell).locator(".old.last").inner_text()
    cell.fill(usual)
    cell.press("Tab")
    expect(mara.page.get_by_role("status").filter(has_text="All changes saved")).to_be_visible()
    mara.page.close()

    again = open_entry(mara.context.new_page(), "EFC-12TK")
    expect(again).to_have_value(usual)
    expect(again.page.get_by_role("row").filter(has=again)).to_contain_text("typed, not submitted")


def test_a_draft_is_there_in_another_browser(come):
    cell = open_entry(come(MARA).page, "EFC-12TK")
    with cell.page.expect_response(lambda answer: "/enter/draft/" in answer.url) as saved:
        cell.fill("28")
        cell.press("Tab")
    assert saved.value.ok
    expect(open_entry(come(MARA).page, "EFC-12TK")).to_have_value("28")


def test_what_was_typed_last_before_leaving_is_there_though_no_field_was_left(come):
    mara = come(MARA)
    cell = open_entry(mara.page, "EFC-12TK")
    cell.press_sequentially("7")
    typed = cell.input_value()
    mara.page.close()
    expect(open_entry(mara.context.new_page(), "EFC-12TK")).to_have_value(typed)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_cannot_be_read_is_kept_with_a_sentence_beside_it(come, script):
    page = come(MARA, refusals=(422,), java_script_enabled=script).page
    cell = open_entry(page, "EFC-14AR")
    cell.fill("a dozen")
    with page.expect_response(is_submit) as answer:
        page.get_by_role("button", name="Submit figures").click()

    assert answer.value.status == 422
    expect(cell).to_have_value("a dozen")
    expect(cell).to_have_attribute("aria-invalid", "true")
    beside = page.locator(f"#{cell.get_attribute('aria-describedby')}")
    expect(beside).to_have_text("“a dozen” is not a number. Type digits only, for example 12.5.")
    expect(beside).to_be_visible()
    expect(open_entry(page, "EFC-14AR")).to_have_value("a dozen")


def is_submit(response):
    return response.request.method == "POST" and re.search(r"/enter/\?", response.url)


def test_figures_are_submitted_without_script_and_a_doubtful_one_with_its_reason(come):
    page = come(MARA, java_script_enabled=False, refusals=(422,)).page
    cell = open_entry(page, "EFC-1AB")
    cell.fill("60")
    page.get_by_role("button", name="Submit figures").click()
    row = page.get_by_role("row").filter(has=cell)
    expect(row).to_contain_text("If it is right, say why.")
    row.get_by_role("textbox", name="Say why").fill("The depot was closed for a week.")
    page.get_by_role("button", name="Submit figures").click()
    expect(page.get_by_text("1 figure submitted.")).to_be_visible()
    expect(cell).to_have_value("60")
    expect(page.get_by_role("row").filter(has=cell)).to_contain_text("submitted")
