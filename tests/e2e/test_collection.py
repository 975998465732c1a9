"""Following how figures come in: a reminder, more time, and a month that is opened again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.visitors import ADA, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

LATE = "/collection/?unit=NFC-CR"


def test_one_click_reminds_a_unit_and_only_once_a_day(come):
    page = come(ADA).page
    page.goto(LATE)
    page.get_by_role("button", name="Remind", exact=True).click()
    expect(page.get_by_text("1 unit is reminded")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="reminded 0 minutes ago")).to_have_count(1)
    page.get_by_role("button", name="Remind", exact=True).click()
    expect(page.get_by_text("nobody is reminded twice a day")).to_be_visible()


def test_more_time_is_given_and_stands_where_figures_are_entered(come):
    page = come(ADA).page
    page.goto(LATE)
    page.get_by_role("link", name="More time").click()
    day = timezone.now() + timedelta(days=9)
    page.get_by_label("Until").fill(f"{day:%Y-%m-%d}")
    page.get_by_label("Why").fill("The ferry is out of service.")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("has more time, and is told so")).to_be_visible()
    page.goto("/enter/?unit=NFC-CR")
    expect(
        page.get_by_text(re.compile(r"extended to .* 17:00, in 8 days|in 9 days"))
    ).to_be_visible()
    expect(page.get_by_text("The ferry is out of service.")).to_be_visible()


def test_a_locked_month_takes_figures_of_the_unit_for_which_it_was_opened(come):
    page = come(ADA).page
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - 13
    month = f"{months // 12}-{months % 12 + 1:02}"
    page.goto(f"/enter/?unit=EFC-4MB&period={month}")
    expect(page.get_by_text("its figures change no more")).to_be_visible()
    expect(page.get_by_role("button", name="Submit figures")).to_be_disabled()
    manager = come(MARA).page
    manager.goto(f"/enter/?unit=EFC-1AB&period={month}")
    expect(manager.get_by_text("takes figures again until")).to_be_visible()
