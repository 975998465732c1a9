from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from initiatives.models import Initiative, InitiativeVersion
from tests.factories import make_objective
from tests.initiatives.factories import (
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)


def test_two_initiatives_cannot_have_one_code(units):
    make_initiative("SPARES", unit=units.mara)
    with pytest.raises(IntegrityError):
        Initiative.objects.create(code="SPARES", unit=units.nils)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
            "initiativeversion_starts_before_it_ends",
        ),
        ({"budget": Decimal(-1)}, "initiativeversion_budget"),
        ({"spent": Decimal(-1)}, "initiativeversion_spent"),
        ({"stage": "paused"}, "initiativeversion_stage"),
    ],
)
def test_the_database_refuses_facts_that_cannot_be(units, facts, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_initiative(unit=units.mara, **facts)


@pytest.mark.parametrize("contribution", [2, 10])
def test_the_database_refuses_a_contribution_off_the_scale(units, contribution):
    initiative, objective = make_initiative(unit=units.mara), make_objective(unit=units.hq)
    with pytest.raises(IntegrityError, match="contribution_on_the_scale"):
        make_contribution(initiative, objective, contribution)


@pytest.mark.parametrize("contribution", [None, 0, 1, 3, 9])
def test_every_strength_of_the_scale_and_an_unknown_one_are_stored(units, contribution):
    initiative, objective = make_initiative(unit=units.mara), make_objective(unit=units.hq)
    assert make_contribution(initiative, objective, contribution).contribution == contribution


def test_a_status_line_without_words_is_refused(units):
    with pytest.raises(IntegrityError, match="statusline_says_something"):
        make_status_line(make_initiative(unit=units.mara), text="")


def test_a_milestone_without_a_name_is_refused(units):
    with pytest.raises(IntegrityError, match="milestone_has_a_name"):
        make_milestone(make_initiative(unit=units.mara), name="")


@pytest.mark.parametrize(
    ("budget", "spent", "over"),
    [(10, 12, 2), (10, 10, None), (None, 12, None), (10, None, None), (0, 1, 1)],
)
def test_overspent_is_unknown_where_either_amount_is(budget, spent, over):
    assert InitiativeVersion(budget=budget, spent=spent).overspent == over


def test_nothing_of_nothing_is_no_picture_of_money():
    assert not InitiativeVersion(budget=0, spent=0).has_money_to_compare
    assert not InitiativeVersion(budget=10, spent=None).has_money_to_compare
    assert InitiativeVersion(budget=10, spent=0).has_money_to_compare


def test_amounts_read_back_digit_for_digit(units):
    made = make_initiative(unit=units.mara, budget=Decimal("9999999999999.99"))
    assert Initiative.objects.get(pk=made.pk).current.budget == Decimal("9999999999999.99")
