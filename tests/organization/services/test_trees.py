import pytest

from organization.models import Placement, Unit
from organization.services.trees import find_circle
from tests.packages import bring_in, refusal

pytestmark = pytest.mark.django_db

HEAD = "code,name,parent\n"
DATED = "unit,parent,valid_from\n"


def test_a_parent_cycle_is_refused_with_its_path(tmp_path):
    (problem,) = refusal(tmp_path, units=HEAD + "HQ,HQ,\nA,A,C\nB,B,A\nC,C,B\n")
    assert (problem.file, problem.column) == ("units.csv", "parent")
    assert "A → C → B → A" in problem.message
    assert not Unit.objects.exists()


def test_a_unit_below_itself_is_a_circle(tmp_path):
    (problem,) = refusal(tmp_path, units=HEAD + "HQ,HQ,\nA,A,A\n")
    assert (problem.row, problem.value) == (3, "A")
    assert "A → A" in problem.message


def test_a_circle_between_two_dated_moves_is_refused(tmp_path):
    (problem,) = refusal(
        tmp_path,
        units=HEAD + "HQ,HQ,\nA,A,HQ\nB,B,A\n",
        placements=DATED + "A,B,2025-01-01\nB,HQ,2026-01-01\n",
    )
    assert (problem.file, problem.row, problem.column) == ("placements.csv", 2, "parent")
    assert not Placement.objects.exists()


def test_two_units_without_a_parent_are_refused_by_name(tmp_path):
    (problem,) = refusal(tmp_path, units=HEAD + "HQ,HQ,\nA,A,HQ\nNAVY,Navy,\n")
    assert "HQ, NAVY have no parent" in problem.message


def test_a_second_top_beside_a_stored_one_is_refused(tmp_path):
    bring_in(tmp_path, units=HEAD + "HQ,HQ,\n")
    (problem,) = refusal(tmp_path, units=HEAD + "NAVY,Navy,\n")
    assert problem.column == "parent"
    assert Unit.objects.count() == 1


def test_a_unit_with_open_children_cannot_be_closed(tmp_path):
    head = "code,name,parent,opened_on,closed_on\nHQ,HQ,,,\nCMD,Eastern,HQ,,2026-06-30\n"
    (problem,) = refusal(tmp_path, units=head + "MARA,1st Brigade,CMD,,\n")
    assert "CMD closes on 2026-06-30 while MARA" in problem.message


def test_a_unit_may_close_once_those_below_are_closed_or_moved(tmp_path):
    head = "code,name,parent,opened_on,closed_on\nHQ,HQ,,,\nCMD,Eastern,HQ,,2026-06-30\n"
    bring_in(
        tmp_path,
        units=head + "MARA,1st Brigade,CMD,,2026-06-30\nNILS,4th Brigade,CMD,,\n",
        placements=DATED + "NILS,HQ,2026-07-01\n",
    )
    assert Unit.objects.count() == 4


def test_a_tree_without_circles_has_none():
    assert find_circle({1: None, 2: 1, 3: 2, 4: 1}) == []
