"""Messages in the states that a new demo has not yet."""

import pytest

from tests.e2e.visitors import ADA, visit
from tests.e2e.writing import draft, send_for_approval


@pytest.fixture(scope="module")
def numbers(demo, browser):
    """Return the numbers of a draft and of a message that waits for the chief."""
    ada = visit(browser, demo.address, ADA)
    found = {"draft": draft(ada.page, "A draft to look at")}
    found["waiting"] = draft(ada.page, "A message to be answered")
    send_for_approval(ada.page)
    ada.context.close()
    return found
