import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from communications.selectors.deliveries import latest_from_chief
from core.numbers import SPACE
from organization.roles import Role
from osm.today import heading, today_page
from scorecard.engine.types import Status
from scorecard.selectors.context import read_context
from scorecard.services.rollup.full import rebuild
from tests.communications.factories import make_delivered
from tests.factories import (
    give_role,
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_objective_link,
    make_person,
    make_reporter,
    make_target,
    make_unit,
)
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def today(person, **address):
    params = QueryDict(mutable=True)
    params.update(address)
    return today_page(person, read_context(person, params), latest_from_chief(person))


def plain(text):
    return text.replace(SPACE, " ")


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({Status.RED: 1}, "1 objective is off target"),
        ({Status.RED: 2, Status.AMBER: 1, Status.NO_DATA: 3}, "2 objectives are off target"),
        ({Status.AMBER: 1, Status.GREEN: 4}, "No objective is off target, 1 is at risk"),
        ({Status.AMBER: 2}, "No objective is off target, 2 are at risk"),
        ({Status.AMBER: 2, Status.NO_DATA: 1}, "2 objectives are at risk"),
        ({Status.AMBER: 1, Status.INSUFFICIENT: 1}, "1 objective is at risk"),
        ({Status.GREEN: 3}, "Every objective that is scored is on target"),
        ({Status.GREEN: 3, Status.NOT_SCORED: 1}, "Every objective that is scored is on target"),
        (
            {Status.GREEN: 3, Status.NO_DATA: 1},
            "1 objective cannot be scored, every scored one is on target",
        ),
        (
            {Status.GREEN: 3, Status.INSUFFICIENT: 1, Status.NO_DATA: 1},
            "2 objectives cannot be scored, every scored one is on target",
        ),
        ({Status.NO_DATA: 3}, "Nothing can be scored yet for October 2026"),
        ({Status.INSUFFICIENT: 3}, "Nothing can be scored yet for October 2026"),
        ({Status.NOT_SCORED: 3}, "Nothing can be scored yet for October 2026"),
        ({}, "Nothing can be scored yet for October 2026"),
    ],
)
def test_the_heading_says_the_worst_that_is_true(counts, sentence):
    assert heading(counts, "October 2026") == sentence


def claims(sentence):
    """Return what a heading claims, each claim with how it is checked against the counts."""
    words = sentence.split()
    number = next((int(word) for word in words if word.isdigit() and word != "2026"), None)
    scored = (Status.RED, Status.AMBER, Status.GREEN)
    unknown = (Status.NO_DATA, Status.INSUFFICIENT)
    table = {
        "No objective is off": lambda n: not n[Status.RED] and not any(n[s] for s in unknown),
        "are off target": lambda n: n[Status.RED] == number,
        "objective is off target": lambda n: n[Status.RED] == number == 1 or "No " in sentence,
        "at risk": lambda n: n[Status.AMBER] == number and not n[Status.RED],
        "cannot be scored": lambda n: sum(n[s] for s in unknown) == number,
        "scored one is on target": lambda n: (
            n[Status.GREEN] and not n[Status.RED] + n[Status.AMBER]
        ),
        "that is scored is on": lambda n: n[Status.GREEN] and not n[Status.RED] + n[Status.AMBER],
        "Nothing can be scored": lambda n: not any(n[s] for s in scored),
    }
    return [check for phrase, check in table.items() if phrase in sentence]


@given(st.fixed_dictionaries({status: st.integers(0, 3) for status in Status}))
def test_no_heading_is_ever_false(counts):
    sentence = heading(counts, "October 2026")
    checks = claims(sentence)
    assert checks
    assert all(check(counts) for check in checks), sentence


def test_the_page_of_the_small_scorecard(world, chief):
    page = today(chief)
    assert page.heading == "1 objective is off target"
    assert page.tally == [(Status.RED, 1)]
    assert page.lead.row.code == "VEH"
    assert plain(page.lead.headline) == "Vehicle availability is 60 %, 20 points under target"
    assert plain(page.lead.moved[0]) == "Down 20 points since September 2026"
    assert page.lead.owner == "T. Brandt"
    assert page.chart is not None


def test_figures_have_the_decimals_of_their_kpi(units, chief):
    objective = make_objective(unit=units.hq)
    kpi = make_kpi(
        "RATE", unit_rule="ratio", name="Rate", unit_of_measure="%", decimals=2, min_coverage=0
    )
    make_line(objective, kpi)
    make_reporter(units.mara, kpi)
    make_target(units.hq, kpi, "FY2026", goal="0.9", red_flag="0.8")
    make_entry(units.mara, kpi, "2026-09", pair=(6101, 10000))
    make_entry(units.mara, kpi, "2026-10", pair=(6000, 10000))
    roll_up()
    lead = today(chief).lead
    assert plain(lead.headline) == "Rate is 60.00 %, 30.00 points under target"
    assert plain(lead.moved[0]) == "Down 1.01 points since September 2026"


def test_a_quarterly_kpi_is_compared_with_its_quarter_before(units, chief):
    objective = make_objective(unit=units.hq)
    kpi = make_kpi("Q", name="Morale", frequency="quarterly", unit_rule="mean", min_coverage=0)
    make_line(objective, kpi)
    make_reporter(units.mara, kpi)
    make_target(units.hq, kpi, "FY2026", goal=9, red_flag=8)
    for quarter, value in {"2026-Q2": 7, "2026-Q3": 5}.items():
        make_entry(units.mara, kpi, quarter, value)
    roll_up()
    page = today(chief)
    assert page.lead.moved[0] == "Down 2 since Quarter 2, FY 2026"


@pytest.mark.parametrize("seen_from", ["chief", "mara"])
def test_how_many_reported_is_for_those_who_see_below(request, units, seen_from):
    objective = make_objective(unit=units.hq)
    kpi = make_kpi("K", name="Fuel", min_coverage=1)
    make_line(objective, kpi)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    make_target(units.hq, kpi, "2026-10", goal=9, red_flag=1)
    make_entry(units.mara, kpi, "2026-10", 2)
    roll_up()
    page = today(request.getfixturevalue(seen_from), unit="HQ")
    assert (
        page.lead.headline
        == {
            "chief": "Fuel cannot be scored: 1 of 2 units reported",
            "mara": "Fuel cannot be scored: too few units reported",
        }[seen_from]
    )


def test_late_data_is_told_of_ones_own_units_only(world, chief, mara, vera, otto):
    assert [unit.code for unit in today(chief).late] == ["NILS"]
    assert today(chief).n_reporting == 2
    assert [unit.code for unit in today(vera).late] == ["NILS"]
    for person in (mara, otto):
        above = today(person, unit="HQ")
        assert (above.late, above.n_late, above.n_reporting) == ([], 0, 0)
        assert today(person, unit="MARA").n_reporting == 1


def test_red_comes_before_what_is_unknown_and_that_before_amber(units, chief):
    objective = make_objective(unit=units.hq)
    for code, values in {"AMBER": (8,), "NONE": (), "RED": (1,)}.items():
        kpi = make_kpi(code, unit_rule="mean", min_coverage=0)
        make_line(objective, kpi)
        make_reporter(units.mara, kpi)
        make_target(units.hq, kpi, "FY2026", goal=9, red_flag=7)
        for value in values:
            make_entry(units.mara, kpi, "2026-10", value)
    roll_up()
    assert [need.row.code for need in today(chief).needs] == ["RED", "NONE", "AMBER"]


def test_a_kpi_in_two_objectives_needs_somebody_once(units, chief):
    kpi = make_kpi("K", unit_rule="mean", min_coverage=0)
    for _ in range(2):
        make_line(make_objective(unit=units.hq), kpi)
    make_reporter(units.mara, kpi)
    make_target(units.hq, kpi, "FY2026", goal=9, red_flag=7)
    make_entry(units.mara, kpi, "2026-10", 1)
    roll_up()
    assert today(chief).n_needs == 1


def test_an_organisation_without_anything_has_a_page(units, chief, otto, vera):
    for person in (chief, otto, vera):
        page = today(person)
        assert page.heading == "Nothing can be scored yet for October 2026"
        assert (page.has_strategy, page.needs, page.chart, page.letter) == (False, [], None, None)


def test_a_month_without_figures_is_not_called_a_unit_without_a_scorecard(world, chief):
    page = today(chief, period="2030-01")
    assert page.has_strategy
    assert page.perspectives == ()


def test_the_chiefs_latest_message_stands_there_and_no_other(units, chief, ada, mara, nils):
    make_delivered(ada, mara, units.mara, title="From the brigade")
    assert today(mara).letter is None
    make_delivered(ada, chief, units.hq, title="Older")
    make_delivered(ada, chief, units.hq, title="Newer")
    assert today(mara).letter.title == "Newer"
    assert today(mara).letter.speaker == "Chief Lindqvist"
    assert today(nils).letter.title == "Newer"


def test_who_sees_two_units_stands_at_the_first_and_sees_the_other(world, units):
    both = make_person("Both", Role.AUDITOR, units.nils)
    give_role(both, Role.AUDITOR, units.mara)
    assert {today(both, unit=code).context.unit.code for code in ("MARA", "NILS")} == {
        "MARA",
        "NILS",
    }


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_has_a_fixed_number_of_queries(units, chief, django_assert_max_num_queries, count):
    objective = make_objective(unit=units.hq)
    for _ in range(count):
        kpi = make_kpi(unit_rule="mean", min_coverage=0)
        make_line(objective, kpi)
        make_target(units.hq, kpi, "FY2026", goal=9, red_flag=7)
        unit = make_unit(None, units.command)
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-10", 1)
    roll_up()
    with django_assert_max_num_queries(32):
        assert today(chief).n_needs == count


def test_the_first_item_says_which_units_carry_its_miss(world, chief, mara):
    place = {"unit": "CMD", "period": "2026-10"}
    page = today(chief, **place)
    assert page.lead.row.code == page.lead.miss.missed.code == "VEH"
    assert plain(page.lead.miss.finding) == "1 of 2 units explains 75 % of the miss"
    assert today(mara, **place).lead.miss is None
    assert today(mara, unit="MARA", period="2026-10").lead.miss is None


def test_every_item_shown_says_which_units_carry_its_miss(world, chief, mara):
    command, place = world.units.command, {"unit": "CMD", "period": "2026-10"}
    make_target(command, world.staff, "2026-10", goal=40, red_flag=30)
    for unit in (world.units.mara, world.units.nils):
        make_target(unit, world.staff, "2026-10", goal=20, red_flag=10)
    roll_up()
    needs = {need.row.code: need for need in today(chief, **place).needs}
    assert needs["VEH"].miss.causes == (world.units.mara.name,)
    assert needs["STAFF"].miss.causes == (world.units.nils.name,)
    assert all(need.miss is None for need in today(mara, **place).needs)


def test_the_title_goes_on_with_the_units_that_carry_the_worst_miss(world, chief):
    page = today(chief, unit="CMD", period="2026-10")
    assert plain(page.behind) == "Vehicle availability: 1 of 2 units explains 75 % of the miss"


def test_the_title_goes_on_with_the_objective_that_leads_to_others_off_target(world, chief):
    driven = [make_objective(unit=world.units.hq, name=name) for name in ("Ready", "Trusted")]
    for objective in driven:
        make_line(objective, world.vehicles)
        make_objective_link(world.objective, objective)
    rebuild()
    page = today(chief)
    assert page.heading == "3 objectives are off target"
    assert page.behind == "On the map, “Repair faster” leads to 2 of them"


def test_where_it_leads_to_each_of_them_the_title_says_so(world, chief):
    driven = [make_objective(unit=world.units.hq, name=name) for name in ("Ready", "Trusted")]
    pay = make_objective(unit=world.units.hq, name="Fair pay")
    make_line(pay, world.staff)
    make_target(world.units.hq, world.staff, "2026-10", goal=30, red_flag=10)
    for objective in driven:
        make_line(objective, world.vehicles)
    for objective in (*driven, world.objective):
        make_objective_link(pay, objective)
    rebuild()
    assert today(chief).behind == "On the map, “Fair pay” leads to all of them"


def test_where_nothing_is_off_target_the_title_ends(world, chief):
    assert today(chief, period="2026-09").behind == ""
