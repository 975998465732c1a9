"""The net that looks at pages catches what it is there for."""

import pytest

from tests.e2e.looks.soundness import faults_of
from tests.e2e.visitors import OTTO

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

# What is done to a sound page -> words of the fault that must be found.
SPOILED = {
    "document.querySelector('main').append(document.createElement('img'))": "image-alt",
    "document.querySelector('main h1').style.color = '#aaa'": "color-contrast",
    "document.querySelector('main h1').style.color = '#222'": "dark: color-contrast",
    "document.querySelector('main h1').style.width = '2000px'": "scrolls sideways",
    "document.querySelector('main a').style.outline = 'none'": "no ring around",
    "document.querySelector('main a').style.transition = 'color 1s'": "moves",
    "Object.assign(document.body.appendChild(document.createElement('div')).style,"
    " {position: 'fixed', inset: 0, zIndex: 99, background: 'white'})": "out of sight or covered",
}


@pytest.fixture
def page(come):
    page = come(OTTO).page
    page.goto("/messages/")
    return page


@pytest.mark.parametrize("spoil", SPOILED, ids=SPOILED.get)
def test_the_net_catches(page, spoil):
    page.evaluate(spoil)
    assert any(SPOILED[spoil] in fault for fault in faults_of(page))
