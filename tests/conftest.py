"""What all tests share: the cast, and which tests can run on this machine."""

import os
import shutil

import pytest
from django.core.cache import caches
from django.test import TransactionTestCase

from tests import services

pytest_plugins = ["tests.cast"]

# Marker -> what it needs, in the words of the closing line.
NEEDS = {
    "postgresql": "a PostgreSQL server",
    "redis": "a Redis server",
    "browser": "Chromium",
    "paper": "Pango",
    "slow": "more time",
}

# For tests marked `once`.
SHOWN_BEFORE = "does not depend on the database: `make test` runs it with SQLite"


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_the_owner():
    """Let the end of a test empty the tables whose rows the database lets nobody remove."""
    from tests.owner import triggers_off

    empty = TransactionTestCase._fixture_teardown

    def teardown(case):
        with triggers_off():
            empty(case)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def pages_are_kept(settings):
    """Keep shared pages as the product does."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"}
    settings.CACHES = settings.CACHES | {"pages": kept}
    yield
    caches["pages"].clear()


def missing_needs(environment, chromium, pango):
    """Return the markers whose tests cannot run here."""
    present = {
        "postgresql": environment.get("OSM_TEST_DATABASE_URL", ""),
        "redis": environment.get("OSM_TEST_REDIS_URL", ""),
        "browser": chromium,
        "paper": pango,
        "slow": environment.get("OSM_TEST_SLOW", ""),
    }
    return [marker for marker in NEEDS if not present[marker]]


def closing_line(skipped):
    """Return the sentence that counts what did not run; `skipped` holds marker -> tests."""
    if not skipped:
        return ""
    counts = ", ".join(f"{count} for {NEEDS[marker]}" for marker, count in skipped.items())
    return f"Not run here: {counts}. `make test` runs all of them."


def pytest_collection_modifyitems(items):
    """Skip what this machine cannot run, and what was shown already, with the reason."""
    missing = missing_needs(os.environ, shutil.which("chromium"), services.pango())
    has_been_shown = "postgresql" not in missing
    for item in items:
        if has_been_shown and item.get_closest_marker("once"):
            item.add_marker(pytest.mark.skip(reason=SHOWN_BEFORE))
        for marker in missing:
            if item.get_closest_marker(marker):
                reason = f"needs {NEEDS[marker]}: `make test` provides it"
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    """Close with what did not run here, so that green never means more than it says."""
    missing = missing_needs(os.environ, shutil.which("chromium"), services.pango())
    reports = terminalreporter.stats.get("skipped", [])
    counts = {marker: sum(marker in report.keywords for report in reports) for marker in missing}
    line = closing_line({marker: count for marker, count in counts.items() if count})
    if line:
        terminalreporter.write_line(line, yellow=True)


def pytest_unconfigure():
    """Leave no folder behind."""
    from tests.settings import FOLDER

    shutil.rmtree(FOLDER, ignore_errors=True)
