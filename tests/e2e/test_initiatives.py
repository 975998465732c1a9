"""What is being done, where the figures are."""

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import ADA, CHIEF

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

KPI_PAGE = "/kpis/VEH_AVAIL/?unit=HQ"
OBJECTIVE, INITIATIVE = "Repair faster", "Rail-head expansion, North"


def being_done(page):
    return page.get_by_role("region", name="Being done")


def test_an_initiative_that_is_linked_to_an_objective_is_on_the_page_of_its_kpi(come):
    chief, ada = come(CHIEF).page, come(ADA).page
    chief.goto(KPI_PAGE)
    expect(being_done(chief).get_by_role("link").first).to_be_visible()
    expect(being_done(chief).get_by_role("link", name=INITIATIVE)).to_have_count(0)

    ada.goto("/initiatives/")
    ada.get_by_role("link", name=INITIATIVE).and_(ada.locator(":visible")).click()
    objective = ada.get_by_label("Objective", exact=True)
    choice = objective.locator("option").filter(has_text=OBJECTIVE).first.inner_text()
    objective.select_option(label=choice)
    ada.get_by_label("Helps", exact=True).select_option(index=1)
    ada.get_by_role("button", name="Link", exact=True).click()
    expect(ada.get_by_role("listitem").filter(has_text=OBJECTIVE)).to_be_visible()

    chief.reload()
    being_done(chief).get_by_role("link", name=INITIATIVE).click()
    expect(chief.get_by_role("heading", level=1, name=INITIATIVE)).to_be_visible()


def test_what_is_being_done_about_what_stands_first_is_on_today(come):
    page = come(CHIEF).page
    page.goto(KPI_PAGE)
    strongest = being_done(page).get_by_role("link").first.inner_text()
    page.goto("/?unit=HQ")
    need = page.locator("article, details").filter(has_text="Vehicle availability is")
    expect(need.first).to_contain_text(strongest)
