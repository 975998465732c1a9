import pytest
from playwright.sync_api import expect

from tests.static.js.entry_form import PAIR, cell, fields_of, form, line, part, paste, rows

pytestmark = [pytest.mark.browser, pytest.mark.once]

COLUMN = [line("61", {"cell-1-9-value": "61"}), line("62", {"cell-2-9-value": "62"})]


def understand(site, lines, *, is_plain=False):
    title = f"Fill in {len(lines)} rows?"
    site.paste_answer = (200, {"title": title, "lines": lines, "is_plain": is_plain})


def test_a_column_without_a_doubt_fills_at_once_and_ctrl_z_takes_it_back(site):
    understand(site, COLUMN, is_plain=True)
    page = site.open(form(rows(1, 2, 3)))
    cell(page, 1).focus()
    paste(cell(page, 1), "61\r\n62\r\n")
    expect(cell(page, 2)).to_have_value("62")
    expect(cell(page, 1)).to_have_value("61")
    expect(cell(page, 0)).to_have_value("1")
    expect(page.locator(".toast")).to_contain_text("2 rows filled in.")
    cell(page, 1).press("Control+z")
    expect(cell(page, 1)).to_have_value("2")
    expect(cell(page, 2)).to_have_value("3")


def test_the_server_is_told_the_block_its_place_and_what_stands_in_the_form(site):
    page = site.open(form(rows(1, 2)))
    with page.expect_response("**/paste/"):
        paste(cell(page, 1), "61\n62")
    sent = fields_of(site.pasted[0])
    assert (sent["block"], sent["at"], sent["cell-0-9-value"]) == ("61\n62", "cell-1-9-value", "1")


def test_the_toast_takes_back_what_was_not_typed_over(site):
    understand(site, COLUMN, is_plain=True)
    page = site.open(form(rows(1, 2, 3)))
    paste(cell(page, 1), "61\n62")
    expect(cell(page, 2)).to_have_value("62")
    cell(page, 1).fill("99")
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, 2)).to_have_value("3")
    expect(cell(page, 1)).to_have_value("99")


def test_a_block_is_shown_first_and_fills_nothing_before_one_agrees(site):
    understand(site, [*COLUMN, line("Total 123", problem="Left out.")])
    page = site.open(form(rows(1, 2, 3)))
    cell(page, 1).focus()
    paste(cell(page, 1), "A\t61\nB\t62\nTotal\t123")
    dialog = page.get_by_role("dialog", name="Fill in 3 rows?")
    expect(dialog).to_contain_text("61 days")
    expect(dialog).to_contain_text("Left out.")
    expect(cell(page, 1)).to_have_value("2")
    dialog.get_by_role("button", name="Go back").click()
    expect(cell(page, 1)).to_have_value("2")
    expect(cell(page, 1)).to_be_focused()
    paste(cell(page, 1), "A\t61\nB\t62\nTotal\t123")
    page.get_by_role("button", name="Fill in").click()
    expect(cell(page, 2)).to_have_value("62")
    expect(page.locator(".toast")).to_contain_text("2 rows filled in.")


@pytest.mark.parametrize(("choice", "text"), [("as pasted: 1,234", "1,234"), ("1234", "1234")])
def test_what_has_two_readings_is_asked(site, choice, text):
    offers = [["1234", {"cell-0-9-value": "1234"}], ["1.2340", {"cell-0-9-value": "1.2340"}]]
    doubt = line("A 1,234", {"cell-0-9-value": "1,234"}, problem="Two ways.", choices=offers)
    understand(site, [doubt])
    page = site.open(form(rows(1)))
    paste(cell(page, 0), "A\t1,234")
    page.get_by_role("radio", name=choice).check()
    page.get_by_role("button", name="Fill in").click()
    expect(cell(page, 0)).to_have_value(text)


def test_a_block_of_which_nothing_fits_cannot_be_filled_in(site):
    understand(site, [line("Total", problem="Left out.")])
    page = site.open(form(rows(1)))
    paste(cell(page, 0), "Total\t1")
    expect(page.get_by_role("button", name="Go back")).to_be_visible()
    expect(page.get_by_role("button", name="Fill in")).to_be_hidden()


def test_without_the_server_a_column_fills_downwards_all_the_same(site):
    site.paste_answer = site.draft_answer = (500, {})
    field = rows(2, more="readonly").replace("-0-", "-5-").replace("cell-0", "cell-5")
    page = site.open(form(rows(1) + field + PAIR))
    paste(cell(page, 0), "61\n62\n63")
    expect(cell(page, 0)).to_have_value("61")
    expect(cell(page, 5)).to_have_value("2")
    expect(part(page, "numerator")).to_have_value("63")


def test_without_the_server_a_block_fills_nothing_and_says_so(site):
    site.paste_answer = (500, {})
    page = site.open(form(PAIR))
    paste(part(page, "numerator"), "63\t80")
    expect(page.locator(".toast")).to_contain_text("Nothing was filled in")
    expect(part(page, "numerator")).to_have_value("")


def test_what_is_too_much_is_refused_in_words(site):
    site.paste_answer = (422, {"message": "This is too much for one page."})
    page = site.open(form(rows(1)))
    paste(cell(page, 0), "1\n" * 500)
    expect(page.locator(".toast")).to_contain_text("This is too much for one page.")


def test_one_cell_is_pasted_as_the_browser_does_it(site):
    page = site.open(form(rows(1)))
    paste(cell(page, 0), "61\r\n")
    assert site.pasted == []
    expect(cell(page, 0)).to_have_value("1")
