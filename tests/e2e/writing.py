"""How the office's writer brings a message on its way, as several journeys need it."""

import re

from tests.e2e.visitors import CHIEF

TEXT = "From Monday brake sets go to the East first. Tell me by Friday what you still lack."
COMMAND = "Eastern Field Command"


def draft(page, title):
    """Write the message as Ada does; return its number."""
    page.goto("/messages/sent/")
    page.get_by_role("main").get_by_role("link", name="Write a message").click()
    page.get_by_label("In the name of").select_option(label=speaker(page))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Message", exact=True).fill(TEXT)
    command = page.get_by_label(COMMAND, exact=True)
    if not command.is_visible():
        page.locator("summary").filter(has_text="Army HQ").click()
    command.check()
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(re.compile(r"/messages/sent/\d+/$"))
    return page.url.rstrip("/").rsplit("/", 1)[1]


def speaker(page):
    """Return the choice that stands for the chief, whatever else its label says."""
    choices = page.get_by_label("In the name of").locator("option")
    return choices.filter(has_text=CHIEF).first.inner_text()


def send_for_approval(page):
    """Ask the speaker for the draft that the page shows."""
    page.get_by_role("button", name=f"Send to {CHIEF} for approval").click()
