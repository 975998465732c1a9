"""Messages and files in the states that a new demo has not yet."""

import pytest

from tests.e2e.visitors import ADA, CHIEF, visit
from tests.e2e.writing import draft, send_for_approval


@pytest.fixture(scope="module")
def numbers(demo, browser):
    """Return the numbers of a draft, of a message that waits for the chief, and of a file."""
    ada = visit(browser, demo.address, ADA)
    found = {"draft": draft(ada.page, "A draft to look at")}
    found["waiting"] = draft(ada.page, "A message to be answered")
    send_for_approval(ada.page)
    ada.context.close()
    chief = visit(browser, demo.address, CHIEF)
    chief.page.goto(f"{demo.address}/tables/csv/figures/")
    chief.page.get_by_role("button", name="Write the file").click()
    found["table"] = chief.page.url.rstrip("/").rpartition("/")[2]
    chief.context.close()
    return found
