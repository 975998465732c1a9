"""The office edits the strategy map as a draft: by mouse, by keys alone, and publishes it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.keys import press, tab_to
from tests.e2e.visitors import ADA, CHIEF

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

EDIT = "/map/edit/"


def at(visit, address):
    visit.page.goto(address)
    return visit.page


def draft(page):
    return page.get_by_role("region", name="In the draft")


@pytest.fixture(autouse=True)
def _no_draft(come):
    """Discard what the story, or the test before, has left in the draft."""
    page = at(come(ADA), EDIT)
    if page.get_by_role("button", name="Discard the draft").count():
        discard(page)


def discard(page):
    page.get_by_role("button", name="Discard the draft").click()
    expect(draft(page)).to_contain_text("Nothing yet")


def send(page, button, **fields):
    """Fill the form of the selected objective that a button sends, and send it."""
    form = page.locator("form").filter(has=page.get_by_role("button", name=button, exact=True))
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.get_by_role("button").click()


def test_a_change_stands_in_the_draft_and_nobody_else_sees_it(come):
    page = at(come(ADA), f"{EDIT}?objective=REPAIR")
    send(page, "Rename", name="Repair in a week")
    expect(draft(page)).to_contain_text("Repair in a week")
    chief = at(come(CHIEF), "/map/")
    expect(chief.get_by_text("Repair faster").first).to_be_attached()
    expect(chief.get_by_text("Repair in a week")).to_have_count(0)
    draft(page).get_by_role("button", name="Take back").click()
    expect(draft(page)).to_contain_text("Nothing yet")


def test_an_objective_gets_another_owner_and_another_theme(come):
    page = at(come(ADA), f"{EDIT}?objective=REPAIR")
    send(page, "Name the owner", owner="Chief of repair")
    expect(draft(page)).to_contain_text("“Repair faster” is owned by Chief of repair")
    form = page.locator("form").filter(has=page.get_by_role("button", name="Move", exact=True))
    form.get_by_label("Theme").select_option("")
    form.get_by_role("button").click()
    expect(draft(page)).to_contain_text("“Repair faster” moves to Processes, without a theme")
    discard(page)


def test_by_keys_alone_a_box_is_given_a_place(come):
    page = at(come(ADA), EDIT)
    box = page.locator("#o-REPAIR")
    first = int(box.get_attribute("data-place"))
    tab_to(page, box)
    press(page, "ArrowRight" if first == 1 else "ArrowLeft", "Enter")
    expect(draft(page)).to_contain_text("Repair faster")
    expect(page.locator("#o-REPAIR")).to_have_attribute(
        "data-place", str(2 if first == 1 else first - 1)
    )
    discard(page)


def test_a_box_is_dragged_to_the_place_of_another_one(come):
    page = at(come(ADA), EDIT)
    box = page.locator("#o-REPAIR")
    cell, place = box.get_attribute("data-cell"), box.get_attribute("data-place")
    other = page.locator(f"[data-cell='{cell}']:not([data-place='{place}']) rect").first
    wanted = other.locator("xpath=../..").get_attribute("data-place")
    box.locator("rect").drag_to(other)
    expect(draft(page)).to_contain_text("Repair faster")
    expect(page.locator("#o-REPAIR")).to_have_attribute("data-place", wanted)
    discard(page)


def test_what_is_published_for_a_month_to_come_is_everybodys_then(come):
    page = at(come(ADA), f"{EDIT}?objective=REPAIR")
    send(page, "Weigh", weight="2.5")
    draft(page).get_by_role("link", name="Read once more and publish").click()
    months = page.get_by_label("From")
    months.select_option(months.locator("option").last.get_attribute("value"))
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("listitem").filter(has_text="2.5")).to_have_count(1)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published. The map shows it from that month on.")).to_be_visible()
    expect(draft(at(come(ADA), EDIT))).to_contain_text("Nothing yet")
