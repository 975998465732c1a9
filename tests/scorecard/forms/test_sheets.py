from decimal import Decimal

import pytest
from django.http import QueryDict

from core.errors import DomainError
from core.numbers import SPACE
from scorecard.engine.periods import FiscalCalendar
from scorecard.forms.sheets import cells_of, read_cell, read_sheet
from scorecard.models import KpiVersion
from scorecard.selectors.entry_numbers import in_words
from scorecard.services.drafts import Typed
from scorecard.services.entries import Figure
from tests.factories import make_entry, make_kpi, make_reporter

OCTOBER = FiscalCalendar().parse("2026-10")
NUMBER, RATIO = KpiVersion(unit_rule="sum"), KpiVersion(unit_rule="ratio")
PERCENT = KpiVersion(unit_rule="mean", unit_of_measure="%")


def test_a_percentage_is_stored_as_the_exact_fraction():
    assert str(read_cell(Typed("82.5"), PERCENT).value) == "0.825"
    assert str(read_cell(Typed("82.5 %"), PERCENT).value) == "0.825"


@pytest.mark.parametrize("text", ["82,5", "82,5 %", "82.50"])
def test_a_percentage_is_read_in_every_way_of_writing_it(text):
    assert read_cell(Typed(text), PERCENT).value == Decimal("0.825")


@pytest.mark.parametrize(
    ("cell", "version", "words"),
    [
        (Typed("1.234,50"), KpiVersion(unit_rule="sum", unit_of_measure="days"), "1,234.5 days"),
        (
            Typed("12345678,125"),
            KpiVersion(unit_rule="sum", unit_of_measure="kr"),
            "12,345,678.125 kr",
        ),
        (Typed("82,55"), PERCENT, "82.55 %"),
        (Typed("-3"), NUMBER, "−3"),
        (Typed("1200"), NUMBER, "1,200"),
        (Typed(numerator="38", denominator="1 045"), RATIO, "38 of 1,045"),
        (Typed(numerator="38"), RATIO, ""),
        (Typed("n/a"), NUMBER, "does not apply"),
    ],
)
def test_what_was_understood_is_said_with_its_unit_and_every_digit(cell, version, words):
    said = in_words(read_cell(cell, version), version)
    assert said.replace(SPACE, " ") == words


@pytest.mark.parametrize(("cell", "version"), [(Typed("1,234"), NUMBER), (Typed("1.234"), PERCENT)])
def test_what_could_be_two_numbers_is_asked(cell, version):
    with pytest.raises(DomainError, match="can be read in two ways"):
        read_cell(cell, version)


def test_a_long_percentage_loses_no_digit():
    digits = "1234567890" * 5
    assert str(read_cell(Typed(digits + ".25"), PERCENT).value) == f"{digits[:-2]}.{digits[-2:]}25"


@pytest.mark.parametrize("text", ["n/a", "N/A", " na ", "not applicable"])
@pytest.mark.parametrize("version", [NUMBER, RATIO, PERCENT])
def test_not_applicable_can_be_typed_into_any_field(text, version):
    assert read_cell(Typed(value=text), version) == Figure(not_applicable=True)
    assert read_cell(Typed(denominator=text), version) == Figure(not_applicable=True)


def test_a_number_beside_not_applicable_is_asked_about():
    with pytest.raises(DomainError, match="stands beside"):
        read_cell(Typed(numerator="n/a", denominator="5"), RATIO)


def test_half_a_ratio_is_read_as_half_a_ratio():
    assert read_cell(Typed(numerator="3"), RATIO) == Figure(numerator=Decimal(3))


@pytest.mark.parametrize("text", ["1" * 61, "1\0"])
def test_what_cannot_be_kept_is_refused_before_it_is_read(text):
    with pytest.raises(DomainError, match=r"at most 60|invisible"):
        read_cell(Typed(text), NUMBER)


def test_fields_are_known_by_kpi_unit_and_part():
    data = QueryDict("cell-1-2-value=7&cell-3-2-numerator=1&cell-3-2-denominator=2&key=x")
    assert cells_of(data) == {
        (1, 2, ""): Typed("7"),
        (3, 2, ""): Typed(numerator="1", denominator="2"),
    }


@pytest.mark.parametrize("name", ["cell-1-2", "cell-x-2-value", "cell-1-2-unit", "cell--1-2-value"])
def test_other_names_are_no_fields(name):
    assert cells_of(QueryDict(f"{name}=7")) == {}


def sheet(unit, **cells):
    data = QueryDict(mutable=True)
    data.update({name.replace("_", "-"): text for name, text in cells.items()})
    return read_sheet(data, unit, OCTOBER)


@pytest.fixture
def kpi(units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi)
    return kpi


def test_what_stands_already_is_neither_new_nor_a_draft(units, kpi):
    make_entry(units.mara, kpi, "2026-10", "82.5")
    read = sheet(units.mara, **{f"cell_{kpi.pk}_{units.mara.pk}_value": "82.50"})
    assert (read.new, read.drafts) == ({}, {})
    assert read.settled == [(kpi, OCTOBER)]


def test_another_number_is_new_and_a_draft_until_it_is_stored(units, kpi):
    make_entry(units.mara, kpi, "2026-10", "82.5")
    read = sheet(units.mara, **{f"cell_{kpi.pk}_{units.mara.pk}_value": "82.6"})
    assert read.new == {(kpi, OCTOBER): Figure(Decimal("82.6"))}
    assert list(read.drafts) == [(kpi, OCTOBER)]
    assert read.settled == []


def test_what_cannot_be_read_is_a_draft_with_a_sentence(units, kpi):
    read = sheet(units.mara, **{f"cell_{kpi.pk}_{units.mara.pk}_value": "many"})
    assert list(read.drafts) == [(kpi, OCTOBER)]
    assert "is not a number" in read.problems[kpi.pk, OCTOBER.ordinal]


def test_a_field_that_was_not_sent_is_neither_a_draft_nor_empty(units, kpi):
    read = sheet(units.mara)
    assert (read.typed, read.drafts, read.settled) == ({}, {}, [])


def test_something_typed_for_another_unit_is_noticed(units, kpi):
    stray = sheet(units.mara, **{f"cell_{kpi.pk}_{units.nils.pk}_value": "1"})
    empty = sheet(units.mara, **{f"cell_{kpi.pk}_{units.nils.pk}_value": ""})
    assert (stray.strays, empty.strays) == (True, False)
    assert "belong to no KPI" in stray.refusal


HOURS = KpiVersion(unit_rule="mean", unit_of_measure="hours")


def test_a_figure_typed_with_its_unit_is_taken():
    assert read_cell(Typed("36 hours"), HOURS).value == 36
    assert read_cell(Typed("12 per cent"), PERCENT).value == Decimal("0.12")


@pytest.mark.parametrize(
    ("cell", "version", "words"),
    [
        (Typed("2 days"), HOURS, "This KPI is in hours: type 48 if you mean “2 days”."),
        (Typed("12 bp"), PERCENT, "type 0.12 % if you mean"),
        (Typed("12 kg"), HOURS, "Type the figure in hours."),
        (Typed(numerator="17 men", denominator="20"), RATIO, "Type the number alone."),
    ],
)
def test_a_figure_in_another_unit_is_never_converted_silently(cell, version, words):
    with pytest.raises(DomainError, match=words):
        read_cell(cell, version)
