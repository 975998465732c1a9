"""What of the figures waits for one person."""

from decimal import Decimal

import pytest

from scorecard.selectors.mine import mine, mine_at
from scorecard.services.approvals import approve_entry
from tests.factories import (
    give_role,
    make_deputy,
    make_entry,
    make_explanation,
    make_kpi,
    make_owner,
    make_person,
    make_reporter,
    make_unit,
)
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def cleo(units):
    return make_person("Cleo", "contributor", units.mara)


def to_enter(user):
    return [(one.unit.code, one.left) for one in mine(user).to_enter]


def test_what_is_given_to_nobody_is_the_managers_alone(mara, nils, chief, ada, cleo, units):
    make_reporter(units.mara, make_kpi())
    assert to_enter(mara) == [("MARA", 1)]
    assert [to_enter(other) for other in (nils, chief, ada, cleo)] == [[], [], [], []]


def test_what_is_given_to_somebody_is_theirs_and_not_the_managers(mara, cleo, units):
    given, other = make_kpi(), make_kpi()
    make_reporter(units.mara, given, person=cleo)
    make_reporter(units.mara, other)
    assert (to_enter(mara), to_enter(cleo)) == ([("MARA", 1)], [("MARA", 1)])
    assert (mine_at(mara, units.mara), mine_at(cleo, units.mara)) == ({other.pk}, {given.pk})


def test_a_figure_that_has_come_waits_for_nobody(mara, units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-10", 1)
    assert to_enter(mara) == []


@pytest.mark.parametrize("gone", ["left", "closed", "never"])
def test_what_is_given_to_somebody_who_may_not_is_the_managers(mara, otto, cleo, units, gone):
    person = otto if gone == "never" else cleo
    make_reporter(units.mara, make_kpi(), person=person)
    if gone == "left":
        give_role(cleo, "contributor", units.mara, valid_until="2026-11-01")
    if gone == "closed":
        cleo.is_active = False
        cleo.save()
    assert to_enter(mara) == [("MARA", 1)]


def test_the_nearest_manager_has_it_and_who_stands_above_has_not(mara, units):
    below = make_unit("SUB", units.mara)
    make_reporter(below, make_kpi())
    assert to_enter(mara) == [("SUB", 1)]
    own = make_person("Sub manager", "unit_manager", below)
    assert (to_enter(mara), to_enter(own)) == ([], [("SUB", 1)])


def test_a_manager_of_two_units_one_below_the_other_has_both_once(mara, units):
    below = make_unit("SUB", units.mara)
    give_role(mara, "unit_manager", below)
    for unit in (units.mara, below):
        make_reporter(unit, make_kpi())
    assert to_enter(mara) == [("MARA", 1), ("SUB", 1)]


def test_a_deputy_has_it_too_for_these_days(mara, otto, cleo, units, time_machine):
    make_reporter(units.mara, make_kpi(), person=cleo)
    make_deputy(cleo, otto, "2026-11-10", "2026-11-16")
    assert (to_enter(otto), to_enter(cleo), to_enter(mara)) == ([("MARA", 1)], [("MARA", 1)], [])
    time_machine.move_to("2026-11-17 08:00Z", tick=False)
    otto.__dict__.pop("_held")
    assert to_enter(otto) == []


def approved_kpi():
    return make_kpi("FUEL", name="Fuel", approved_only=True)


def to_approve(user):
    return [(one.unit.code, one.kpi, one.text) for one in mine(user).to_approve]


def test_who_is_named_approves_and_nobody_else_has_to(mara, chief, ada, cleo, units):
    kpi = approved_kpi()
    make_reporter(units.mara, kpi, approver=chief)
    make_entry(units.mara, kpi, "2026-10", Decimal(7), author=cleo)
    assert [to_approve(other) for other in (mara, ada, cleo)] == [[], [], []]
    assert to_approve(chief) == [("MARA", "Fuel", "7")]


def test_where_nobody_is_named_it_is_the_nearest_manager_who_is_not_its_author(mara, cleo, units):
    above = make_person("Command", "unit_manager", units.command)
    kpi = approved_kpi()
    make_reporter(units.mara, kpi)
    first = make_entry(units.mara, kpi, "2026-10", Decimal(7), author=cleo)
    assert (to_approve(mara), to_approve(above)) == ([("MARA", "Fuel", "7")], [])
    approve_entry(actor=mara, entry=first, figure_hash=first.figure_hash)
    assert to_approve(mara) == []
    make_entry(units.mara, kpi, "2026-10", Decimal(8), author=mara)
    assert (to_approve(mara), to_approve(above)) == ([], [("MARA", "Fuel", "8")])


def to_explain(user):
    return [(one.unit.code, one.kpi) for one in mine(user).to_explain]


def test_a_red_nobody_explained_is_asked_of_the_manager_and_of_the_owner(mara, nils, chief, units):
    world = make_scorecard(units)
    make_owner(world.vehicles, chief)
    assert to_explain(mara) == [("MARA", "Vehicle availability")]
    assert to_explain(nils) == [("NILS", "Vehicle availability")]
    assert to_explain(chief) == [("HQ", "Vehicle availability")]
    make_explanation(units.mara, world.vehicles, "2026-10", mara)
    assert to_explain(mara) == []
