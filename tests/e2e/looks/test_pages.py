"""Every page as its people see it: three widths, light and dark, zoomed, and without a mouse."""

import pytest

from tests.e2e.looks.pages import PEOPLE, looks_of
from tests.e2e.looks.soundness import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("name", PEOPLE, ids=lambda name: name or "visitor")
def test_pages_are_sound(come, numbers, name):
    page = come(name, refusals=(403, 404, 410)).page
    faults = []
    for path in looks_of(name):
        page.goto(path.format_map(numbers))
        faults += [f"{path}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)
