"""My updates: what waits for one person, grouped, the first due first."""

from datetime import date
from decimal import Decimal

import pytest

from osm.updates import updates_of
from scorecard.selectors.entries import count_left_to_enter
from scorecard.selectors.mine import MOST
from scorecard.services.approvals import reject_entry
from tests.factories import (
    make_comment,
    make_deputy,
    make_entry,
    make_kpi,
    make_person,
    make_reporter,
    make_unit,
)
from tests.initiatives.factories import make_action
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def headings(page):
    return [(group.heading, group.count) for group in page.groups]


def lines(page, heading):
    return next(group.updates for group in page.groups if group.heading == heading)


def test_nothing_is_a_page_without_groups(mara):
    page = updates_of(mara)
    assert (page.groups, page.count, page.late) == ((), 0, 0)


def test_all_that_waits_is_grouped_and_counted(world, mara, ada, cleo):
    unit = world.units.mara
    make_reporter(unit, make_kpi())
    make_reporter(unit, make_kpi())
    fuel = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(unit, fuel)
    make_entry(unit, fuel, "2026-10", Decimal(7), author=cleo)
    make_comment(unit, world.vehicles, "2026-10", ada, "So?", mentioned=[mara])
    make_action(unit, world.vehicles, mara, due_on=date(2026, 11, 20))
    page = updates_of(mara)
    assert headings(page) == [
        ("Figures to enter", 2),
        ("Next steps", 1),
        ("Figures to approve", 1),
        ("Explain what happened", 1),
        ("You were mentioned", 1),
    ]
    assert (page.count, page.late) == (6, 2)


def test_each_line_says_what_where_and_how_late_and_leads_straight_there(world, mara, client):
    make_reporter(world.units.mara, make_kpi())
    (line,) = lines(updates_of(mara), "Figures to enter")
    assert (line.matter, line.detail, line.unit) == (
        "1 figure",
        "October 2026",
        "1st Armoured Brigade",
    )
    assert line.deadline.words == "12 days late"
    assert line.url == "/enter/?unit=MARA&period=2026-10&show=mine"


def test_every_line_opens(world, mara, ada, cleo, client):
    unit = world.units.mara
    fuel = make_kpi("FUEL", approved_only=True)
    make_reporter(unit, fuel)
    make_reporter(unit, make_kpi())
    make_entry(unit, fuel, "2026-10", Decimal(7), author=cleo)
    make_comment(unit, world.vehicles, "2026-10", ada, "So?", mentioned=[mara])
    make_action(unit, world.vehicles, mara)
    client.force_login(mara)
    urls = [line.url for group in updates_of(mara).groups for line in group.updates]
    assert len(urls) == 5
    assert [client.get(url).status_code for url in urls] == [200] * 5


def test_a_week_waits_for_approval_on_the_page_of_its_month(units, mara, cleo, client):
    fuel = make_kpi("FUEL", approved_only=True, frequency="weekly")
    make_reporter(units.mara, fuel)
    make_entry(units.mara, fuel, "2026-W44", Decimal(7), author=cleo)
    (line,) = lines(updates_of(mara), "Figures to approve")
    client.force_login(mara)
    assert "period=2026-10" in line.url
    assert client.get(line.url).status_code == 200


def test_a_next_step_far_ahead_does_not_wait_yet(world, mara):
    make_action(world.units.mara, world.vehicles, mara, due_on=date(2026, 11, 27))
    assert [group.heading for group in updates_of(mara).groups] == ["Explain what happened"]
    make_action(world.units.mara, world.vehicles, mara, due_on=date(2026, 11, 26))
    assert lines(updates_of(mara), "Next steps")[0].deadline.words == "due in 14 days"


def test_the_units_of_a_manager_of_several_stand_in_their_order(units, mara):
    kpi = make_kpi()
    for unit in (make_unit("SUB", units.mara, name="Workshop"), units.mara):
        make_reporter(unit, kpi)
    shown = [line.unit for line in lines(updates_of(mara), "Figures to enter")]
    assert shown == ["1st Armoured Brigade", "Workshop"]


def test_who_leads_a_sister_unit_and_who_reads_have_nothing_of_it(world, mara, nils, otto):
    make_reporter(world.units.mara, make_kpi())
    assert updates_of(mara).count == 2
    shown = [line.unit for group in updates_of(nils).groups for line in group.updates]
    assert set(shown) == {"4th Mechanised Brigade"}
    assert updates_of(otto).count == 0


def test_a_deputy_has_what_waits_for_the_other(world, mara, otto):
    make_reporter(world.units.mara, make_kpi())
    make_deputy(mara, otto)
    assert updates_of(otto).count == updates_of(mara).count == 2


def test_who_manages_is_led_to_who_enters_what(mara, otto):
    assert (updates_of(mara).assign_url, updates_of(otto).assign_url) == ("/assignments/", "")


@pytest.mark.parametrize("many", [5, 50])
def test_it_costs_a_fixed_number_of_queries(world, mara, django_assert_max_num_queries, many):
    for _ in range(many):
        unit = make_unit(None, world.units.mara)
        make_reporter(unit, make_kpi())
    with django_assert_max_num_queries(17):
        assert updates_of(mara).count == many + 1


def test_a_correction_comes_first_with_its_reason_and_counts_once(units, mara, chief):
    fuel = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(units.mara, fuel, approver=chief)
    make_reporter(units.mara, make_kpi())
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=mara)
    reject_entry(actor=chief, entry=entry, figure_hash=entry.figure_hash, reason="In litres?")
    page = updates_of(mara)
    assert headings(page) == [("Corrections asked of you", 1), ("Figures to enter", 1)]
    (line,) = page.groups[0].updates
    assert (line.matter, line.unit) == ("Fuel: 7", "1st Armoured Brigade")
    assert line.detail == "October 2026, rejected by Chief Lindqvist: In litres?"
    assert line.url == f"/enter/?unit=MARA&period=2026-10#cell-{fuel.pk}"
    assert page.count == count_left_to_enter(mara) == 2


def test_of_many_figures_to_approve_the_first_are_listed_and_all_are_counted(units, mara, cleo):
    fuel = make_kpi("FUEL", name="Fuel", approved_only=True)
    for _ in range(MOST + 3):
        unit = make_unit(None, units.mara)
        make_reporter(unit, fuel)
        make_entry(unit, fuel, "2026-10", Decimal(7), author=cleo)
    (group,) = (one for one in updates_of(mara).groups if one.url)
    assert (group.count, group.n_more, len(group.updates)) == (MOST + 3, 3, MOST)
    assert group.url == "/approvals/"


@pytest.fixture
def cleo(units):
    return make_person("Cleo", "contributor", units.mara)
