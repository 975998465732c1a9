"""A figure that a unit submits, on its way to the top."""

import csv
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from demo.story import generate, write_package
from tests.e2e.visitors import CHIEF, MARA

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

KPI, UNIT, NAME = "VEH_AVAIL", "EFC-1AB", "Vehicle availability"
SECONDS, OPEN_SECONDS, PATIENCE = 2.0, 10.0, 30.0


@pytest.fixture(scope="module")
def month():
    """The last month that has ended."""
    first = timezone.localdate().replace(day=1)
    return f"{first - timedelta(days=1):%Y-%m}"


@pytest.fixture(scope="module")
def pairs(month, tmp_path_factory):
    """What each unit reported, from the files that the demo imports: unit -> (part, whole)."""
    folder = tmp_path_factory.mktemp("package")
    write_package(generate(1, month), folder)
    with (folder / "values.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["kpi"], row["period"]) == (KPI, month)]
    return {row["unit"]: (int(row["numerator"]), int(row["denominator"])) for row in rows}


def share_at_the_top(pairs):
    """Return what HQ must show: all parts over all wholes."""
    return sum(part for part, _ in pairs.values()) / sum(whole for _, whole in pairs.values())


class Top:
    """HQ's Today and KPI page, as the chief has them open."""

    def __init__(self, visit):
        # Drawing is the browser's work, and a chart takes longer than everything that is timed.
        visit.context.route("**/plotly.min.js", lambda route: route.abort())
        self.today, self.kpi = visit.page, visit.context.new_page()
        self.today.goto("/?unit=HQ")
        self.kpi.goto(f"/kpis/{KPI}/?unit=HQ")

    def figures(self, share):
        """Return by page where the share must stand."""
        text = percent(share)
        return {
            self.kpi: self.kpi.locator("dl.figs dd").first.get_by_text(text),
            self.today: self.today.get_by_role("heading", name=f"{NAME} is {text}"),
        }

    def seconds_until(self, share, begun):
        """Wait until both pages are served with the share, and see it on both.

        Returns
        -------
        tuple
            Seconds since `begun` until both were served with it, and until both showed it. What
            is asked again and again is only what the server sends: a browser that reloads two
            pages all the time would take the processors from those who work on the figure.
        """
        places = self.figures(share)
        for page in places:
            while percent(share) not in page.context.request.get(page.url).text():
                assert time.monotonic() - begun < PATIENCE, f"HQ never showed {share:.2%}"
        served = time.monotonic() - begun
        for page, place in places.items():
            page.reload(wait_until="domcontentloaded")
            expect(place).to_be_visible()
        return round(served, 2), round(time.monotonic() - begun, 2)


def percent(share):
    """Write a share as the pages do."""
    return f"{share:.1%}".replace("%", "\N{NO-BREAK SPACE}%")


def submit(visit, part):
    """Type another part of the pair, say why where that is asked, and submit.

    Returns
    -------
    float
        The moment of the click.
    """
    page = visit.page
    page.goto(f"/enter/?unit={UNIT}")
    field = page.get_by_role("textbox", name=f"{NAME}: how many", exact=True)
    field.fill(str(part))
    with page.expect_response(lambda answer: "/enter/draft/" in answer.url) as saved:
        field.press("Tab")
    if saved.value.json().get("state") == "jump":
        row = page.get_by_role("row").filter(has=field)
        row.get_by_role("textbox", name="Say why").fill("Counted anew.")
    begun = time.monotonic()
    page.get_by_role("button", name="Submit figures").click(no_wait_after=True)
    return begun


def test_a_submitted_figure_is_on_the_pages_of_hq_within_two_seconds(come, pairs):
    mara, top = come(MARA), Top(come(CHIEF))
    for place in top.figures(share_at_the_top(pairs)).values():
        expect(place).to_be_visible()
    whole = pairs[UNIT][1]
    seconds = []
    for part in (whole, whole // 4, whole - 1):
        begun = submit(mara, part)
        expected = share_at_the_top(pairs | {UNIT: (part, whole)})
        seconds.append(top.seconds_until(expected, begun))
    sys.stdout.write(f"Seconds from the click until served, until seen: {seconds}\n")
    # The middle one: a first time may be cold, and the tick every 15 s may come in time by luck.
    assert sorted(seen for _served, seen in seconds)[1] < SECONDS


def test_pages_that_are_left_open_follow_a_submitted_figure_without_a_reload(come, pairs):
    mara, top = come(MARA), Top(come(CHIEF))
    top.kpi.get_by_role("link", name="Eastern Field Command").first.focus()
    whole = pairs[UNIT][1]
    begun = submit(mara, whole // 3)
    for place in top.figures(share_at_the_top(pairs | {UNIT: (whole // 3, whole)})).values():
        expect(place).to_be_visible(timeout=PATIENCE * 1000)
    seen = round(time.monotonic() - begun, 1)
    sys.stdout.write(f"Seconds from the click until pages that were left open showed it: {seen}\n")
    assert seen < OPEN_SECONDS
    expect(top.kpi.get_by_role("link", name="Eastern Field Command").first).to_be_focused()
