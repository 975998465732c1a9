from decimal import Decimal

import pytest

from scorecard.models import Kpi, KpiVersion
from tests.packages import bring_in, bring_in_small, refusal, refusal_of_small

pytestmark = pytest.mark.django_db

HEAD = "code,name,unit_rule\n"


def kpi(code):
    return Kpi.objects.get(code=code).current


@pytest.mark.parametrize(
    ("rule", "time_rule"),
    [("sum", "sum"), ("ratio", "sum"), ("mean", "mean"), ("max", "mean"), ("none", "mean")],
)
def test_without_a_time_rule_sums_are_summed_and_others_take_the_mean(tmp_path, rule, time_rule):
    bring_in(tmp_path, kpis=HEAD + f"K,K,{rule}\n")
    assert kpi("K").time_rule == time_rule


def test_the_defaults_are_those_of_the_exchange_page(tmp_path):
    bring_in(tmp_path, kpis=HEAD + "K,K,sum\n")
    found = kpi("K")
    assert (found.frequency, found.min_coverage, found.decimals) == ("monthly", 0.6, 0)
    assert (found.direction, found.kind, found.minimum) == ("", "", None)


def test_a_changed_definition_is_a_new_version_and_absent_columns_stay(tmp_path):
    bring_in(tmp_path, kpis="code,name,unit_rule,minimum,min_coverage\nK,K,sum,0.0,0.8\n")
    bring_in(tmp_path, kpis=HEAD + "K,Kilometres,sum\n")
    assert bring_in(tmp_path, kpis=HEAD + "K,Kilometres,sum\n").changed == 0
    assert KpiVersion.objects.count() == 2
    found = kpi("K")
    assert (found.name, found.minimum, found.min_coverage) == ("Kilometres", Decimal("0.0"), 0.8)


def test_a_weight_kpi_may_stand_further_down(tmp_path):
    bring_in(
        tmp_path,
        kpis="code,name,unit_rule,weight_kpi\nMOOD,Mood,weighted_mean,HEADS\nHEADS,H,sum,\n",
    )
    assert kpi("MOOD").weight_kpi.code == "HEADS"


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        ("", "needs the code"),
        ("MOOD", "cannot weigh itself"),
        ("FIT", "A ratio has no one number"),
        ("YEARLY", "This KPI is yearly and the one it weighs monthly"),
        ("NONE", "No KPI has this code"),
    ],
)
def test_a_weighted_mean_needs_another_kpi_of_its_frequency_that_is_no_ratio(
    tmp_path, weight, words
):
    (problem,) = refusal(
        tmp_path,
        kpis="code,name,unit_rule,weight_kpi,frequency\n"
        f"MOOD,Mood,weighted_mean,{weight},\nFIT,Fit,ratio,,\nYEARLY,Y,sum,,yearly\n",
    )
    assert (problem.row, problem.column) == (2, "weight_kpi")
    assert words in problem.message


def test_a_weight_for_another_rule_is_refused(tmp_path):
    kpis = "code,name,unit_rule,weight_kpi\nA,A,sum,B\nB,B,sum,\n"
    (problem,) = refusal(tmp_path, kpis=kpis)
    assert (problem.column, problem.value) == ("weight_kpi", "B")


@pytest.mark.parametrize("rule", ["mean", "min", "max"])
def test_a_ratio_is_summed_over_time_or_takes_the_last_and_nothing_else(tmp_path, rule):
    (problem,) = refusal(tmp_path, kpis=f"code,name,unit_rule,time_rule\nA,A,ratio,{rule}\n")
    assert problem.column == "time_rule"
    assert "last, sum" in problem.message


def test_the_rules_of_a_kpi_are_stored_as_they_are_written(tmp_path):
    head = "code,name,unit_rule,time_rule,frequency,scoring,carry_forward_periods,approved_only\n"
    bring_in(tmp_path, kpis=head + "A,A,mean,last,weekly,yes_no,2,1\n")
    found = kpi("A")
    assert (found.frequency, found.scoring) == ("weekly", "yes_no")
    assert (found.carry_forward_periods, found.approved_only) == (2, True)


def test_a_value_that_is_summed_over_time_cannot_be_carried_forward(tmp_path):
    kpis = "code,name,unit_rule,time_rule,carry_forward_periods\nA,A,mean,sum,2\n"
    (problem,) = refusal(tmp_path, kpis=kpis)
    assert (problem.column, problem.value) == ("carry_forward_periods", "2")
    assert "cannot be carried forward" in problem.message


def test_no_carrying_forward_may_be_said_aloud(tmp_path):
    kpis = "code,name,unit_rule,carry_forward_periods,scoring\nA,A,sum,0,goal_red_flag\n"
    bring_in(tmp_path, kpis=kpis)
    assert kpi("A").name == "A"


def test_a_minimum_above_the_maximum_is_refused_with_both(tmp_path):
    (problem,) = refusal(tmp_path, kpis="code,name,unit_rule,minimum,maximum\nA,A,sum,5,4.5\n")
    assert "5" in problem.message
    assert "4.5" in problem.message


def test_a_profile_has_one_share_for_each_period_of_a_year(tmp_path):
    head = "code,name,unit_rule,frequency,target_profile\n"
    bring_in(tmp_path, kpis=head + "A,A,sum,quarterly,1 1 2 4\n")
    assert kpi("A").target_profile == [1, 1, 2, 4]
    for row, words in [
        ("B,B,sum,quarterly,1 2\n", "2 shares and needs 4"),
        ("B,B,mean,quarterly,1 1 2 4\n", "Only targets that are summed"),
        ("B,B,ratio,quarterly,1 1 2 4\n", "Only targets that are summed"),
        ("B,B,sum,quarterly,0 0 0 0\n", "above 0"),
    ]:
        (problem,) = refusal(tmp_path, kpis=head + row)
        assert problem.column == "target_profile"
        assert words in problem.message


def test_a_kpi_with_values_keeps_its_frequency_and_stays_one_number(tmp_path):
    bring_in_small(tmp_path)
    problems = refusal(tmp_path, kpis="code,name,unit_rule,frequency\nFUEL,Fuel,ratio,yearly\n")
    assert {problem.column for problem in problems} == {"frequency", "unit_rule"}
    assert kpi("FUEL").unit_rule == "sum"


def test_a_refused_kpi_causes_no_further_problems(tmp_path):
    kpis = "code,name,unit_rule,time_rule\nFUEL,Fuel,sum,\nFIT,Fit,ratio,mean\n"
    problems = refusal_of_small(tmp_path, kpis=kpis)
    assert [(problem.file, problem.column) for problem in problems] == [("kpis.csv", "time_rule")]


DATED = "code,name,unit_rule,min_coverage,valid_from\n"


def versions(code):
    rows = KpiVersion.objects.filter(kpi__code=code).order_by("valid_from", "id")
    return [(str(row.valid_from), row.unit_rule, row.min_coverage) for row in rows]


def test_a_definition_may_hold_from_a_day_on_and_the_one_of_today_is_the_present_one(
    tmp_path, time_machine
):
    time_machine.move_to("2026-05-20 10:00Z", tick=False)
    rows = "K,Old,sum,0.5,\nK,New,mean,0.7,2026-04-01\nK,Later,max,0.9,2026-07-01\n"
    assert bring_in(tmp_path, kpis=DATED + rows).added == 3
    assert versions("K") == [
        ("0001-01-01", "sum", 0.5),
        ("2026-04-01", "mean", 0.7),
        ("2026-07-01", "max", 0.9),
    ]
    assert kpi("K").name == "New"
    assert bring_in(tmp_path, kpis=DATED + rows).added == 0


def test_without_days_a_row_changes_the_last_definition(tmp_path):
    bring_in(tmp_path, kpis=DATED + "K,Old,sum,0.5,\nK,New,mean,0.7,2026-04-01\n")
    bring_in(tmp_path, kpis=HEAD + "K,New,max\n")
    assert versions("K")[1:] == [("2026-04-01", "mean", 0.7), ("2026-04-01", "max", 0.7)]


def test_absent_columns_are_those_of_the_definition_that_holds_on_the_day(tmp_path):
    bring_in(tmp_path, kpis=DATED + "K,Old,sum,0.5,\nK,New,mean,0.7,2026-04-01\n")
    bring_in(tmp_path, kpis="code,name,unit_rule,valid_from\nK,Between,min,2026-02-01\n")
    assert versions("K")[1] == ("2026-02-01", "min", 0.5)


@pytest.mark.parametrize(
    ("row", "column"),
    [("K,K,sum,yearly,2026-01-01\n", "frequency"), ("K,K,ratio,,2026-01-01\n", "unit_rule")],
)
def test_definitions_from_day_to_day_keep_frequency_and_shape(tmp_path, row, column):
    head = "code,name,unit_rule,frequency,valid_from\n"
    bring_in(tmp_path, kpis=head + "K,K,sum,,\n")
    (problem,) = refusal(tmp_path, kpis=head + row)
    assert problem.column == column
    assert "From another day on" in problem.message
    found = refusal(tmp_path, kpis=head + "N,N,sum,,\n" + row.replace("K,K", "N,N"))
    assert {problem.column for problem in found} == {column}
