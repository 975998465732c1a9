"""The scorecard of a unit, as a browser gets it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_unit,
)
from tests.scorecard.small import roll_up

PAGE = "/scorecard/"


def test_a_visitor_is_sent_to_sign_in(client, world):
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def test_it_shows_perspectives_objectives_and_kpis_with_their_figures(world, chief, read):
    page = read(chief, PAGE)
    for words in ("Scorecard of Army HQ", "Processes", "Repair faster", "T. Brandt"):
        assert words in page
    assert "77 of 100 in October 2026, down 17 since September 2026." in page
    assert '<a class="q" href="/kpis/VEH/?unit=HQ&amp;period=2026-10">' in page
    assert "≥ 80" in page
    assert "Capped: Vehicle availability is critical and off target." in page
    assert "1 of 2" in page


@pytest.mark.parametrize(("person", "unit"), [("nils", "MARA"), ("otto", "NILS"), ("mara", "X")])
def test_a_unit_outside_ones_own_branch_is_not_there(world, request, sign_in, person, unit):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(PAGE, {"unit": unit}).status_code == 404


def test_a_period_that_is_none_is_not_there(world, chief, sign_in):
    assert sign_in(chief).get(PAGE, {"period": "soon"}).status_code == 404


def test_a_manager_sees_the_figures_of_the_units_above_but_not_what_they_are_made_of(
    world, mara, read
):
    page = read(mara, f"{PAGE}?unit=HQ&period=2026-10")
    assert "Vehicle availability" in page
    assert "Units in" not in page
    assert "figures in" not in page
    assert "Not reported" not in page
    assert "4th Mechanised Brigade" not in page


def test_a_filter_leaves_what_is_off_target(world, chief, read):
    page = read(chief, f"{PAGE}?show=off")
    assert "Vehicle availability" in page
    assert "Staff in post" not in page
    assert '<a href="?unit=HQ&amp;period=2026-10&amp;show=off" aria-current="true">' in page


def test_the_columns_tell_how_figures_moved(world, chief, read):
    page = read(chief, f"{PAGE}?tell=change")
    assert "Score before" in page
    assert "delta bad" in page
    assert "Against target" not in page


def test_the_columns_tell_how_complete_figures_are_and_lead_to_what_is_missing(world, chief, read):
    page = read(chief, f"{PAGE}?tell=in&sort=in")
    assert "Last received" in page
    assert '<a href="/kpis/STAFF/?unit=HQ&amp;period=2026-10#below-heading">1</a>' in page
    assert page.index("Staff in post") < page.index("Vehicle availability")


def test_a_filter_that_leaves_nothing_says_so(world, chief, read):
    assert "Nothing is off target in September 2026" in read(
        chief, f"{PAGE}?period=2026-09&show=off"
    )
    assert "Everything is reported for September 2026" in read(
        chief, f"{PAGE}?period=2026-09&show=missing"
    )


def test_without_a_strategy_it_says_what_to_do_first(units, chief, read):
    assert "There is no scorecard here yet" in read(chief, PAGE)


def test_a_unit_without_figures_due_says_so(world, chief, read):
    make_unit("IDLE", world.units.hq, name="Idle Depot")
    page = read(chief, f"{PAGE}?unit=IDLE&period=2026-10")
    assert "Idle Depot has no figures due for October 2026" in page


def test_names_are_escaped_and_may_be_long(world, chief, read):
    kpi = make_kpi("EVIL", name="<script>alert(1)</script>" + "Long " * 34)
    make_line(world.objective, kpi)
    make_reporter(world.units.mara, kpi, "2026-10")
    make_entry(world.units.mara, kpi, "2026-10", 1)
    roll_up()
    page = read(chief, PAGE)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;Long" in page


def test_a_quarter_and_a_year_are_named_scored_and_compared(world, chief, read):
    page = read(chief, f"{PAGE}?period=2026-Q4")
    # November is due and missing: less than the KPIs ask for.
    assert "No score in Quarter 4, FY 2026." in page
    assert "3 of 8 figures in, provisional" in page
    assert "Since Q3 2026" in page
    assert "13 quarters" in page
    year = read(chief, f"{PAGE}?period=FY2026")
    assert "of 100 in FY 2026." in year
    assert "11 of 16 figures in, provisional" in year
    assert "Figures in" in year


def test_a_complete_quarter_is_not_provisional(world, chief, read):
    page = read(chief, f"{PAGE}?period=2026-Q3")
    assert "of 100 in Quarter 3, FY 2026." in page
    assert "8 of 8 figures in" in page
    assert "provisional" not in page
    assert '<a class="q" href="/kpis/VEH/?unit=HQ&amp;period=2026-Q3">' in page


def test_a_manager_sees_the_quarter_of_the_units_above_but_no_coverage(world, mara, read):
    page = read(mara, f"{PAGE}?unit=HQ&period=2026-Q4")
    assert "Vehicle availability" in page
    for hidden in ("Figures in", "figures in", "4th Mechanised Brigade"):
        assert hidden not in page


@pytest.mark.parametrize("word", ["2026-Q1", "FY2030", "FY1901"])
def test_a_longer_period_without_figures_says_so(world, chief, read, word):
    assert "has no figures due for" in read(chief, f"{PAGE}?period={word}")


def add_kpis(world, first, number):
    """Add objectives with KPIs, so that nothing is shared."""
    for place in range(first, first + number):
        perspective = make_perspective(f"P{place}", position=place)
        objective = make_objective(f"Q{place}", unit=world.units.hq, perspective=perspective)
        kpi = make_kpi(f"Z{place}")
        make_line(objective, kpi)
        make_reporter(world.units.mara, kpi, "2026-10")
    roll_up()


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("word", ["2026-10", "2026-Q4", "FY2026"])
def test_three_kpis_and_thirty_take_the_same_number_of_queries(world, chief, sign_in, word):
    client, address = sign_in(chief), f"{PAGE}?period={word}"
    add_kpis(world, 0, 1)
    few = count_queries(client, address)
    add_kpis(world, 1, 27)
    assert "30 KPIs" in client.get(address).content.decode()
    assert count_queries(client, address) == few
