from decimal import Decimal

import pytest

from core.errors import DomainError
from scorecard.models import KpiVersion
from scorecard.services.entries import Figure
from scorecard.services.uploads.figures import read_figure
from scorecard.services.uploads.layouts import Layout, Line

TONS = KpiVersion(unit_rule="sum", unit_of_measure="t")
SHARE = KpiVersion(unit_rule="mean", unit_of_measure="%")
RATIO = KpiVersion(unit_rule="ratio")


def read(version, *, comment="", layout=None, **cells):
    line = Line(2, 1, "HQ", "K", "2026-10", cells, comment)
    return read_figure(line, version, layout or Layout())


def refusal(version, **said):
    with pytest.raises(DomainError) as refused:
        read(version, **said)
    return refused.value.message


@pytest.mark.parametrize(
    ("cell", "number"),
    [(7.0, "7"), (0.30000000000000004, "0.3"), ("1 234,5", "1234.5"), ("\u2212 7", None)],
)
def test_a_number_is_taken_with_the_digits_that_were_typed(cell, number):
    if number is None:
        assert "is not a number" in refusal(TONS, value=cell)
    else:
        assert read(TONS, value=cell).value == Decimal(number)


def test_a_text_with_two_readings_is_asked_until_its_language_is_said():
    assert "two ways" in refusal(TONS, value="1,234")
    assert read(TONS, value="1,234", layout=Layout(numbers="en")).value == 1234
    assert read(TONS, value="1,234", layout=Layout(numbers="de")).value == Decimal("1.234")


@pytest.mark.parametrize(
    ("cell", "shares", "fraction"),
    [
        ("82.5 %", "", "0.825"),
        (0.825, "fraction", "0.825"),
        (82.5, "percent", "0.825"),
        ("82,5", "percent", "0.825"),
        (0.825, "own", "0.825"),
        ("82.5", "own", "0.825"),
        (0.0, "", "0"),
    ],
)
def test_a_percentage_is_read_as_its_layout_says(cell, shares, fraction):
    assert read(SHARE, value=cell, layout=Layout(shares=shares)).value == Decimal(fraction)


@pytest.mark.parametrize("cell", [0.825, 82.5, "82.5", "0.825"])
def test_a_percentage_without_its_sign_is_asked_until_that_is_said(cell):
    assert "percentage or a fraction" in refusal(SHARE, value=cell)


def test_a_ratio_wants_two_numbers_and_others_one():
    assert read(RATIO, numerator=17.0, denominator="20") == Figure(
        numerator=Decimal(17), denominator=Decimal(20)
    )
    assert "two numbers" in refusal(RATIO, value=0.85)
    assert "one number" in refusal(TONS, numerator=17.0)


@pytest.mark.parametrize("cell", ["n/a", "does not apply", "Not applicable"])
def test_what_does_not_apply_is_read_as_that(cell):
    assert read(TONS, value=cell, comment="Closed") == Figure(not_applicable=True)
    assert read(TONS, value="", not_applicable=cell).not_applicable


def test_a_mark_beside_a_number_or_of_another_kind_is_refused():
    assert "stands beside" in refusal(TONS, value=7.0, not_applicable="does not apply")
    assert "or leave it empty" in refusal(TONS, value=7.0, not_applicable="maybe")


def test_na_is_asked_until_its_meaning_is_said():
    assert "choose which" in refusal(TONS, value="NA")
    assert read(TONS, value="NA", layout=Layout(unknown="missing")) is None
    assert read(TONS, value="–", layout=Layout(unknown="not_applicable")).not_applicable


@pytest.mark.parametrize("cell", [True, "seven", "1" * 61])
def test_what_is_no_number_is_refused(cell):
    assert refusal(TONS, value=cell)


def test_a_comment_that_is_too_long_is_refused():
    assert "1,000" in refusal(TONS, value=7.0, comment="a" * 1001)


def test_a_text_with_a_unit_is_held_against_that_of_the_kpi():
    assert read(TONS, value="12 t").value == 12
    assert read(TONS, value="1.234,5 t", layout=Layout(numbers="de")).value == Decimal("1234.5")
    assert read(SHARE, value="12 per cent").value == Decimal("0.12")
    assert "type 1200 if you mean “1.2 k”" in refusal(TONS, value="1.2 k")
    assert "type 0.12 % if you mean “12 bp”" in refusal(SHARE, value="12 bp")
    assert "Type the figure in t." in refusal(TONS, value="12 h")
    assert "Type the number alone." in refusal(RATIO, numerator="17 men", denominator="20")
