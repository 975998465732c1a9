"""A token made and used without a mouse and without a script."""

import urllib.error
import urllib.request
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.e2e.visitors import ADA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def status(address, secret):
    """Return how the API answers a program with a token."""
    asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_token_is_made_shown_once_used_and_revoked(come, demo):
    page = come(ADA, java_script_enabled=False).page
    page.get_by_role("link", name="Dr A. Whitlock").first.click()
    page.get_by_role("link", name="Tokens").first.click()
    page.get_by_label("Program").fill("Fleet register")
    page.keyboard.press("Enter")
    secret = page.get_by_label("Secret").input_value()
    units = f"{demo.address}/api/v1/units/"
    assert status(units, secret) == HTTPStatus.OK
    page.goto("/account/tokens/")
    expect(page.get_by_text(secret)).to_have_count(0)
    expect(page.get_by_label("Secret")).to_have_count(0)
    page.get_by_role("button", name="Revoke Fleet register").press("Enter")
    assert status(units, secret) == HTTPStatus.UNAUTHORIZED
