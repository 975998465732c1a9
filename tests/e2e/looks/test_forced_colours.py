"""Where a reader's browser forces colours of its own, what colour alone tells is still told."""

import pytest

from tests.e2e.visitors import CHIEF

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

FILLS = """
() => [...document.querySelectorAll("[data-chart] .bars .point path")]
  .map((bar) => getComputedStyle(bar).fill)
"""


@pytest.fixture(params=["light", "dark"])
def page(come, request):
    """Return the chief's page in forced colours."""
    return come(CHIEF, forced_colors="active", color_scheme=request.param).page


def background(element):
    return element.evaluate(
        "it => getComputedStyle(it).backgroundColor + getComputedStyle(it).backgroundImage"
    )


def test_the_chosen_view_stands_out(page):
    page.goto("/scorecard/")
    chosen, other = (
        page.get_by_role("link", name=name, exact=True) for name in ("Figures", "Change")
    )
    assert background(chosen) != background(other)


def test_a_unit_that_has_not_reported_is_hatched(page):
    page.goto("/units/")
    assert "gradient" in background(page.locator(".hc.late:not(.s-o)").first)


def test_a_chart_has_more_than_one_colour(page):
    page.goto("/kpis/VEH_AVAIL/")
    page.locator("[data-chart] .bars .point path").first.wait_for()
    assert len(set(page.evaluate(FILLS))) > 1
