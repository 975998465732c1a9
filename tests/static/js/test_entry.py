import pytest
from playwright.sync_api import expect

from tests.static.js.entry_form import PAIR, cell, form, part, rows

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_enter_and_arrows_move_between_cells(site):
    page = site.open(form(rows(1, 2, 3)))
    cell(page, 0).press("Enter")
    expect(cell(page, 1)).to_be_focused()
    cell(page, 1).press("ArrowDown")
    expect(cell(page, 2)).to_be_focused()
    cell(page, 2).press("Shift+Enter")
    expect(cell(page, 1)).to_be_focused()


def test_enter_in_the_last_cell_does_not_submit(site):
    page = site.open(form(rows(1)))
    cell(page, 0).press("Enter")
    assert page.url.endswith("/")


def test_control_enter_submits(site):
    page = site.open(form(rows(1)))
    cell(page, 0).press("Control+Enter")
    page.wait_for_url("**/sent/**")


def test_a_changed_row_is_saved_and_says_when(site):
    page = site.open(form(rows(1, 2)))
    cell(page, 0).fill("61")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-state]").first).to_have_text("saved 08:07")
    expect(page.locator("[data-save-state]")).to_have_text("All changes saved 08:07")
    assert site.drafts == ["cell-0-9-value=61&csrfmiddlewaretoken=t"]


def test_both_fields_of_a_ratio_are_sent_together(site):
    page = site.open(form(PAIR))
    page.locator("[name=cell-9-9-numerator]").fill("61")
    page.locator("[name=cell-9-9-numerator]").press("Tab")
    expect(page.locator("[data-state]")).to_have_text("saved 08:07")
    assert site.drafts == [
        "cell-9-9-numerator=61&cell-9-9-denominator=&csrfmiddlewaretoken=t",
    ]


def test_escape_brings_the_saved_value_back(site):
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    cell(page, 0).press("Escape")
    expect(cell(page, 0)).to_have_value("1")


def test_a_refused_value_says_why_and_offers_the_likely_one(site):
    site.draft_answer = (
        422,
        {"message": "640 is over 100 %.", "choices": [["64.0", {"cell-0-9-value": "64.0"}]]},
    )
    page = site.open(form(rows(1)))
    cell(page, 0).fill("640")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("640 is over 100 %.")
    expect(cell(page, 0)).to_have_attribute("aria-invalid", "true")
    site.draft_answer = (200, {"saved_at": "08:09"})
    page.get_by_role("button", name="Use 64.0").click()
    expect(cell(page, 0)).to_have_value("64.0")
    expect(page.locator("[data-state]")).to_have_text("saved 08:09")


def test_a_page_that_was_refused_offers_what_may_have_been_meant(site):
    choices = (
        "{&quot;cell-0&quot;: [[&quot;64.0&quot;, {&quot;cell-0-9-value&quot;: &quot;64.0&quot;}]]}"
    )
    page = site.open(form(rows(640)).replace("data-entry", f'data-entry data-choices="{choices}"'))
    page.get_by_role("button", name="Use 64.0").click()
    expect(cell(page, 0)).to_have_value("64.0")


def test_what_could_not_be_saved_is_there_after_loading_again_and_is_sent(site):
    site.draft_answer = (500, {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-state]")).to_have_text("not saved: will retry")
    site.draft_answer = (200, {"saved_at": "08:10"})
    page.reload()
    expect(cell(page, 0)).to_have_value("61")
    expect(page.locator("[data-state]")).to_have_text("saved 08:10")


def test_a_lost_row_is_sent_again_by_itself(site):
    site.draft_answer = (500, {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("Rows not saved yet: 1")
    site.draft_answer = (200, {"saved_at": "08:11"})
    expect(page.locator("[data-save-state]")).to_have_text("All changes saved 08:11")


def test_signing_out_forgets_what_was_kept(site):
    site.draft_answer = (500, {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    assert page.evaluate("localStorage.length") == 1
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/out/**")
    assert page.evaluate("localStorage.length") == 0


def test_arrows_stay_in_their_field_of_a_ratio_and_enter_begins_the_next_row(site):
    page = site.open(form(PAIR + PAIR.replace("cell-9-9", "cell-8-9") + rows(1)))
    part(page, "denominator").press("ArrowDown")
    expect(page.locator("[name=cell-8-9-denominator]")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, 0)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=cell-8-9-numerator]")).to_be_focused()
    part(page, "denominator").press("Enter")
    expect(page.locator("[name=cell-8-9-numerator]")).to_be_focused()


def test_an_arrow_goes_to_the_other_field_of_a_ratio_only_from_the_edge(site):
    page = site.open(form(PAIR))
    part(page, "numerator").press_sequentially("61")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(part(page, "numerator")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(part(page, "denominator")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(part(page, "numerator")).to_be_focused()
    page.keyboard.press("Home")
    expect(part(page, "numerator")).to_be_focused()


def test_one_click_says_that_a_figure_does_not_apply(site):
    page = site.open(form(rows("", 2)))
    page.get_by_role("button", name="none").first.click()
    expect(cell(page, 0)).to_have_value("n/a")
    expect(page.locator("[data-state]").first).to_have_text("saved 08:07")
    assert page.url.endswith("/")


def test_a_wrong_row_stands_in_the_way_until_it_is_corrected(site):
    site.draft_answer = (200, {"state": "err", "message": "Too much."})
    page = site.open(form(rows(1, 2)))
    cell(page, 1).fill("640")
    cell(page, 1).press("Enter")
    way = page.locator("[data-in-the-way]").get_by_role("link", name="Row 1")
    expect(way).to_be_visible()
    expect(page.locator("[data-count=err]")).to_have_text("1 to correct")
    cell(page, 0).focus()
    way.click()
    expect(cell(page, 1)).to_be_focused()
    site.draft_answer = (200, {})
    cell(page, 1).fill("64")
    cell(page, 1).press("Enter")
    expect(way).to_be_hidden()
    expect(page.locator("[data-count=err]")).to_be_hidden()


def test_who_is_signed_out_is_told_and_led_back_to_what_was_typed(site):
    site.draft_answer = ("signed out", {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-save-state]")).to_contain_text("you are signed out")
    again = page.get_by_role("link", name="Sign in again")
    assert again.get_attribute("href") == "/sign-in/?next=/enter/"
    site.draft_answer = (200, {"saved_at": "08:10"})
    again.click()
    site.open(form(rows(1)))
    expect(cell(page, 0)).to_have_value("61")
    expect(page.locator("[data-restored]")).to_contain_text("1 row was brought back")


def test_what_is_typed_without_a_connection_is_sent_once_there_is_one(site):
    page = site.open(form(rows(1)))
    site.page.context.set_offline(True)
    site.draft_answer = ("offline", {})
    cell(page, 0).fill("61")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-state]")).to_have_text("not saved: offline, will retry")
    expect(page.locator("[data-save-state]")).to_contain_text("You are offline.")
    site.draft_answer = (200, {"saved_at": "08:12"})
    site.page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_have_text("All changes saved 08:12")


def test_what_was_submitted_after_all_is_not_brought_back(site):
    site.draft_answer = (500, {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61,0")
    site.draft_answer = (200, {"state": "ok", "message": "submitted"})
    site.open(form(rows(61)))
    expect(page.locator("[data-state]")).to_have_text("submitted")
    expect(cell(page, 0)).to_have_value("61")
    expect(page.locator("[data-restored]")).to_be_hidden()


def test_nobody_is_shown_what_another_person_typed_in_this_browser(site):
    site.draft_answer = (500, {})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("61")
    assert "61" in page.evaluate("JSON.stringify(localStorage)")
    site.open(form(rows(1), owner=8))
    expect(cell(page, 0)).to_have_value("1")
    assert page.evaluate("localStorage.length") == 0
