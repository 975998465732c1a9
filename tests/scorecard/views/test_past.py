"""The pages as of a past moment: what was known then, and what has changed since."""

import pytest
import time_machine
from django.utils import timezone

from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, View
from scorecard.selectors.figures import month_columns
from scorecard.selectors.lines import strategy_at
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.unit_views import kpi_figures, unit_columns
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
    ordinal,
    recorded,
)
from tests.scorecard.small import roll_up

PAGE = "/scorecard/?unit=HQ&period=2026-10"
THEN = "&as_of=2026-11-12"


@pytest.fixture
def corrected(world):
    """A week later: one figure is corrected, and a KPI is new on the scorecard."""
    with time_machine.travel("2026-11-19T08:00:00Z", tick=False):
        make_entry(world.units.mara, world.vehicles, "2026-10", pair=(95, 100))
        kpi = make_kpi("NEW", name="Newly measured")
        make_line(world.objective, kpi)
        make_reporter(world.units.mara, kpi, "2026-10")
        make_entry(world.units.mara, kpi, "2026-10", 3)
        make_target(world.units.hq, world.vehicles, "2026-Q3", goal="0.5", red_flag="0.4")
        roll_up()
        yield world


def test_a_scorecard_says_what_was_known_and_what_has_changed_since(corrected, chief, read):
    present, past = read(chief, PAGE), read(chief, PAGE + THEN)
    assert "77 of 100 in October 2026, down 17 since September 2026." in past
    assert "77 of 100 in October 2026" not in present
    assert "As known on 12 Nov; since then 2 figures changed." in past
    changes = past.split("What has changed since")[-1].split("</table>")[0]
    assert changes.index("Newly measured") < changes.index("Vehicle availability")
    assert changes.index("60 %") < changes.index("83 %")
    assert "since then" not in present
    assert past.count("Newly measured") == 1


def test_links_to_the_same_page_keep_the_day_and_one_leads_back(corrected, chief, read):
    page = read(chief, PAGE + THEN)
    kept = "unit=HQ&amp;period=2026-10&amp;as_of=2026-11-12"
    assert f'href="?{kept}&amp;show=off"' in page
    assert f'href="/kpis/VEH/?{kept}"' in page
    assert "?unit=HQ&amp;period=2026-09&amp;as_of=2026-11-12" in page
    assert '<a href="?unit=HQ&amp;period=2026-10">Show what is known now</a>' in page


def test_a_day_after_which_nothing_changed_says_so(world, chief, read):
    assert "As known on 12 Nov; since then no figure changed." in read(chief, PAGE + THEN)


def test_before_anything_was_known_there_is_nothing(world, chief, read):
    page = read(chief, f"{PAGE}&as_of=2020-01-01")
    assert "As known on 1 Jan 2020; since then 2 figures changed." in page
    assert "Repair faster" not in page
    assert "Nothing was known of this on 1 Jan 2020" in page
    assert "There is no scorecard here yet" not in page
    assert 'name="as_of"' in page


@pytest.mark.parametrize("moment", ["soon", "2026-11-13", "9999-12-31"])
@pytest.mark.parametrize("page", ["/scorecard/?", "/kpis/VEH/?"])
def test_a_moment_that_is_none_or_in_the_future_is_not_there(world, chief, sign_in, page, moment):
    assert sign_in(chief).get(f"{page}as_of={moment}").status_code == 404


def test_a_kpi_says_what_was_known(corrected, chief, read):
    address = "/kpis/VEH/?unit=HQ&period=2026-10"
    present, past = read(chief, address), read(chief, address + THEN)
    assert "October 2026 is 60 %, 20 points under target" in past
    assert "October 2026 is 60 %" not in present
    assert "As known on 12 Nov; since then 1 figure changed." in past
    assert "95 of 100" not in past


def test_a_kpi_as_of_a_day_leads_to_what_each_unit_added(corrected, chief, read):
    page = read(chief, f"/kpis/VEH/?unit=HQ&period=2026-10{THEN}")
    address = f"/explain/kpis/VEH/?unit=HQ&period=2026-10{THEN}"
    assert address.replace("&", "&amp;") in page
    assert "Why Vehicle availability" in read(chief, address)


@pytest.mark.parametrize("period", ["2026-10", "2026-Q4", "FY2026"])
def test_a_kpi_of_every_period_is_as_on_its_page_where_nothing_changed(world, chief, read, period):
    address = f"/kpis/VEH/?unit=CMD&period={period}"
    finding = read(chief, address).split('<h2 id="course-heading">')[1].split("</h2>")[0]
    assert finding in read(chief, address + THEN)


def test_a_quarter_has_the_target_that_was_known(corrected, chief, read):
    address = "/kpis/VEH/?unit=HQ&period=2026-Q3"
    assert "≥ 50 %" in read(chief, address)
    assert "≥ 80 %" in read(chief, address + THEN)


def test_a_kpi_that_was_not_defined_yet_says_so_with_picker_and_banner(corrected, chief, read):
    page = read(chief, f"/kpis/NEW/?unit=HQ&period=2026-10{THEN}")
    assert "Newly measured" in page.split("<h1")[1].split("</h1>")[0]
    assert "Nothing was known of this on 12 Nov" in page
    assert "Choose a later day" in page
    assert "As known on 12 Nov; since then 1 figure changed." in page
    assert 'name="as_of"' in page
    assert "Nothing was known" not in read(chief, "/kpis/NEW/?unit=HQ&period=2026-10")


def test_a_kpi_that_one_may_not_know_of_was_not_known_either(corrected, nils, sign_in):
    make_kpi("OTHER")
    for code in ("OTHER", "NONE"):
        assert sign_in(nils).get(f"/kpis/{code}/?as_of=2026-11-12").status_code == 404


def test_nobody_sees_more_of_the_past_than_of_the_present(corrected, nils, sign_in):
    assert sign_in(nils).get(f"/scorecard/?unit=MARA{THEN}").status_code == 404
    assert sign_in(nils).get(f"/kpis/VEH/?unit=MARA{THEN}").status_code == 404


@pytest.mark.parametrize("code", ["hq", "command", "mara", "nils"])
def test_months_as_of_now_are_those_that_are_stored(world, code):
    unit, units = getattr(world.units, code), world.units
    yearly = make_kpi("MOOD", frequency="yearly", unit_rule="mean", time_rule="last")
    quarterly = make_kpi("TANKS", frequency="quarterly")
    for kpi, period in ((yearly, "FY2025"), (quarterly, "2026-Q2")):
        make_line(world.objective, kpi)
        make_reporter(units.nils, kpi, period)
        make_entry(units.nils, kpi, period, 7)
        make_target(units.nils, kpi, period, goal=9, red_flag=3)
    roll_up()
    months = range(ordinal("2026-05"), ordinal("2026-12"))
    periods = [Period(Frequency.MONTHLY, month) for month in months]
    strategy, now = strategy_at(unit, timezone.now().date()), recorded()
    stored = month_columns(unit, strategy.frequencies, months, load_history().calendar)
    assert unit_columns(unit.pk, View.BASE, periods, now) == stored
    assert any(column.kpis for column in stored)
    figures = kpi_figures(world.staff, [unit.pk], View.BASE, periods, now)[unit.pk]
    assert figures == {
        column.period: column.kpis[world.staff.pk]
        for column in stored
        if world.staff.pk in column.kpis
    }


def test_the_map_of_units_says_as_of_when_it_is_and_tells_no_coverage(world, chief, read):
    page = read(chief, "/units/?unit=CMD&period=2026-10&as_of=2026-11-12")
    assert "As known on" in page
    assert "since then no score changed" in page
    assert 'name="as_of" value="2026-11-12"' in page
    assert "Figures in" not in page
    assert "as_of=2026-11-12" in page[page.index("<tbody>") :]
    assert "Look into another miss" not in page


def test_a_day_before_anything_was_known_has_no_units(world, chief, read):
    page = read(chief, "/units/?unit=CMD&period=2026-10&as_of=2020-01-01")
    assert "Nothing was known of this on" in page
