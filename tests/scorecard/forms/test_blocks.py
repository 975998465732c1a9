import time
from decimal import Decimal

import pytest
import time_machine
from django.http import QueryDict

from core.errors import DomainError
from core.numbers import SPACE
from scorecard.engine.periods import FiscalCalendar
from scorecard.forms.blocks import read_block
from tests.factories import make_kpi, make_reporter
from tests.scorecard.views.entry_forms import fields

OCTOBER = FiscalCalendar().parse("2026-10")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def kpis(units):
    """Days lost, a share ready, fuel used: as they stand on the page."""
    made = [
        make_kpi("DAYS", name="Days lost", unit_of_measure="days", maximum=Decimal(31)),
        make_kpi("READY", name="Share ready", unit_rule="ratio", unit_of_measure="%"),
        make_kpi("FUEL", name="Fuel used", unit_of_measure="t"),
    ]
    for kpi in made:
        make_reporter(units.mara, kpi)
    return made


def block_of(units, kpis, text, *, at="DAYS", part="value", typed=None):
    """Return what is read where `text` is pasted into the field of a KPI."""
    data = QueryDict(mutable=True)
    for kpi in kpis:
        blank = ("", "") if kpi.definition.is_ratio else ""
        data.update(fields(units.mara, {kpi: (typed or {}).get(kpi.code, blank)}))
    start = next(kpi for kpi in kpis if kpi.code == at)
    data.update({"block": text, "at": f"cell-{start.pk}-{units.mara.pk}-{part}"})
    return read_block(data, units.mara, OCTOBER)


def filled(block):
    """Return what comes into the fields, by KPI."""
    return {line.name: tuple(line.fields.values()) for line in block.lines if line.fields}


def said(block):
    return [(line.problem or line.says).replace(SPACE, " ") for line in block.lines]


def test_a_column_fills_the_rows_from_its_field_on(units, kpis):
    block = block_of(units, kpis, "12,5\r\n80\r\n7\r\n")
    assert filled(block) == {"Days lost": ("12,5",), "Share ready": ("80",), "Fuel used": ("7",)}
    assert said(block)[0] == "12.5 days"
    assert block.is_plain


def test_an_empty_cell_leaves_its_row_as_it_is(units, kpis):
    assert filled(block_of(units, kpis, "12\n\n7")) == {"Days lost": ("12",), "Fuel used": ("7",)}


def test_two_columns_fill_both_fields_of_a_ratio(units, kpis):
    block = block_of(units, kpis, "12\t\n17\t20\n7\t")
    assert filled(block)["Share ready"] == ("17", "20")
    assert said(block) == ["12 days", "17 of 20", "7 t"]
    assert not block.is_plain


def test_a_column_of_second_numbers_goes_beside_the_first_ones(units, kpis):
    ready = {"READY": ("17", "")}
    block = block_of(units, kpis, "20\n7", at="READY", part="denominator", typed=ready)
    assert filled(block) == {"Share ready": ("20",), "Fuel used": ("7",)}
    assert said(block) == ["17 of 20", "7 t"]


@pytest.mark.parametrize("text", ["17 of 20", "17/20", "17 / 20"])
def test_a_ratio_in_one_cell_is_taken_apart(units, kpis, text):
    assert filled(block_of(units, kpis, f"{text}\n7", at="READY"))["Share ready"] == ("17", "20")


def test_rows_with_names_or_codes_are_matched_whatever_their_order(units, kpis):
    block = block_of(units, kpis, "fuel  USED (t)\t7\nREADY\t17\t20\nOur trucks\t3\nDays lost\t12")
    assert filled(block) == {
        "Fuel used": ("7",),
        "Share ready": ("17", "20"),
        "Days lost": ("12",),
    }
    assert said(block)[2] == "No row of this page is called that: left out."
    assert not block.is_plain


@pytest.mark.parametrize("text", ["KPI\tOctober\nDays lost\t12", "October\n12"])
def test_a_heading_is_recognised_and_said_to_be_left_out(units, kpis, text):
    block = block_of(units, kpis, text)
    assert said(block) == ["This is a heading: left out.", "12 days"]
    assert filled(block) == {"Days lost": ("12",)}
    assert not block.is_plain


def test_a_name_without_a_figure_is_passed_over(units, kpis):
    block = block_of(units, kpis, "Processes\t\nDays lost\t\nFuel used\t7")
    assert filled(block) == {"Fuel used": ("7",)}


def test_a_figure_that_does_not_apply_empties_the_other_field_of_a_ratio(units, kpis):
    block = block_of(units, kpis, "READY\tn/a", typed={"READY": ("17", "20")})
    assert filled(block) == {"Share ready": ("n/a", "")}
    assert said(block) == ["does not apply"]


def test_what_has_two_readings_is_asked_and_filled_in_as_it_was_pasted(units, kpis):
    block = block_of(units, kpis, "1,234\n2", at="FUEL")
    assert "can be read in two ways" in said(block)[0]
    assert filled(block) == {"Fuel used": ("1,234",)}
    assert [words for words, _fields in block.lines[0].choices] == ["1234", "1.2340"]
    assert not block.is_plain


def test_what_cannot_be_stored_says_why(units, kpis):
    block = block_of(units, kpis, "99\n17")
    assert said(block)[0].startswith("This is over 31")
    assert not block.is_plain


def test_lines_beyond_the_page_and_cells_beyond_the_row_are_left_out_aloud(units, kpis):
    block = block_of(units, kpis, "1\t2\n1\t2\t3\n7\n8")
    assert said(block) == [
        "One number is wanted: left out.",
        "Two numbers are wanted: left out.",
        "7 t",
        "The page has no more rows: left out.",
    ]


@pytest.mark.parametrize("text", ["", " \n \n", "1\n" * 401, "1" * 20_001, "1\0"])
def test_too_much_or_nothing_is_refused_in_words(units, kpis, text):
    with pytest.raises(DomainError, match="Copy"):
        block_of(units, kpis, text)


def test_a_field_that_is_not_on_the_page_is_refused(units, kpis):
    other = make_kpi("OTHER")
    with pytest.raises(DomainError, match="no longer on the page"):
        block_of(units, [*kpis, other], "1\n2", at="OTHER")


def test_the_weeks_of_a_kpi_are_filled_in_their_order(units):
    trucks = make_kpi("TRUCKS", name="Trucks out", frequency="weekly")
    make_reporter(units.mara, trucks)
    data = QueryDict(mutable=True)
    for week in ("2026-W40", "2026-W41"):
        data.update(fields(units.mara, {trucks: ""}, week))
    at = f"cell-{trucks.pk}-{units.mara.pk}-2026-W40-value"
    data.update({"block": "Trucks out\t3\nTrucks out\t4", "at": at})
    found = read_block(data, units.mara, OCTOBER)
    assert [(line.of_period, *line.fields.values()) for line in found.lines] == [
        ("2026-W40", "3"),
        ("2026-W41", "4"),
    ]


def test_a_cell_may_hold_a_line_break(units, kpis):
    assert filled(block_of(units, kpis, '"Days\nlost"\t12')) == {"Days lost": ("12",)}


@pytest.mark.parametrize("text", ["(" * 19_000, "a" + " " * 19_000 + "b", "1 of " * 3_000])
def test_a_very_long_cell_is_read_at_once(units, kpis, text):
    begun = time.monotonic()
    block_of(units, kpis, f"READY\t{text}\nDays lost\t1")
    block_of(units, kpis, f"{text}\t1\nDays lost\t1")
    assert time.monotonic() - begun < 2


def test_a_pasted_figure_in_another_unit_is_asked_about(units):
    hours = make_kpi("HOURS", name="Notice", unit_of_measure="hours")
    make_reporter(units.mara, hours)
    line = block_of(units, [hours], "2 days", at="HOURS").lines[0]
    assert "type 48 if you mean “2 days”" in line.problem
    assert [words for words, _fields in line.choices] == ["48"]
    assert block_of(units, [hours], "36 hours", at="HOURS").lines[0].says == f"36{SPACE}hours"
