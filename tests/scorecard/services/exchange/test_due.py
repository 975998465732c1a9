import pytest

from jobs.models import OutboxRow
from scorecard.models import Kpi
from tests.packages import bring_in, bring_in_small

pytestmark = pytest.mark.django_db

VALUES = "unit,kpi,period,value\n"


def due_after(folder, **files):
    OutboxRow.objects.all().delete()
    bring_in(folder, **files)
    codes = {str(kpi.pk): kpi.code for kpi in Kpi.objects.all()}
    keys = OutboxRow.objects.filter(topic="rollup").values_list("key", flat=True)
    pairs = (key.split(":") for key in keys)
    return {(codes[kpi], year) for kpi, year in pairs}


def test_a_value_makes_its_kpi_due_in_its_fiscal_year_and_what_it_weighs(tmp_path):
    bring_in_small(tmp_path)
    assert due_after(tmp_path, values=VALUES + "MARA,FUEL,2026-01,11\n") == {
        ("FUEL", "2026"),
        ("MOOD", "2026"),
    }


def test_a_target_makes_its_kpi_due_in_its_fiscal_year(tmp_path):
    bring_in_small(tmp_path)
    targets = "unit,kpi,period,goal,red_flag\nHQ,FIT,FY2025,0.9,0.8\n"
    assert due_after(tmp_path, targets=targets) == {("FIT", "2025")}


def test_a_window_that_grows_makes_the_years_between_due(tmp_path):
    bring_in_small(tmp_path, values=VALUES + "MARA,FUEL,2023-01,1\n")
    due = due_after(tmp_path, values=VALUES + "MARA,FUEL,2026-01,11\n")
    assert {year for code, year in due if code == "FUEL"} == {"2023", "2024", "2025", "2026"}


def test_a_change_of_the_tree_makes_everything_due_with_its_scores(tmp_path):
    bring_in_small(tmp_path)
    due = due_after(tmp_path, units="code,name,parent\nMARA,1st Brigade,HQ\n")
    assert {("FUEL", "2026"), ("FIT", "2026")} <= due
    assert OutboxRow.objects.filter(topic="scores", key="2026").exists()


def test_people_make_nothing_due(tmp_path):
    bring_in_small(tmp_path)
    people = "email,name,unit,role\nada@aldmark.example,Ada,HQ,osm_staff\n"
    assert due_after(tmp_path, people=people) == set()
