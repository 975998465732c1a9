"""Five minutes a month: a manager's 17 figures by clock, typed and pasted; and what goes wrong."""

import re
import sys
import time
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import ADA, MARA, NILS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

UNIT, KPIS, MOST_SECONDS = "EFC-11TK", 17, 300
# 40 words a minute, of five letters each.
MILLISECONDS_A_KEY = 60_000 / (40 * 5)
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
REASON = "Counted anew after the move."
DONE = re.compile(rf"{KPIS} figures submitted")


def month_before(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)


@pytest.fixture(scope="module")
def address():
    """A month in which nobody else enters: the one before the last that has ended."""
    month = month_before(month_before(timezone.localdate()))
    return f"/enter/?unit={UNIT}&period={month:%Y-%m}"


def figures(page):
    """Return name and texts of each row, with another figure than stands there."""
    rows = page.locator("tr.er").all()
    return [
        (
            row.get_attribute("data-name"),
            other([f.input_value() for f in row.locator("input").all()]),
        )
        for row in rows
    ]


def other(texts):
    first = float(texts[0] or 1)
    return [f"{max(first - 1, 0):g}" if first else "1", *texts[1:]]


def say_why(page):
    """Answer what is asked about unusual figures, once all that was typed is saved."""
    expect(page.get_by_role("status").filter(has_text="All changes saved")).to_be_visible()
    for asked in page.get_by_role("textbox", name="Say why").all():
        asked.focus()
        page.keyboard.type(REASON, delay=MILLISECONDS_A_KEY)
        press(page, "Tab")


def submit(page, begun):
    say_why(page)
    press(page, "Control+Enter")
    expect(page.get_by_text(DONE)).to_be_visible()
    seconds = round(time.monotonic() - begun, 1)
    sys.stdout.write(f"Seconds for {KPIS} figures: {seconds}\n")
    return seconds


def test_a_manager_types_a_month_in_less_than_five_minutes(come, address):
    page = come(MARA).page
    page.goto(address)
    wanted = figures(page)
    assert len(wanted) == KPIS
    begun = time.monotonic()
    page.goto(address)
    tab_to(page, page.get_by_role("main").locator("table").get_by_role("textbox").first)
    for _name, texts in wanted:
        for place, text in enumerate(texts):
            page.keyboard.type(text, delay=MILLISECONDS_A_KEY)
            press(page, "Tab" if place < len(texts) - 1 else "Enter")
            page.wait_for_timeout(MILLISECONDS_A_KEY)
    assert submit(page, begun) < MOST_SECONDS
    assert [texts for _name, texts in figures(page)] == [other(texts) for _name, texts in wanted]


def test_a_manager_pastes_a_month_with_one_key(come, address):
    visit = come(MARA)
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    lines = ["\t".join([name, *texts]).replace(".", ",") for name, texts in reversed(figures(page))]
    page.evaluate("text => navigator.clipboard.writeText(text)", "KPI\tFigure\n" + "\n".join(lines))
    begun = time.monotonic()
    page.goto(address)
    tab_to(page, page.get_by_role("main").locator("table").get_by_role("textbox").first)
    press(page, "Control+V")
    dialog = page.get_by_role("dialog", name=f"Fill in {KPIS} rows?")
    expect(dialog).to_contain_text("This is a heading: left out.")
    tab_to(page, dialog.get_by_role("button", name="Fill in"))
    press(page, "Enter")
    expect(page.get_by_text(f"{KPIS} rows filled in.")).to_be_visible()
    assert submit(page, begun) < MOST_SECONDS


def test_all_of_a_pasted_block_is_taken_back_with_one_key(come, address):
    page = come(MARA).page
    page.goto(address)
    cells = page.locator("tr.er input")
    before = cells.evaluate_all("fields => fields.map((field) => field.value)")
    cells.first.evaluate(PASTE, "1\n2\n3")
    expect(cells.first).to_have_value("1")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    cells.first.press("Control+Z")
    assert cells.evaluate_all("fields => fields.map((field) => field.value)") == before


def test_who_was_signed_out_while_typing_comes_back_to_what_was_typed(come):
    visit = come(MARA)
    page = visit.page
    page.goto("/enter/?unit=EFC-14AR")
    cell = page.get_by_role("textbox", name="Collective training days")
    visit.context.clear_cookies(name="sessionid")
    cell.fill("11.25")
    cell.press("Tab")
    expect(page.get_by_text("Not saved: you are signed out.")).to_be_visible()
    page.get_by_role("link", name="Sign in again").click()
    page.get_by_role("button", name=MARA).click()
    expect(cell).to_have_value("11.25")
    expect(page.get_by_text("1 row was brought back")).to_be_visible()
    expect(page.get_by_text("All changes saved")).to_be_visible()


def test_another_person_in_the_same_browser_sees_nothing_of_it(come):
    visit = come(MARA)
    page = visit.page
    page.goto("/enter/?unit=EFC-14AR")
    visit.context.clear_cookies(name="sessionid")
    page.get_by_role("textbox", name="Collective training days").fill("47.4747")
    assert "47.4747" in page.evaluate("JSON.stringify(localStorage)")
    page.goto("/sign-in/")
    page.get_by_role("button", name=NILS).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.wait_for_function("localStorage.length === 0")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_button_says_that_there_is_no_figure_this_month(come, script):
    page = come(NILS, java_script_enabled=script).page
    page.goto("/enter/?unit=EFC-4MB&show=todo")
    row = page.get_by_role(
        "row", name="Mechanics and technicians in post" if script else "First-time fix"
    )
    row.get_by_role("button", name="no figure this month").click()
    expect(row.get_by_role("textbox").first).to_have_value("n/a")
    expect(row).to_contain_text("saved" if script else "typed, not submitted")


def test_the_office_sees_what_is_typed_and_not_what(come):
    page = come(ADA).page
    page.goto("/collection/?unit=EFC-4MB")
    late = page.get_by_role("row").filter(has_text="4th Mechanised Brigade")
    expect(late).to_contain_text("9 of 14")
    expect(late).to_contain_text(re.compile(r"\d typed"))
    expect(late).not_to_contain_text("26,5")
