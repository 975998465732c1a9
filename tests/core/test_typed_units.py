"""A figure with its unit is taken, converted by nobody, and never read as another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.typed_numbers import read_number
from core.typed_units import KINDS, converted, number_in, read_in_unit, with_unit

pytestmark = pytest.mark.once
NUMBERS = st.decimals(-(10**6), 10**6, places=2)
UNITS = st.sampled_from(["days", "hours", "%", "EUR", "kr", "kr 000", "MWh", "exercises", ""])


def refusal(text, unit):
    with pytest.raises(DomainError) as caught:
        read_in_unit(text, unit, read_number)
    return caught.value.message


@given(NUMBERS, UNITS)
def test_a_figure_with_its_own_unit_is_the_same_figure_without_it(number, unit):
    text = f"{number:f} {unit}"
    assert read_in_unit(text, unit, read_number) == number


@given(NUMBERS, st.sampled_from(KINDS), st.data())
def test_a_figure_in_another_unit_is_never_taken(number, kind, data):
    given_in, wanted = data.draw(st.permutations(sorted(kind)))[:2]
    text = f"{number:f} {given_in}"
    with pytest.raises(DomainError):
        read_in_unit(text, wanted, read_number)
    instead = converted(text, wanted, read_number)
    exact = number * kind[given_in] / kind[wanted]
    read = read_in_unit(instead, wanted, read_number)
    assert abs(read - exact) <= abs(exact) / 10**10


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("12 days", "days", "12"),
        ("1 day", "days", "1"),
        ("12 d", "Days", "12"),
        ("82,5%", "%", "82.5"),
        ("82.5 per cent", "%", "82.5"),
        ("€5", "EUR", "5"),
        ("-€5", "EUR", "-5"),
        ("1 200 euros", "EUR", "1200"),
        ("kr 46", "kr", "46"),
        ("46 kr 000", "kr 000", "46"),
        ("3 m²", "m²", "3"),
        ("1'234.50 MWh", "MWh", "1234.50"),
    ],
)
def test_the_same_unit_is_taken_however_it_is_written(text, unit, number):
    assert read_in_unit(text, unit, read_number) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit", "instead"),
    [
        ("3 h", "days", "0.125"),
        ("45 min", "hours", "0.75"),
        ("2 weeks", "days", "14"),
        ("12 bp", "%", "0.12 %"),
        ("12 basis points", "%", "0.12 %"),
        ("0.3 share", "%", "30 %"),
        ("1.2 k", "days", "1200"),
        ("3 mio", "", "3000000"),
        ("kr 46 m", "kr", "46000000"),
        ("46 m", "kr", "46000000"),
        ("46000 kr", "kr 000", "46"),
        ("1000 h", "weeks", "5.95238095238"),
    ],
)
def test_what_was_meant_is_said_as_it_has_one_reading(text, unit, instead):
    assert converted(text, unit, read_number) == instead
    assert f"type {instead}" in refusal(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("12 kg", "days", "in another unit than this KPI, which is in days"),
        ("1,234 h", "days", "in another unit than this KPI"),
        ("12 %", "days", "in another unit than this KPI"),
        ("5 m", "minutes", "in another unit than this KPI"),
        ("12 %", "", "names a unit, and this figure has none"),
        ("12 men", "", "Type the number alone"),
        ("1,234 days", "days", "can be read in two ways"),
        *((text, "days", "is not a number") for text in ("17/20", "12:30", "1e5", "~12", "12 (?)")),
        *((text, "days", "is not a number") for text in ("approx 12", "2026-10", "12 of 20 days")),
    ],
)
def test_what_cannot_be_converted_is_refused_with_a_sentence(text, unit, words):
    assert words in refusal(text, unit)
    assert converted(text, unit, read_number) == ""


def test_a_long_text_is_no_figure_and_takes_no_time():
    assert with_unit("1 " * 50_000 + "h", "h") is None


def test_the_number_is_found_beside_its_own_unit_alone():
    assert number_in("1,234 days", "day") == "1,234"
    assert number_in("1,234 hours", "day") == "1,234 hours"
