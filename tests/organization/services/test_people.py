from datetime import date

import pytest

from accounts.models import User
from organization.models import Membership
from tests.packages import bring_in, refusal

pytestmark = pytest.mark.django_db

UNITS = "code,name,parent\nHQ,Army HQ,\nMARA,1st Brigade,HQ\n"
HEAD = "email,name,unit,role,valid_until\n"


def test_a_person_comes_without_a_usable_password_and_with_a_lower_case_address(tmp_path):
    report = bring_in(
        tmp_path, units=UNITS, people=HEAD + "Mara@aldmark.example,Mara,MARA,unit_manager,\n"
    )
    person = User.objects.get()
    assert person.email == "mara@aldmark.example"
    assert (report.counts["people"].added, report.counts["people"].changed) == (1, 0)
    assert not person.has_usable_password()
    assert not person.is_staff
    membership = Membership.objects.get()
    assert (membership.unit.code, membership.role) == ("MARA", "unit_manager")


def test_a_person_may_be_several_things(tmp_path):
    rows = "ada@aldmark.example,Ada,HQ,osm_staff,\nada@aldmark.example,Ada,MARA,auditor,\n"
    bring_in(tmp_path, units=UNITS, people=HEAD + rows)
    assert User.objects.count() == 1
    assert Membership.objects.count() == 2


def test_a_new_end_is_a_new_revision_and_the_same_one_is_none(tmp_path):
    row = "vera@aldmark.example,Vera,HQ,auditor,"
    bring_in(tmp_path, units=UNITS, people=HEAD + row + "\n")
    bring_in(tmp_path, people=HEAD + row + "2026-12-31\n")
    report = bring_in(tmp_path, people=HEAD + row + "2026-12-31\n")
    ends = Membership.objects.order_by("id").values_list("valid_until", flat=True)
    assert list(ends) == [None, date(2026, 12, 31)]
    assert (report.added, report.changed) == (0, 0)


def test_a_new_name_is_taken_over(tmp_path):
    bring_in(tmp_path, units=UNITS, people=HEAD + "otto@aldmark.example,Otto,HQ,employee,\n")
    bring_in(tmp_path, people=HEAD + "otto@aldmark.example,Otto Strand,HQ,employee,\n")
    assert User.objects.get().name == "Otto Strand"


def test_a_consultant_needs_an_end(tmp_path):
    people = HEAD + "c@aldmark.example,C,HQ,consultant,\n"
    (problem,) = refusal(tmp_path, units=UNITS, people=people)
    assert (problem.row, problem.column) == (2, "valid_until")
    assert not User.objects.exists()


def test_an_unknown_role_is_refused_with_the_known_ones(tmp_path):
    (problem,) = refusal(tmp_path, units=UNITS, people=HEAD + "c@aldmark.example,C,HQ,boss,\n")
    assert (problem.column, problem.value) == ("role", "boss")
    assert "unit_manager" in problem.message


def test_one_address_with_two_names_is_refused(tmp_path):
    rows = "a@aldmark.example,Ada,HQ,osm_staff,\nA@aldmark.example,Adam,MARA,auditor,\n"
    (problem,) = refusal(tmp_path, units=UNITS, people=HEAD + rows)
    assert (problem.row, problem.column) == (3, "name")
