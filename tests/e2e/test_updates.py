"""Giving figures to somebody, and standing in for somebody who is away."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.visitors import MARA, OTTO, VERA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

UNIT, AMADI, STRENGTH = "EFC-1AB", "Sgt P. Amadi", "Soldiers and staff in post"
ENTER = f"/enter/?unit={UNIT}"


def give(page, to):
    """Say who enters how many soldiers there are."""
    page.goto(f"/assignments/?unit={UNIT}")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=STRENGTH)).first
    row.get_by_role("combobox").select_option(label=to)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_what_is_given_to_somebody_is_no_longer_among_mine(come):
    page = come(MARA).page
    page.goto("/updates/")
    page.get_by_role("link", name="Who enters what").click()
    expect(page.get_by_role("heading", name="Who enters what for 1st Armoured")).to_be_visible()
    give(page, AMADI)
    page.goto(ENTER)
    named = page.get_by_role("rowheader").filter(has_text=STRENGTH)
    expect(named.get_by_text(f"{AMADI} enters it")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"^Mine \d+$")).click()
    expect(page.get_by_role("link", name=re.compile("^Mine"))).to_have_attribute(
        "aria-current", "true"
    )
    expect(named).to_have_count(0)
    give(page, f"The manager: {MARA}")


def test_who_stands_in_finds_it_enters_it_and_the_record_names_both(come):
    manager = come(MARA).page
    manager.goto("/account/deputies/")
    manager.get_by_label("E-mail address").fill("otto@aldmark.example")
    for label in ("First day", "Last day"):
        manager.get_by_label(label).fill(f"{timezone.now():%Y-%m-%d}")
    manager.get_by_role("button", name="Name the deputy").click()
    expect(manager.get_by_text("Cpl O. Ekman can act for you")).to_be_visible()
    deputy = come(OTTO).page
    deputy.get_by_role("navigation").get_by_role("link", name="My updates").first.click()
    main = deputy.get_by_role("main")
    expect(main.get_by_role("heading", name="Explain what happened")).to_be_visible()
    deputy.goto(ENTER)
    row = deputy.get_by_role("row").filter(has_text=STRENGTH).first
    field = row.get_by_role("textbox").first
    field.fill(str(int(re.sub(r"\D", "", field.input_value())) + 1))
    deputy.get_by_role("button", name="Submit figures").click()
    expect(deputy.get_by_text("1 figure submitted")).to_be_visible()
    auditor = come(VERA).page
    auditor.goto("/audit/")
    told = auditor.get_by_role("row").filter(has_text="Cpl O. Ekman").first
    expect(told).to_contain_text(MARA)
    manager.goto("/account/deputies/")
    manager.get_by_role("button", name=re.compile("^End now")).first.click()
    expect(manager.get_by_text("Nobody acts for you")).to_be_visible()
