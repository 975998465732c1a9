"""Messages and files in the states that a new demo has not yet."""

import re

import pytest

from tests.e2e.visitors import ADA, CHIEF, visit
from tests.e2e.writing import draft, send_for_approval


@pytest.fixture(scope="module")
def numbers(demo, browser):
    """Return the numbers of a draft, of a message and a figure that wait, and of a file."""
    ada = visit(browser, demo.address, ADA)
    found = {"draft": draft(ada.page, "A draft to look at")}
    found["waiting"] = draft(ada.page, "A message to be answered")
    send_for_approval(ada.page)
    ada.page.goto(f"{demo.address}/approvals/?show=all")
    way = ada.page.get_by_role("link", name=re.compile("^Reject")).first.get_attribute("href")
    found["figure"] = way.split("/")[2]
    ada.context.close()
    chief = visit(browser, demo.address, CHIEF)
    chief.page.goto(f"{demo.address}/tables/csv/figures/")
    chief.page.get_by_role("button", name="Write the file").click()
    found["table"] = chief.page.url.rstrip("/").rpartition("/")[2]
    chief.context.close()
    return found
