from datetime import timedelta

import pytest

from initiatives.models import Initiative
from initiatives.selectors import initiative_page
from initiatives.services.initiatives import update_initiative
from initiatives.services.versions import Facts
from tests.factories import make_objective
from tests.initiatives.factories import (
    TODAY,
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)


def test_nils_may_not_know_that_maras_initiative_exists(units, nils):
    initiative = make_initiative(unit=units.mara)
    with pytest.raises(Initiative.DoesNotExist):
        initiative_page(nils, initiative.pk, today=TODAY)


def test_a_change_of_stage_is_history_and_other_changes_are_not(units, mara):
    initiative = make_initiative("SPARES", unit=units.mara, stage="proposed")
    for name, stage, reason in [
        ("Spares", "proposed", "Better name"),
        ("Spares", "launched", "Money is there"),
        ("Spares surge", "launched", ""),
    ]:
        facts = Facts(name=name, unit=units.mara, stage=stage)
        update_initiative(actor=mara, initiative=initiative, facts=facts, reason=reason)
    stages = initiative_page(mara, initiative.pk, today=TODAY).stages
    assert [(change.stage, change.by, change.reason) for change in stages] == [
        ("launched", mara.name, "Money is there"),
        ("proposed", "", ""),
    ]


def test_status_lines_stand_newest_first(units, mara):
    initiative = make_initiative(unit=units.mara)
    make_status_line(initiative, "First.", mara)
    make_status_line(initiative, "Second.")
    lines = initiative_page(mara, initiative.pk, today=TODAY).status_lines
    assert [(line.text, line.author) for line in lines] == [
        ("Second.", ""),
        ("First.", mara.name),
    ]


def test_an_objective_of_a_sister_unit_is_not_named(units, mara, ada):
    initiative = make_initiative(unit=units.mara)
    make_contribution(initiative, make_objective("SECRET", unit=units.nils), 9)
    make_contribution(initiative, make_objective("SHARED", unit=units.hq), 1)
    for who, codes in [(mara, ["SHARED"]), (ada, ["SECRET", "SHARED"])]:
        page = initiative_page(who, initiative.pk, today=TODAY)
        assert [each.code for each in page.helped] == codes


@pytest.mark.parametrize(
    ("who", "can_edit", "can_write"),
    [("mara", True, True), ("otto", False, True), ("vera", False, False)],
)
def test_the_page_says_what_may_be_done(request, units, otto, who, can_edit, can_write):
    initiative = make_initiative(unit=units.mara, owner=otto)
    page = initiative_page(request.getfixturevalue(who), initiative.pk, today=TODAY)
    assert (page.can_edit, page.can_write_status) == (can_edit, can_write)


@pytest.mark.parametrize("stage", ["stopped", "done"])
def test_what_a_finished_initiative_did_not_reach_is_not_missed(units, mara, stage):
    initiative = make_initiative(unit=units.mara, stage=stage)
    make_milestone(initiative, due_on=TODAY.replace(month=1))
    page = initiative_page(mara, initiative.pk, today=TODAY)
    assert [milestone.state for milestone in page.milestones] == ["stopped"]


def test_a_milestone_is_missed_from_the_day_after_it_was_due(units, mara):
    initiative = make_initiative(unit=units.mara)
    make_milestone(initiative, "Yesterday", TODAY - timedelta(days=1))
    make_milestone(initiative, "Today", TODAY)
    page = initiative_page(mara, initiative.pk, today=TODAY)
    assert [milestone.state for milestone in page.milestones] == ["missed", "planned"]


def test_a_long_life_costs_as_many_queries_as_a_short_one(units, mara, django_assert_num_queries):
    initiative = make_initiative(unit=units.mara, owner=mara)
    for number in range(12):
        make_status_line(initiative, f"Line {number}", mara)
        make_milestone(initiative, f"Step {number}")
        make_contribution(initiative, make_objective(unit=units.hq))
    with django_assert_num_queries(6):
        initiative_page(mara, initiative.pk, today=TODAY)
