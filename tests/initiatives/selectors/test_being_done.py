from datetime import date

import pytest

from initiatives.selectors import being_done_for_objectives
from tests.factories import make_objective
from tests.initiatives.factories import (
    TODAY,
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)


@pytest.fixture
def repair(units):
    return make_objective("REPAIR", unit=units.hq)


def codes(found, objective):
    return [doing.code for doing in found.get(objective.pk, [])]


def test_the_strongest_help_stands_first_and_the_unjudged_last(units, ada, repair):
    for code, contribution in [("WEAK", 1), ("UNKNOWN", None), ("STRONG", 9), ("NONE", 0)]:
        make_contribution(make_initiative(code, unit=units.mara), repair, contribution)
    found = being_done_for_objectives(ada, [repair.pk], today=TODAY)
    assert codes(found, repair) == ["STRONG", "WEAK", "UNKNOWN"]


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        ("proposed", False),
        ("launched", True),
        ("accelerated", True),
        ("delayed", True),
        ("stopped", False),
        ("done", False),
    ],
)
def test_only_what_is_under_way_is_being_done(units, ada, repair, stage, shown):
    make_contribution(make_initiative(unit=units.mara, stage=stage), repair)
    assert bool(being_done_for_objectives(ada, [repair.pk], today=TODAY)) is shown


def test_nils_never_sees_what_mara_does_about_a_common_objective(units, nils, mara, repair):
    make_contribution(make_initiative("MARAS", unit=units.mara), repair)
    assert being_done_for_objectives(nils, [repair.pk], today=TODAY) == {}
    assert codes(being_done_for_objectives(mara, [repair.pk], today=TODAY), repair) == ["MARAS"]


def test_a_link_that_was_judged_none_since_is_gone(units, ada, repair):
    initiative = make_initiative(unit=units.mara)
    make_contribution(initiative, repair, 9)
    make_contribution(initiative, repair, 0)
    assert being_done_for_objectives(ada, [repair.pk], today=TODAY) == {}


def test_it_says_the_last_word_and_the_next_step(units, ada, mara, repair):
    initiative = make_initiative(unit=units.mara, name="Spares surge", owner=mara)
    make_contribution(initiative, repair)
    make_status_line(initiative, "Ordered.", mara)
    make_status_line(initiative, "Delivered.", mara)
    make_milestone(initiative, "Wave 1", date(2026, 10, 1), done_on=date(2026, 10, 3))
    make_milestone(initiative, "Wave 3", date(2027, 3, 1))
    make_milestone(initiative, "Wave 2", date(2026, 11, 1))
    [doing] = being_done_for_objectives(ada, [repair.pk], today=TODAY)[repair.pk]
    assert (doing.name, doing.owner, doing.said.text) == (
        "Spares surge",
        mara.name,
        "Delivered.",
    )
    assert (doing.next_milestone.name, doing.next_milestone.state) == ("Wave 2", "missed")


def test_many_objectives_cost_as_many_queries_as_one(units, ada, repair, django_assert_num_queries):
    objectives = [repair, *(make_objective(unit=units.hq) for _ in range(5))]
    for objective in objectives:
        initiative = make_initiative(unit=units.mara, owner=ada)
        make_contribution(initiative, objective)
        make_status_line(initiative, author=ada)
    with django_assert_num_queries(4):
        found = being_done_for_objectives(ada, [each.pk for each in objectives], today=TODAY)
    assert len(found) == len(objectives)
