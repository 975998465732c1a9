"""A message on its way: drafted, approved word for word, read, counted."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import ADA, CHIEF, OTTO
from tests.e2e.writing import TEXT, draft, send_for_approval

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

BRIGADE = "1st Armoured Brigade"


def reload_until(page, place):
    """Load the page again until something is there: the worker delivers in its own time."""
    for _ in range(20):
        if place.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(place).to_be_visible()


def test_a_message_goes_out_as_it_was_approved_and_its_readers_are_counted(come):
    title = "Parts go to the East first"
    ada = come(ADA, refusals=(403,)).page
    number = draft(ada, title)
    send_for_approval(ada)
    expect(ada.get_by_text("has been asked to approve this message")).to_be_visible()
    expect(ada.get_by_role("link", name="Read and answer")).to_have_count(0)
    assert ada.goto(f"/messages/approve/{number}/").status == 403

    chief = come(CHIEF).page
    chief.goto("/messages/")
    chief.get_by_role("link", name=re.compile(rf"Read and answer ?: {title}")).click()
    expect(chief.get_by_role("article").first).to_have_text(TEXT)
    chief.get_by_role("button", name="Approve and send to").click()
    expect(chief.get_by_text("Approved. It is on its way to everyone.")).to_be_visible()

    otto = come(OTTO).page
    otto.goto("/messages/")
    letter = otto.get_by_role("link", name=title)
    reload_until(otto, letter)
    letter.click()
    expect(otto.get_by_role("article").first).to_contain_text(TEXT)

    ada.goto(f"/messages/sent/{number}/")
    people, unread = counts(ada)
    assert unread == 0
    otto.get_by_role("button", name="I have read this").click()
    expect(otto.get_by_text("You marked this as read")).to_be_visible()
    ada.reload()
    assert counts(ada) == (people, 100 // people)
    assert 100 // people > 0


def counts(page):
    """Return people and read per cent of Otto's brigade."""
    cells = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=BRIGADE))
    texts = cells.get_by_role("cell").all_inner_texts()
    return int(texts[0]), int(texts[2])


def test_a_message_cannot_be_approved_by_its_writer_even_with_the_form_of_the_speaker(come):
    ada = come(ADA, refusals=(403,)).page
    number = draft(ada, "Not from my own hand")
    send_for_approval(ada)
    chief = come(CHIEF).page
    chief.goto(f"/messages/approve/{number}/")
    text_hash = chief.locator("[name=text_hash]").first.input_value()
    token = ada.locator("[name=csrfmiddlewaretoken]").first.input_value()
    form = {"text_hash": text_hash, "csrfmiddlewaretoken": token}
    answer = ada.request.post(f"/messages/approve/{number}/", form=form)
    assert answer.status == 403
    chief.reload()
    expect(chief.get_by_role("button", name="Approve and send to")).to_be_visible()
