import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.once]

ROW = """<tr class="er is-ok"><td><input class="cell" data-cell name="cell-{row}-9-value"
value="{value}" {more}></td><td data-state></td></tr>"""
PAIR = """<tr class="er"><td><input class="cell" data-cell name="cell-9-9-numerator">
<input class="cell" data-cell name="cell-9-9-denominator"></td><td data-state></td></tr>"""
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def form(rows):
    return f"""<form data-sign-out action="/out/"><button type="submit">Sign out</button></form>
    <form data-entry data-draft-url="/draft/" data-owner="7" action="/sent/">
    <input type="hidden" name="csrfmiddlewaretoken" value="t"><table>{rows}</table>
    <button type="submit">Submit</button><p data-save-state></p></form>"""


def rows(*values, more=""):
    return "".join(ROW.format(row=row, value=value, more=more) for row, value in enumerate(values))


def cell(page, row):
    return page.locator(f"[name=cell-{row}-9-value]")


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
    site.draft_answer = (422, {"message": "640 is over 100 %.", "fix": "64.0"})
    page = site.open(form(rows(1)))
    cell(page, 0).fill("640")
    cell(page, 0).press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("640 is over 100 %.")
    expect(cell(page, 0)).to_have_attribute("aria-invalid", "true")
    site.draft_answer = (200, {"saved_at": "08:09"})
    page.get_by_role("button", name="Use 64.0").click()
    expect(cell(page, 0)).to_have_value("64.0")
    expect(page.locator("[data-state]")).to_have_text("saved 08:09")


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


def test_a_pasted_column_fills_downwards_and_can_be_undone(site):
    page = site.open(form(rows(1, 2, 3)))
    cell(page, 1).focus()
    cell(page, 1).evaluate(PASTE, "61\r\n62\r\n63\r\n")
    expect(cell(page, 1)).to_have_value("61")
    expect(cell(page, 2)).to_have_value("62")
    expect(cell(page, 0)).to_have_value("1")
    expect(page.locator(".toast")).to_contain_text("2 figures pasted.")
    cell(page, 1).press("Control+z")
    expect(cell(page, 1)).to_have_value("2")
    expect(cell(page, 2)).to_have_value("3")


def test_a_field_that_may_not_be_written_uses_up_its_line(site):
    page = site.open(form(rows(1) + rows(2, more="readonly").replace("-0-", "-5-") + PAIR))
    cell(page, 0).evaluate(PASTE, "61\n62\n63\t80")
    expect(cell(page, 0)).to_have_value("61")
    expect(cell(page, 5)).to_have_value("2")
    expect(page.locator("[name=cell-9-9-numerator]")).to_have_value("63")
    expect(page.locator("[name=cell-9-9-denominator]")).to_have_value("80")
