"""Going through a page without a mouse."""

import pytest

from tests.e2e.looks.soundness import faults_of_stop, stop_of

MOST_STOPS = 120


def tab_to(page, place, key="Tab"):
    """Press Tab until `place` has the focus; every stop on the way must be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = stop_of(page)
        assert stop is None or list(faults_of_stop(stop)) == []
        if place.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"The Tab key does not come to {place}.")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def usual_figure(page, cell):
    """Return a whole number that nobody asks about: that of the month before, or next to it."""
    row = page.get_by_role("row").filter(has=cell)
    before = row.locator(".old.last").inner_text().strip()
    return before if before != cell.input_value() else str(int(before) + 1)
