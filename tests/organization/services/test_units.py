from datetime import date

import pytest

from organization.models import Placement, Unit, UnitWindow
from tests.packages import bring_in, refusal

pytestmark = pytest.mark.django_db

UNITS = "code,name,parent\nMARA,1st Brigade,CMD\nCMD,Eastern,HQ\nHQ,Army HQ,\n"


def test_a_unit_may_name_a_parent_that_stands_further_down(tmp_path):
    bring_in(tmp_path, units=UNITS)
    units = {unit.code: unit for unit in Unit.objects.all()}
    assert units["MARA"].parent == units["CMD"]
    assert units["MARA"].path == "/{}/{}/{}/".format(*(units[c].pk for c in ("HQ", "CMD", "MARA")))
    assert units["HQ"].path == f"/{units['HQ'].pk}/"


def test_a_unit_is_renamed_in_place_and_what_is_not_said_stays(tmp_path):
    bring_in(tmp_path, units="code,name,parent,kind,position\nHQ,Army HQ,,hq,3\n")
    report = bring_in(tmp_path, units="code,name,parent\nHQ,Headquarters,\n")
    unit = Unit.objects.get()
    assert (unit.name, unit.kind, unit.position) == ("Headquarters", "hq", 3)
    assert (report.added, report.changed) == (0, 1)
    assert Placement.objects.count() == 1


def test_open_days_are_revisions_and_the_unit_keeps_the_newest(tmp_path):
    units = "code,name,parent,opened_on,closed_on\nHQ,HQ,,,\nMARA,1st Brigade,HQ,2024-03-01,{}\n"
    bring_in(tmp_path, units=units.format(""))
    bring_in(tmp_path, units=units.format("2026-06-30"))
    bring_in(tmp_path, units=units.format("2026-06-30"))
    windows = UnitWindow.objects.order_by("id").values_list("unit__code", "opened_on", "closed_on")
    assert list(windows) == [
        ("MARA", date(2024, 3, 1), None),
        ("MARA", date(2024, 3, 1), date(2026, 6, 30)),
    ]
    assert Unit.objects.get(code="MARA").closed_on == date(2026, 6, 30)


def test_a_unit_that_closes_before_it_opens_is_refused_once(tmp_path):
    problems = refusal(
        tmp_path,
        units="code,name,parent,opened_on,closed_on\nHQ,HQ,,,\n"
        "CMD,Eastern,HQ,2026-02-01,2026-01-31\nMARA,1st,CMD,,\n",
    )
    assert [(problem.row, problem.column) for problem in problems] == [(3, "closed_on")]


def test_a_duplicate_code_is_refused_and_nothing_is_stored(tmp_path):
    (problem,) = refusal(tmp_path, units=UNITS + "CMD,Western,HQ\n")
    assert (problem.row, problem.column, problem.value) == (5, "code", "CMD")
    assert not Unit.objects.exists()


def test_an_unknown_parent_is_refused_and_nothing_is_stored(tmp_path):
    (problem,) = refusal(tmp_path, units=UNITS + "NILS,4th Brigade,CMMD\n")
    assert (problem.row, problem.column, problem.value) == (5, "parent", "CMMD")
    assert not Unit.objects.exists()
