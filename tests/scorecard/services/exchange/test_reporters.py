import pytest

from scorecard.models import Reporter
from scorecard.services.exchange.reporters import Window, widen_windows
from tests.factories import ordinal
from tests.packages import bring_in, bring_in_small, refusal, refusal_of_small

pytestmark = pytest.mark.django_db

VALUES = "unit,kpi,period,value\n"
REPORTERS = "unit,kpi,first_period,last_period\n"


def windows(unit="MARA", kpi="FUEL"):
    rows = Reporter.objects.filter(unit__code=unit, kpi__code=kpi).order_by("id")
    return [(row.first_period, row.last_period, row.inferred) for row in rows]


def months(*names):
    return tuple(ordinal(name) for name in names)


def test_without_the_file_a_window_runs_from_the_first_to_the_last_value(tmp_path):
    values = "MARA,FUEL,2026-03,1\nMARA,FUEL,2025-11,1\n"
    bring_in_small(tmp_path, values=VALUES + values)
    assert windows() == [(*months("2025-11", "2026-03"), True)]


def test_later_values_widen_an_inferred_window_by_a_new_revision(tmp_path):
    bring_in_small(tmp_path, values=VALUES + "MARA,FUEL,2026-03,1\n")
    bring_in(tmp_path, values=VALUES + "MARA,FUEL,2026-05,1\n")
    bring_in(tmp_path, values=VALUES + "MARA,FUEL,2026-04,1\n")
    first, last = months("2026-03", "2026-05")
    assert windows() == [(first, first, True), (first, last, True)]


def test_a_window_of_the_file_is_open_where_the_file_says_nothing(tmp_path):
    bring_in_small(tmp_path, reporters=REPORTERS + "MARA,FUEL,,\n", values=VALUES)
    assert windows() == [(None, None, False)]


def test_the_same_window_twice_appends_nothing_and_another_one_a_revision(tmp_path):
    bring_in_small(tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-01,\n", values=VALUES)
    bring_in(tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-01,\n")
    bring_in(tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-01,2026-06\n")
    first, last = months("2026-01", "2026-06")
    assert windows() == [(first, None, False), (first, last, False)]


def test_a_file_takes_an_inferred_window_over(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, reporters="unit,kpi\nMARA,FUEL\n")
    assert [inferred for _first, _last, inferred in windows()] == [True, False]


def test_people_of_a_reporter_stay_where_the_file_does_not_speak_of_them(tmp_path):
    people = "email,name,unit,role\nmara@aldmark.example,Mara,MARA,unit_manager\n"
    reporters = "unit,kpi,person\nMARA,FUEL,Mara@aldmark.example\n"
    bring_in_small(tmp_path, people=people, reporters=reporters, values=VALUES)
    bring_in(tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-01,\n")
    newest = Reporter.objects.order_by("-id").first()
    assert newest.person.name == "Mara"


def test_a_window_that_ends_before_it_begins_is_refused(tmp_path):
    (problem,) = refusal_of_small(
        tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-05,2026-04\n", values=VALUES
    )
    assert (problem.file, problem.row, problem.column) == ("reporters.csv", 2, "last_period")


def test_a_window_in_periods_of_another_length_is_refused(tmp_path):
    (problem,) = refusal_of_small(
        tmp_path, reporters=REPORTERS + "MARA,FUEL,FY2026,\n", values=VALUES
    )
    assert (problem.column, problem.value) == ("first_period", "FY2026")


def test_a_kpi_that_the_unit_does_not_report_is_refused(tmp_path):
    reporters = REPORTERS + "MARA,FUEL,,\nMARA,FIT,,\n"
    (problem,) = refusal_of_small(tmp_path, reporters=reporters)
    assert (problem.file, problem.row, problem.column) == ("values.csv", 3, "kpi")
    assert not Reporter.objects.exists()


def test_a_value_outside_a_given_window_is_refused(tmp_path):
    bring_in_small(tmp_path, reporters=REPORTERS + "MARA,FUEL,2026-01,2026-03\n", values=VALUES)
    (problem,) = refusal(tmp_path, values=VALUES + "MARA,FUEL,2026-04,1\n")
    assert problem.column == "period"
    (problem,) = refusal(tmp_path, values=VALUES + "NILS,FUEL,2026-03,1\n")
    assert problem.column == "kpi"


def test_values_widen_only_what_was_inferred():
    stored = {(1, 1): Window(5, 6, inferred=True), (1, 2): Window(5, 6)}
    found = widen_windows([(1, 1, 8), (1, 2, 8), (1, 3, 8), (1, 1, 3)], stored)
    assert found == {(1, 1): Window(3, 8, inferred=True), (1, 3): Window(8, 8, inferred=True)}
