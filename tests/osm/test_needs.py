"""What Today says of a KPI that needs somebody: each sentence is true of what was entered."""

import pytest
from django.http import QueryDict

from core.numbers import SPACE
from osm.today import today_page
from scorecard.models import Entry
from scorecard.selectors.context import read_context
from scorecard.services.approvals import approve_entry
from tests.factories import (
    make_entry,
    make_explanation,
    make_flag,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
    make_unit,
)
from tests.initiatives.factories import make_action, make_action_event
from tests.scorecard.small import make_scorecard, roll_up

# Since when months are looked at: the first of thirteen.
FIRST = "2025-10"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def needs(person, **address):
    params = QueryDict(mutable=True)
    params.update({"period": "2026-10"} | address)
    page = today_page(person, read_context(person, params), None, shows_all=True)
    return {need.row.code: need for need in page.needs}


def kpi_of(units, values, *, code="K", reporters=None, **fields):
    """A KPI of HQ with a goal of 20 and a red flag of 10, and what Mara entered by month."""
    kpi = make_kpi(code, unit_rule="mean", **({"min_coverage": 0} | fields))
    make_line(make_objective(unit=units.hq), kpi)
    for unit in reporters or [units.mara]:
        make_reporter(unit, kpi)
        make_target(unit, kpi, "FY2025", goal=20, red_flag=10)
        make_target(unit, kpi, "FY2026", goal=20, red_flag=10)
    for year in ("FY2025", "FY2026"):
        make_target(units.hq, kpi, year, goal=20, red_flag=10)
    for month, value in values.items():
        make_entry(units.mara, kpi, month, value)
    return kpi


def approve_all(actor, kpi, **where):
    for entry in Entry.objects.filter(kpi=kpi, **where):
        approve_entry(actor=actor, entry=entry, figure_hash=entry.figure_hash)


def months(values, first=FIRST):
    """Name following months, the first of which is given."""
    year, month = map(int, first.split("-"))
    names = [f"{year + (month - 1 + k) // 12}-{(month - 1 + k) % 12 + 1:02}" for k in range(20)]
    return dict(zip(names, values, strict=False))


@pytest.mark.parametrize(
    ("values", "since"),
    [
        ([25] * 10 + [9, 9, 9], "Off target since August 2026"),
        ([25] * 12 + [9], "Off target since October 2026"),
        ([9] * 13, "Off target since October 2025 or longer"),
        ([9] * 11 + [15, 9], "Off target since October 2026"),
        ([25] * 10 + [9, 15, 15], "Not on target since August 2026"),
        ([15] * 13, "Not on target since October 2025 or longer"),
    ],
)
def test_since_when_is_counted_back_to_the_first_break(units, chief, values, since):
    kpi_of(units, months(values))
    roll_up()
    assert since in needs(chief)["K"].moved


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([15, 16] * 6 + [9], "This is unusual"),
        ([9, 15] * 6 + [9], "No unusual change"),
        ([9] * 3, None),
    ],
)
def test_a_red_that_is_noise_is_called_so(units, chief, values, said):
    kpi_of(units, months(values, FIRST if len(values) > 3 else "2026-08"))
    roll_up()
    moved = needs(chief)["K"].moved
    assert [each for each in moved if "usual" in each] == ([said] if said else [])


def test_a_flag_on_a_green_kpi_brings_it_here(units, chief, mara):
    kpi = kpi_of(units, {"2026-10": 25})
    roll_up()
    assert needs(chief) == {}
    make_flag(units.mara, kpi, mara, fear="Snow")
    need = needs(chief)["K"]
    assert need.why == f"Flagged by {mara.name}"
    assert [flag.fear for flag in need.flags] == ["Snow"]
    assert need.is_unexplained


def test_but_not_for_those_who_do_not_see_the_unit(units, nils, mara):
    kpi = kpi_of(units, {"2026-10": 25})
    roll_up()
    make_flag(units.mara, kpi, mara, fear="Snow")
    assert needs(nils, unit="HQ") == {}


def test_a_green_average_over_three_reds_is_named(units, chief):
    below = [make_unit(f"B{at}", units.command) for at in range(4)]
    kpi = kpi_of(units, {}, reporters=below)
    for unit, value in zip(below, (9, 9, 9, 90), strict=True):
        make_entry(unit, kpi, "2026-10", value)
    roll_up()
    need = needs(chief, unit="CMD")["K"]
    assert need.why == "3 of 4 units below are off target"
    # From HQ only the command is directly below, and it is on target.
    assert needs(chief) == {}


def test_a_late_unit_that_could_turn_the_sign_is_named_with_what_it_could_do(units, chief):
    kpi = kpi_of(units, {"2026-10": 25}, reporters=[units.mara, units.nils])
    for month, value in {"2026-08": -10, "2026-09": 25}.items():
        make_entry(units.nils, kpi, month, value)
    roll_up()
    need = needs(chief)["K"]
    assert need.why == "1 missing figure could turn it off target"
    assert need.gaps == ("1 missing: as the last 12 figures were, it could become 8 to 25",)


def test_what_its_owner_says_stands_with_it_and_only_of_that_period(world, units, chief, mara):
    make_explanation(units.hq, world.vehicles, "2026-09", mara, happened="Of September")
    assert needs(chief)["VEH"].is_unexplained
    make_explanation(units.hq, world.vehicles, "2026-10", mara, happened="Brakes wore out")
    need = needs(chief)["VEH"]
    assert need.words.happened == "Brakes wore out"
    assert not need.is_unexplained


def test_a_red_without_a_next_step_is_named_and_one_with_it_is_not(world, units, chief, mara):
    assert needs(chief)["VEH"].lacks_step
    make_action(units.hq, world.vehicles, mara, text="Call the depot")
    need = needs(chief)["VEH"]
    assert ([step.text for step in need.steps], need.lacks_step) == (["Call the depot"], False)
    assert not needs(mara, unit="HQ")["VEH"].lacks_step


def test_a_step_about_the_objective_counts_and_one_that_is_done_does_not(world, units, chief, mara):
    done = make_action(units.hq, world.vehicles, mara)
    make_action_event(done, "done", mara)
    assert needs(chief)["VEH"].lacks_step
    make_action(units.hq, world.objective, mara, text="Open a second depot")
    assert [step.text for step in needs(chief)["VEH"].steps] == ["Open a second depot"]


def test_above_ones_own_unit_nobody_is_told_what_is_owed(world, units, chief, mara):
    make_explanation(units.hq, world.vehicles, "2026-10", chief)
    need = needs(mara, unit="HQ")["VEH"]
    assert (need.words, need.flags, need.is_unexplained, need.gaps) == (None, (), False, ())


def test_a_critical_red_says_that_it_holds_others_down(world, chief):
    assert needs(chief)["VEH"].why == "Critical: it holds down what stands above it"


def test_the_change_names_the_period_before(world, chief):
    moved = [each.replace(SPACE, " ") for each in needs(chief)["VEH"].moved]
    assert moved[0] == "Down 20 points since September 2026"


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow(
    units, chief, mara, django_assert_max_num_queries, count
):
    for at in range(count):
        kpi = kpi_of(units, {"2026-09": 9, "2026-10": 9}, code=f"K{at}")
        make_flag(units.mara, kpi, mara)
        make_explanation(units.hq, kpi, "2026-10", mara)
    roll_up()
    with django_assert_max_num_queries(45):
        assert len(needs(chief)) == count


def test_who_approved_what_counts_is_said_where_only_that_counts(units, world, mara, ada, chief):
    kpi = kpi_of(units, {"2026-10": 5}, approved_only=True)
    other = kpi_of(units, {"2026-10": 5}, code="FREE")
    roll_up()
    assert needs(mara)["K"].checked == ""
    approve_all(ada, kpi)
    roll_up()
    found = needs(mara)
    assert found["K"].checked == f"approved by {ada.name}, the last on 12 Nov"
    assert found[other.code].checked == ""
    assert {need.checked for need in needs(chief, unit="HQ").values()} >= {found["K"].checked}


def test_of_several_who_approved_only_the_number_is_said(units, world, mara, nils, ada, chief):
    kpi = kpi_of(units, {"2026-10": 5}, reporters=[units.mara, units.nils], approved_only=True)
    make_entry(units.nils, kpi, "2026-10", 4, author=chief)
    approve_all(ada, kpi, unit=units.mara)
    approve_all(nils, kpi, unit=units.nils)
    roll_up()
    assert needs(ada, unit="HQ")["K"].checked == "approved by 2 people, the last on 12 Nov"
    assert needs(mara)["K"].checked == f"approved by {ada.name}, the last on 12 Nov"
