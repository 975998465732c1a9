"""One demo for all browser tests, and a browser for each file."""

import pytest

from tests.e2e.installation import installed
from tests.e2e.visitors import chromium, visit


@pytest.fixture(scope="session")
def demo():
    with installed() as installation:
        yield installation


@pytest.fixture(scope="module")
def browser():
    # Not for the session: its event loop would make Django refuse the database in other tests.
    with chromium() as found:
        yield found


@pytest.fixture
def come(demo, browser):
    """Let somebody come: `come(name, refusals=(422,), **options)`; at the end nothing may ail."""
    visits = []

    def arrive(name="", **options):
        visits.append(visit(browser, demo.address, name, **options))
        return visits[-1]

    yield arrive
    for each in visits:
        each.context.close()
    assert [said for each in visits for said in (*each.complaints, *each.violations)] == []
