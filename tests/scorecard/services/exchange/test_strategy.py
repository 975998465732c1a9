from datetime import date

import pytest

from organization.models import ALWAYS
from scorecard.models import (
    Line,
    Objective,
    ObjectiveVersion,
    Perspective,
    PerspectiveVersion,
    Theme,
)
from tests.packages import bring_in, bring_in_small, refusal_of_small

pytestmark = pytest.mark.django_db

OBJECTIVES = "code,name,unit,perspective,owner,weight,valid_from\nREADY,Ready,HQ,PRO,{},{},{}\n"


def test_an_objective_has_a_version_that_is_current(tmp_path):
    bring_in_small(tmp_path)
    objective = Objective.objects.get()
    assert (objective.unit.code, objective.current.name) == ("HQ", "Units are ready")
    assert (objective.current.weight, objective.current.valid_from) == (1, ALWAYS)


def test_a_dated_weight_is_a_new_row_and_says_only_what_is_new(tmp_path):
    bring_in_small(tmp_path, perspectives="code,name,weight,critical\nPRO,Processes,2,1\n")
    dated = "code,name,weight,valid_from\nPRO,Processes,3,2026-01-01\n"
    assert bring_in(tmp_path, perspectives=dated).added == 1
    assert bring_in(tmp_path, perspectives=dated).added == 0
    rows = PerspectiveVersion.objects.order_by("id").values_list("valid_from", "weight", "critical")
    assert list(rows) == [(ALWAYS, 2, True), (date(2026, 1, 1), 3, True)]


def test_the_current_version_is_the_one_of_today_and_not_of_the_future(tmp_path):
    bring_in_small(tmp_path, objectives=OBJECTIVES.format("", 1, ""))
    bring_in(tmp_path, objectives=OBJECTIVES.format("", 5, "2999-01-01"))
    assert Objective.objects.get().current.weight == 1
    bring_in(tmp_path, objectives=OBJECTIVES.format("", 7, "2020-01-01"))
    assert Objective.objects.get().current.weight == 7
    assert ObjectiveVersion.objects.count() == 3


def test_an_owner_is_a_known_person_or_a_name(tmp_path):
    people = "email,name,unit,role\nada@aldmark.example,Ada,HQ,osm_staff\n"
    objectives = OBJECTIVES.format("Ada@aldmark.example", 1, "")
    bring_in_small(tmp_path, people=people, objectives=objectives)
    assert Objective.objects.get().current.owner.name == "Ada"
    bring_in(tmp_path, objectives=OBJECTIVES.format("Maj Gen T. Brandt", 1, ""))
    current = Objective.objects.get().current
    assert (current.owner, current.owner_name) == (None, "Maj Gen T. Brandt")


def test_an_owner_whose_address_nobody_has_is_refused(tmp_path):
    problems = refusal_of_small(tmp_path, objectives=OBJECTIVES.format("x@y.example", 1, ""))
    assert (problems[0].file, problems[0].column) == ("objectives.csv", "owner")
    # The lines that name the objective have no problem of their own.
    assert len(problems) == 1


def test_a_line_may_name_an_objective_and_a_theme_of_the_same_package(tmp_path):
    bring_in_small(
        tmp_path,
        themes="code,name,position\nNOW,Ready now,1\n",
        objectives="code,name,unit,perspective,theme\nREADY,Ready,HQ,PRO,NOW\n",
    )
    line = Line.objects.get()
    assert (line.kpi.code, line.weight, line.critical) == ("FIT", 2, True)
    assert line.objective.current.theme == Theme.objects.get()


def test_a_negative_weight_is_refused(tmp_path):
    (problem,) = refusal_of_small(tmp_path, perspectives="code,name,weight\nPRO,Processes,-1\n")
    assert (problem.row, problem.column, problem.value) == (2, "weight", "-1")


@pytest.mark.parametrize("reverse", [False, True])
def test_undated_fields_are_those_of_the_last_day_whatever_the_order_of_rows(reverse, tmp_path):
    rows = ["PRO,Old name,2,", "PRO,New name,3,2026-01-01"]
    ordered = reversed(rows) if reverse else rows
    perspectives = "\n".join(["code,name,weight,valid_from", *ordered])
    bring_in_small(tmp_path, perspectives=perspectives)
    assert Perspective.objects.get().name == "New name"
    again = bring_in_small(tmp_path, perspectives=perspectives)
    assert (again.added, again.changed) == (0, 0)
