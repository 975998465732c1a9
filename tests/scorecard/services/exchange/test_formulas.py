import pytest

from scorecard.models import Kpi
from tests.packages import bring_in, bring_in_small, refusal_of_small

pytestmark = pytest.mark.django_db

HEAD = "code,name,unit_rule,time_rule,frequency,formula\n"
BASE = "FUEL,Fuel used,sum,,,\nMEN-1,Men,sum,last,,\nFIT,Vehicles fit,ratio,,,\nMOOD,Mood,mean,,,\n"


def kpis(*rows):
    return HEAD + BASE + "".join(f"{row}\n" for row in rows)


def test_a_formula_is_stored_and_written_as_it_was_typed(tmp_path):
    row = "PER-MAN,Fuel for each man,none,,,FUEL / [MEN-1]"
    bring_in_small(tmp_path, kpis=kpis(row))
    assert Kpi.objects.get(code="PER-MAN").definition.formula == "FUEL / [MEN-1]"
    assert bring_in(tmp_path, kpis=kpis(row)).changed == 0


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("X,X,none,,,FUEL +", "formula", "cannot be read"),
        ("X,X,none,,,FUEL ** 2", "formula", "cannot be used"),
        ("X,X,none,,,1 + 2", "formula", "names no KPI"),
        ("X,X,none,,,FUEL / NOBODY", "formula", "“NOBODY”, which is unknown"),
        ("X,X,none,,quarterly,FUEL / 2", "formula", "both must be the same"),
        ("X,X,sum,,,FUEL / 2", "unit_rule", "write the rule none"),
        ("X,X,none,mean,,FUEL / 2", "time_rule", "leave the time rule empty"),
        ("X,X,none,,,X + FUEL", "formula", "X > X"),
    ],
)
def test_a_formula_that_cannot_be_computed_is_refused(tmp_path, row, column, words):
    (problem,) = refusal_of_small(tmp_path, kpis=kpis(row))
    assert problem.column == column
    assert words in problem.message


def test_formulas_in_a_circle_are_refused_with_the_way_around(tmp_path):
    rows = "X,X,none,,,Y + FUEL", "Y,Y,none,,,Z + 0", "Z,Z,none,,,X * 2"
    problems = refusal_of_small(tmp_path, kpis=kpis(*rows))
    assert all("X > Y > Z > X" in problem.message for problem in problems)


@pytest.mark.parametrize(
    "files",
    [
        {"values": "unit,kpi,period,value\nMARA,PER-MAN,2026-01,5\n"},
        {"reporters": "unit,kpi\nMARA,PER-MAN\n"},
    ],
)
def test_nothing_is_entered_for_a_formula(tmp_path, files):
    row = "PER-MAN,Fuel for each man,none,,,FUEL / [MEN-1]"
    problems = refusal_of_small(tmp_path, kpis=kpis(row), **files)
    assert any("computed from others" in problem.message for problem in problems)
