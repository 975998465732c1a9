from datetime import date
from decimal import Decimal

import pytest

from initiatives.selectors import portfolio
from tests.factories import make_objective, make_perspective
from tests.initiatives.factories import TODAY, make_contribution, make_initiative, make_milestone


def names(page):
    return [(group.name, [row.version.name for row in group.rows]) for group in page.groups]


def test_nils_sees_nothing_of_maras(units, nils):
    make_initiative("MARAS", unit=units.mara)
    own = make_initiative("OWN", unit=units.nils)
    page = portfolio(nils, today=TODAY)
    assert [row.id for group in page.groups for row in group.rows] == [own.pk]
    assert page.count == 1


@pytest.mark.parametrize("who", ["ada", "chief", "vera"])
def test_headquarters_sees_all(request, units, who):
    make_initiative(unit=units.mara)
    make_initiative(unit=units.hq)
    assert portfolio(request.getfixturevalue(who), today=TODAY).count == 2


def test_a_unit_shows_itself_and_below(units, ada):
    make_initiative(unit=units.mara)
    make_initiative(unit=units.command)
    make_initiative(unit=units.hq)
    assert portfolio(ada, today=TODAY, unit=units.command).count == 2


def test_the_main_objective_decides_the_perspective(units, ada):
    mission, people = make_perspective(name="Mission"), make_perspective(name="People")
    initiative = make_initiative("SPARES", unit=units.hq)
    weak = make_objective(unit=units.hq, perspective=people)
    strong = make_objective(unit=units.hq, perspective=mission)
    make_contribution(initiative, weak, 1)
    make_contribution(initiative, strong, 9)
    make_initiative("ALONE", unit=units.hq)
    page = portfolio(ada, today=TODAY)
    assert names(page) == [("Not linked to an objective", ["ALONE"]), ("Mission", ["SPARES"])]
    assert page.groups[1].rows[0].others_helped == 1


def test_an_unjudged_link_stands_behind_a_weak_one(units, ada):
    initiative = make_initiative(unit=units.hq)
    make_contribution(initiative, make_objective("A", unit=units.hq), None)
    make_contribution(initiative, make_objective("B", unit=units.hq), 1)
    assert portfolio(ada, today=TODAY).groups[0].rows[0].main.code == "B"


def test_the_worst_initiative_and_its_group_come_first(units, ada):
    make_initiative("A FINE", unit=units.mara)
    make_initiative("B DELAYED", unit=units.mara, stage="delayed")
    make_milestone(make_initiative("C LATE", unit=units.nils), due_on=date(2026, 10, 1))
    page = portfolio(ada, today=TODAY, by="unit")
    assert names(page) == [
        ("4th Mechanised Brigade", ["C LATE"]),
        ("1st Armoured Brigade", ["B DELAYED", "A FINE"]),
    ]
    assert (page.attention, page.delayed) == (2, 1)


def test_money_leaves_out_what_is_unknown_and_says_how_many(units, ada):
    make_initiative(unit=units.hq, budget=Decimal(10), spent=Decimal(4))
    make_initiative(unit=units.hq, budget=Decimal(100))
    money = portfolio(ada, today=TODAY).money
    assert (money.spent, money.budget, money.left_out) == (4, 10, 1)


def test_money_of_which_nothing_is_known_is_unknown(units, ada):
    make_initiative(unit=units.hq, budget=Decimal(100))
    money = portfolio(ada, today=TODAY).money
    assert (money.spent, money.budget, money.left_out) == (None, None, 1)


def test_many_initiatives_cost_as_many_queries_as_one(units, ada, django_assert_num_queries):
    objective = make_objective(unit=units.hq)
    for _ in range(12):
        initiative = make_initiative(unit=units.mara, owner=ada)
        make_milestone(initiative)
        make_contribution(initiative, objective)
    with django_assert_num_queries(4):
        portfolio(ada, today=TODAY)
