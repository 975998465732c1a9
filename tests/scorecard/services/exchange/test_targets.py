from decimal import Decimal

import pytest

from scorecard.models import Target
from tests.packages import SMALL, bring_in, bring_in_small, refusal, refusal_of_small

pytestmark = pytest.mark.django_db

HEAD = "unit,kpi,period,goal,red_flag\n"


def test_a_target_may_be_for_a_longer_period_than_the_kpis(tmp_path):
    bring_in_small(tmp_path, targets=HEAD + "HQ,FIT,FY2026,0.80,0.7\nHQ,FIT,2026-Q1,0.75,0.6\n")
    year, quarter = Target.objects.order_by("id")
    assert (year.frequency, year.period, year.goal) == ("yearly", 2026, Decimal("0.80"))
    assert (quarter.frequency, quarter.period) == ("quarterly", 2026 * 4)


def test_a_target_for_a_shorter_period_is_refused(tmp_path):
    kpis = "code,name,unit_rule,frequency\nFUEL,Fuel,sum,quarterly\nFIT,F,ratio,\n"
    (problem,) = refusal_of_small(
        tmp_path,
        kpis=kpis,
        targets=HEAD + "HQ,FUEL,2026-01,9,5\n",
        values="unit,kpi,period\n",
    )
    assert (problem.column, problem.value) == ("period", "2026-01")


def test_the_same_target_twice_appends_nothing_and_another_goal_a_revision(tmp_path):
    bring_in_small(tmp_path)
    targets = HEAD + "HQ,FIT,2026,{},0.70\n"
    assert bring_in(tmp_path, targets=targets.format("0.8")).changed == 0
    assert bring_in(tmp_path, targets=targets.format("0.85")).changed == 1
    goals = Target.objects.order_by("id").values_list("goal", flat=True)
    assert list(goals) == [Decimal("0.8"), Decimal("0.85")]


def test_baseline_and_stretch_are_kept_where_a_later_file_is_silent(tmp_path):
    head = "unit,kpi,period,goal,red_flag,baseline,stretch\n"
    bring_in_small(tmp_path, targets=head + "HQ,FIT,FY2026,0.8,0.7,0.6,0.9\n")
    bring_in(tmp_path, targets=HEAD + "HQ,FIT,FY2026,0.85,0.7\n")
    newest = Target.objects.order_by("-id").first()
    assert (newest.baseline, newest.stretch) == (Decimal("0.6"), Decimal("0.9"))


def test_a_goal_without_a_red_flag_is_kept(tmp_path):
    bring_in_small(tmp_path, targets=HEAD + "HQ,FIT,FY2026,0.8,\n")
    assert Target.objects.get().red_flag is None


def test_a_goal_equal_to_the_red_flag_is_refused_however_it_is_written(tmp_path):
    (problem,) = refusal_of_small(tmp_path, targets=HEAD + "HQ,FIT,FY2026,0.8,0.80\n")
    assert (problem.file, problem.row, problem.column) == ("targets.csv", 2, "goal")
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("direction", "goal", "red"), [("higher", "0.7", "0.8"), ("lower", "0.8", "0.7")]
)
def test_a_target_against_the_direction_is_refused_with_both_values(tmp_path, direction, goal, red):
    kpis = f"code,name,unit_rule,direction\nFIT,Fit,ratio,{direction}\nFUEL,Fuel,sum,\n"
    (problem,) = refusal_of_small(
        tmp_path, kpis=kpis, targets=HEAD + f"HQ,FIT,FY2026,{goal},{red}\n"
    )
    assert problem.row == 2
    assert goal in problem.message
    assert red in problem.message


def test_a_target_may_be_for_a_period_that_has_not_begun(tmp_path):
    bring_in_small(tmp_path, targets=HEAD + "HQ,FIT,FY2099,0.8,0.7\n")
    assert Target.objects.get().period == 2099


def test_one_year_in_two_spellings_is_the_same_key_twice(tmp_path):
    targets = HEAD + "HQ,FIT,2026,0.8,0.7\nHQ,FIT,FY2026,0.9,0.7\n"
    (problem,) = refusal_of_small(tmp_path, targets=targets)
    assert problem.row == 3
    assert "Row 2" in problem.message


BAND = {
    "organization": SMALL["organization"],
    "units": SMALL["units"],
    "kpis": "code,name,unit_rule,scoring\nSTAFF,Staff,sum,band\n",
    "values": "unit,kpi,period,value\nMARA,STAFF,2026-01,90\n",
}


def test_a_band_is_stored_with_its_zeros(tmp_path):
    bring_in(
        tmp_path,
        **BAND,
        targets="unit,kpi,period,lower,upper,lower_zero,upper_zero\nMARA,STAFF,FY2026,80,100,60,\n",
    )
    found = Target.objects.get(kpi__code="STAFF")
    assert (found.lower, found.upper, found.lower_zero, found.upper_zero) == (80, 100, 60, None)


@pytest.mark.parametrize(
    ("cells", "column"),
    [("100,80,,", "upper"), ("80,100,90,", "lower"), ("80,100,,90", "upper_zero")],
)
def test_bounds_of_a_band_out_of_order_are_refused_with_both(tmp_path, cells, column):
    head = "unit,kpi,period,lower,upper,lower_zero,upper_zero\nMARA,STAFF,FY2026,"
    (problem,) = refusal(tmp_path, **BAND, targets=f"{head}{cells}\n")
    assert problem.column == column
    assert "80" in problem.message or "100" in problem.message


def test_a_goal_that_equals_the_baseline_is_refused_where_progress_is_measured(tmp_path):
    files = BAND | {"kpis": BAND["kpis"].replace("band", "progress")}
    targets = "unit,kpi,period,goal,baseline\nMARA,STAFF,FY2026,5,5\n"
    (problem,) = refusal(tmp_path, **files, targets=targets)
    assert problem.column == "goal"
    assert "no way between them" in problem.message


def test_digits_that_no_float_holds_are_no_revision_when_they_are_missing(tmp_path):
    targets = HEAD + "HQ,FIT,FY2026,{},0.7\n"
    bring_in_small(tmp_path, targets=targets.format("0.87654321098765432109"))
    assert bring_in(tmp_path, targets=targets.format("0.8765432109876543")).changed == 0
    assert bring_in(tmp_path, targets=targets.format("0.876543210987654")).changed == 1
