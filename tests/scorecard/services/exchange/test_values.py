from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from audit.models import Record
from scorecard.models import Entry, EntryEvent, Reporter
from tests.packages import bring_in, bring_in_small, refusal, refusal_of_small

pytestmark = pytest.mark.django_db

HEAD = "unit,kpi,period,value,numerator,denominator,not_applicable,comment\n"


def entries(kpi="FUEL", unit="MARA"):
    rows = Entry.objects.filter(kpi__code=kpi, unit__code=unit).order_by("revision")
    return [(row.revision, row.value) for row in rows]


def test_a_value_is_stored_digit_for_digit_and_names_its_import(tmp_path):
    bring_in_small(tmp_path)
    digest = Record.objects.get(subject="values.csv").detail["sha256"]
    entry = Entry.objects.get(kpi__code="FUEL", unit__code="MARA")
    assert str(entry.value) == "10.50"
    assert entry.source == "import"
    assert entry.source_detail == f"values.csv, row 2, SHA-256 {digest[:16]}"
    assert entry.author is None
    pair = Entry.objects.get(kpi__code="FIT")
    assert (pair.value, pair.numerator, pair.denominator) == (None, Decimal(90), Decimal(100))


def test_a_revision_is_appended_only_where_the_number_differs(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values=HEAD + "MARA,FUEL,2026-01,10.500,,,,\n")
    assert entries() == [(1, Decimal("10.50"))]
    bring_in(tmp_path, values=HEAD + "MARA,FUEL,2026-01,10.51,,,,\n")
    assert entries() == [(1, Decimal("10.50")), (2, Decimal("10.51"))]


def test_a_new_comment_is_a_revision_and_an_absent_one_is_not(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values=HEAD + "MARA,FUEL,2026-01,10.5,,,,The exercise.\n")
    bring_in(tmp_path, values="unit,kpi,period,value\nMARA,FUEL,2026-01,10.5\n")
    comments = Entry.objects.filter(kpi__code="FUEL", unit__code="MARA").order_by("revision")
    assert [entry.comment for entry in comments] == ["", "The exercise."]


def test_a_withdrawn_value_comes_back_as_a_revision(tmp_path):
    bring_in_small(tmp_path)
    entry = Entry.objects.get(kpi__code="FUEL", unit__code="MARA")
    EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=timezone.now())
    assert bring_in_small(tmp_path).changed == 1
    assert [revision for revision, _value in entries()] == [1, 2]


def test_the_value_that_stands_below_a_withdrawn_one_is_no_news(tmp_path):
    bring_in_small(tmp_path)
    values = HEAD + "MARA,FUEL,2026-01,{},,,,\n"
    bring_in(tmp_path, values=values.format(99))
    entry = Entry.objects.get(value=99)
    EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=timezone.now())
    assert bring_in(tmp_path, values=values.format("10.5")).changed == 0
    assert bring_in(tmp_path, values=values.format(99)).changed == 1
    assert entries() == [(1, Decimal("10.5")), (2, 99), (3, 99)]


def test_digits_that_no_float_holds_are_no_revision_when_they_are_missing(tmp_path):
    values = HEAD + "MARA,FUEL,2026-01,{},,,,\n"
    bring_in_small(tmp_path, values=values.format("0.12345678901234567890"))
    assert bring_in(tmp_path, values=values.format("0.12345678901234568")).changed == 0
    assert bring_in(tmp_path, values=values.format("0.1234567890123457")).changed == 1


def test_zero_and_not_applicable_and_a_denominator_of_zero_are_kept_apart(tmp_path):
    bring_in_small(
        tmp_path,
        values=HEAD + "MARA,FUEL,2026-01,0,,,,\nNILS,FUEL,2026-01,,,,1,\nMARA,FIT,2026-01,,0,0,,\n",
    )
    zero = Entry.objects.get(kpi__code="FUEL", unit__code="MARA")
    absent = Entry.objects.get(kpi__code="FUEL", unit__code="NILS")
    pair = Entry.objects.get(kpi__code="FIT")
    assert (zero.value, zero.not_applicable) == (0, False)
    assert (absent.value, absent.not_applicable) == (None, True)
    assert (pair.numerator, pair.denominator) == (0, 0)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("MARS,FUEL,2026-01,1,,,,", "unit", "No unit has this code"),
        ("MARA,OIL,2026-01,1,,,,", "kpi", "No KPI has this code"),
        ("MARA,FUEL,2999-01,1,,,,", "period", "has not begun"),
        ("MARA,FUEL,January,1,,,,", "period", "not a period"),
        ("MARA,FUEL,2026-Q1,1,,,,", "period", "The KPI is monthly"),
        ("MARA,FUEL,2026-01,many,,,,", "value", "not a number"),
        ('MARA,FUEL,2026-01,"1,5",,,,', "value", "not a number"),
        ("MARA,FUEL,2026-01,NaN,,,,", "value", "NaN and infinities"),
        ("MARA,FUEL,2026-01,-inf,,,,", "value", "NaN and infinities"),
        ("MARA,FIT,2026-01,,nan,1,,", "numerator", "NaN and infinities"),
        ("MARA,FIT,2026-01,,5,,,", "denominator", "Half of the ratio is missing"),
        ("MARA,FIT,2026-01,,,5,,", "numerator", "Half of the ratio is missing"),
        ("MARA,FIT,2026-01,0.9,,,,", "value", "This KPI is a ratio"),
        ("MARA,FIT,2026-01,0.9,9,10,,", "value", "This KPI is a ratio"),
        ("MARA,FUEL,2026-01,,9,10,,", "numerator", "one number and not a ratio"),
        ("MARA,FUEL,2026-01,1,,10,,", "denominator", "one number and not a ratio"),
        ("MARA,FUEL,2026-01,,,,,", "value", "There is no value"),
        ("MARA,FUEL,2026-01,1,,,1,", "not_applicable", "leave one of the two out"),
        ("MARA,FUEL,2026-01,1,,,x,", "not_applicable", "Write 1 for yes"),
        (",FUEL,2026-01,1,,,,", "unit", "The cell is empty"),
    ],
)
def test_a_bad_value_is_refused_by_row_and_column_and_nothing_is_stored(
    tmp_path, row, column, words
):
    values = HEAD + "NILS,FUEL,2026-01,5,,,,\n" + row + "\n"
    (problem,) = refusal_of_small(tmp_path, values=values)
    assert (problem.file, problem.row, problem.column) == ("values.csv", 3, column)
    assert words in problem.message
    assert not Entry.objects.exists()


@pytest.mark.parametrize("value", ["-0.1", "10.1"])
def test_a_value_beyond_the_limits_of_its_kpi_is_refused(tmp_path, value):
    kpis = "code,name,unit_rule,minimum,maximum\nFUEL,Fuel,sum,0,10\nFIT,Fit,ratio,0,1\n"
    (problem,) = refusal_of_small(
        tmp_path, kpis=kpis, values=HEAD + f"MARA,FUEL,2026-01,{value},,,,\n"
    )
    assert (problem.column, problem.value) == ("value", value)


def test_a_share_beyond_the_limits_of_its_kpi_is_refused(tmp_path):
    kpis = "code,name,unit_rule,maximum\nFIT,Fit,ratio,1\nFUEL,Fuel,sum,\n"
    (problem,) = refusal_of_small(tmp_path, kpis=kpis, values=HEAD + "MARA,FIT,2026-01,,11,10,,\n")
    assert problem.column == "numerator"


def test_a_closed_unit_is_refused_and_its_last_open_month_is_not(tmp_path):
    units = (
        "code,name,parent,opened_on,closed_on\nHQ,HQ,,,\n"
        "MARA,1st,HQ,2025-12-31,2026-02-01\nNILS,4th,HQ,,\n"
    )
    values = HEAD + "".join(
        f"MARA,FUEL,{month},1,,,,\n" for month in ("2025-11", "2025-12", "2026-02", "2026-03")
    )
    problems = refusal_of_small(tmp_path, units=units, values=values)
    assert [(p.row, p.column) for p in problems] == [(2, "unit"), (5, "unit")]
    assert "closed in this period" in problems[0].message


def test_a_period_begins_when_it_begins_where_the_organisation_is(tmp_path):
    values = HEAD + "MARA,FUEL,2026-11,1,,,,\n"
    with time_machine.travel("2026-10-31T22:30:00Z", tick=False):
        (problem,) = refusal_of_small(tmp_path, values=values)
        assert problem.column == "period"
    # Half past midnight in Oslo.
    with time_machine.travel("2026-10-31T23:30:00Z", tick=False):
        assert bring_in_small(tmp_path, values=values).added


def test_every_bad_row_is_listed_at_once(tmp_path):
    bring_in_small(tmp_path)
    values = HEAD + "MARS,OIL,2026-01,1,,,,\nMARA,FUEL,2999-01,1,,,,\nMARA,FIT,2026-02,,1,,,\n"
    problems = refusal(tmp_path, values=values)
    assert [(p.row, p.column) for p in problems] == [
        (2, "unit"),
        (2, "kpi"),
        (3, "period"),
        (4, "denominator"),
    ]


OVERRIDE = "unit,kpi,period,kind,value\nHQ,FUEL,2026-01,override,30\n"


def test_an_override_is_stored_for_a_unit_that_reports_nothing_itself(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values=OVERRIDE)
    assert Entry.objects.get(unit__code="HQ").kind == "override"
    assert not Reporter.objects.filter(unit__code="HQ").exists()


def test_the_same_override_again_is_no_news_and_an_entry_in_its_place_is(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values=OVERRIDE)
    assert bring_in(tmp_path, values=OVERRIDE).changed == 0
    assert bring_in(tmp_path, values=OVERRIDE.replace("override", "entry")).changed >= 1


def test_an_override_that_is_not_applicable_is_refused(tmp_path):
    values = "unit,kpi,period,kind,not_applicable\nHQ,FUEL,2026-01,override,1\n"
    (problem,) = refusal_of_small(tmp_path, values=values)
    assert problem.column == "not_applicable"
