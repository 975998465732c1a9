"""The page on which figures are approved, and what the page of the KPI says of it."""

from decimal import Decimal

import pytest

from scorecard.models import EntryEvent
from tests.factories import make_entry, make_kpi, make_reporter
from tests.scorecard.small import roll_up

KPI = "/kpis/FUEL/?unit=MARA&period=2026-10"
PAGE = "/approvals/kpis/FUEL/?unit=MARA&period=2026-10"


@pytest.fixture
def fuel(world):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True, unit_of_measure="t")
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi)
    return kpi


@pytest.fixture
def entry(world, fuel, otto):
    entry = make_entry(world.units.mara, fuel, "2026-10", Decimal(7), author=otto)
    roll_up()
    return entry


def post(client, entry, figure_hash=None):
    return client.post(
        f"/approvals/{entry.pk}/",
        {
            "figure_hash": figure_hash or entry.figure_hash,
            "unit": "MARA",
            "period": "2026-10",
        },
    )


def test_what_waits_is_approved_with_a_button_and_stands_with_who_and_when(
    entry, mara, read, sign_in
):
    page = read(mara, PAGE)
    assert "1 figure waits for approval" in page
    assert "1st Armoured Brigade: 7 t" in page
    assert f'action="/approvals/{entry.pk}/"' in page
    assert "Otto Strand" in page
    answer = post(sign_in(mara), entry)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = read(mara, PAGE)
    assert "0 figures wait for approval" in page
    approved = page.split('id="approved-heading"')[1]
    assert "1st Armoured Brigade: 7 t" in approved
    assert "Mara Hartley" in approved
    assert "12 Nov" in approved


def test_the_page_of_the_kpi_says_how_many_wait_and_leads_there(entry, mara, read, sign_in):
    page = read(mara, KPI)
    assert "Only approved figures count here; 1 waits for approval." in page
    assert 'href="/approvals/kpis/FUEL/?unit=MARA&amp;period=2026-10"' in page
    post(sign_in(mara), entry)
    assert "none waits for approval" in read(mara, KPI)


def test_above_ones_own_unit_and_in_the_past_nothing_is_said_of_approvals(entry, mara, read):
    assert "approved figures" not in read(mara, "/kpis/VEH/?unit=HQ")
    assert "approved figures" not in read(mara, KPI + "&as_of=2026-11-12")


def test_who_may_not_approve_sees_who_does_and_no_button(entry, otto, chief, read):
    page = read(otto, PAGE)
    assert "The manager of 1st Armoured Brigade approves this figure" in page
    assert 'action="/approvals/' not in page
    assert "7 t" in read(chief, PAGE.replace("MARA", "HQ"))


def test_the_author_has_no_button(world, fuel, mara, read):
    make_entry(world.units.mara, fuel, "2026-10", Decimal(7), author=mara)
    page = read(mara, PAGE)
    assert "You entered this figure" in page
    assert 'action="/approvals/' not in page


def test_another_figure_than_the_one_that_was_read_is_refused_in_words(entry, mara, sign_in):
    client = sign_in(mara)
    answer = client.post(f"/approvals/{entry.pk}/", {"figure_hash": "0" * 64}, follow=True)
    assert "Another figure stands here than the one that you read" in answer.content.decode()
    assert not EntryEvent.objects.exists()


def test_a_figure_of_a_sister_unit_is_not_there(world, fuel, mara, sign_in):
    entry = make_entry(world.units.nils, fuel, "2026-10", Decimal(7))
    assert post(sign_in(mara), entry).status_code == 404
    assert sign_in(mara).get(PAGE.replace("MARA", "NILS")).status_code == 404


def test_above_ones_own_unit_what_was_entered_is_not_shown(entry, mara, sign_in):
    assert sign_in(mara).get(PAGE.replace("MARA", "HQ")).status_code == 403


@pytest.mark.parametrize(("word", "period"), [("quarterly", "2026-Q3"), ("weekly", "2026-W43")])
def test_figures_of_other_lengths_are_approved_in_the_month_they_count_in(
    world, mara, read, word, period
):
    kpi = make_kpi("TANK", approved_only=True, frequency=word)
    make_reporter(world.units.mara, kpi)
    make_entry(world.units.mara, kpi, period, Decimal(4), author=None)
    assert "1st Armoured Brigade: 4" in read(mara, PAGE.replace("FUEL", "TANK"))


def test_the_entry_page_says_that_a_figure_waits_until_it_is_approved(entry, mara, read, sign_in):
    address = "/enter/?unit=MARA&period=2026-10"
    assert "submitted, waits for approval" in read(mara, address)
    post(sign_in(mara), entry)
    assert "submitted and approved" in read(mara, address)
