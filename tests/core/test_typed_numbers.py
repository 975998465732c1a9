"""What people type is read as what they mean, in whichever of four languages, or is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.typed_numbers import read_number, readings, without_doubt

pytestmark = pytest.mark.once

# How a language writes numbers: before the decimals, between the thousands.
WAYS = {
    "plain": (".", ""),
    "English": (".", ","),
    "German": (",", "."),
    "Swiss": (".", "\u2019"),
    "French": (",", "\u202f"),
    "Polish": (",", "\u00a0"),
    "Polish, typed": (",", " "),
}


def written(number, way):
    """Write a number as a language does."""
    point, between = WAYS[way]
    whole, _point, part = f"{abs(number):f}".partition(".")
    groups = []
    while whole:
        whole, groups = whole[:-3], [whole[-3:], *groups]
    return f"{'-' if number < 0 else ''}{between.join(groups)}{point if part else ''}{part}"


NUMBERS = st.decimals(-(10**9), 10**9, places=6) | st.decimals(-99999, 99999, places=3)


@given(NUMBERS | st.integers(-(10**12), 10**12).map(Decimal), st.sampled_from(list(WAYS)))
def test_a_number_is_read_as_it_was_meant_or_asked_about_never_as_another(number, way):
    found = readings(written(number, way))
    assert number in found
    assert len(found) <= 2


@given(NUMBERS, st.sampled_from(list(WAYS)))
def test_what_is_asked_offers_two_texts_that_have_one_reading_each(number, way):
    text = written(number, way)
    if len(readings(text)) == 1:
        assert read_number(text) == number
        return
    with pytest.raises(DomainError, match="can be read in two ways") as caught:
        read_number(text)
    offered = caught.value.message.split("Type ")[1].split(" for the large")[0]
    other = caught.value.message.split(", or ")[1].split(" for the small")[0]
    assert number in {read_number(offered), read_number(other)}
    assert read_number(offered) != read_number(other)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_every_number_in_digits_comes_back_exactly_without_doubt(number):
    assert read_number(without_doubt(f"{number:f}")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("12,5", "12.5"),
        (" 7\t", "7"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("5.", "5"),
        ("+3", "3"),
        ("\u22123", "-3"),
        ("1 234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1'234", "1234"),
        ("1\u2019234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234,567", "1234.567"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("12\u00a0345\u202f678", "12345678"),
        ("1\u2009234", "1234"),
    ],
)
def test_what_has_one_reading_is_read(text, number):
    assert str(read_number(text)) == str(Decimal(number))


@pytest.mark.parametrize(
    "text",
    [
        *("", "ten", "NaN", "nan", "Infinity", "-inf", "1e5", "0x10", "1 23", "12 3456", "--1"),
        *(
            "1_000",
            "1.2.3",
            "1,2,3",
            "١٢",
            "5 %",
            "1\n2",
            "½",
            ",",
            ".",
            "-",
            "1,23,456",
            "1 234'567",
        ),
        *("0,123,456", ".,5", "1..5", "1.234,567.8", "- 5", "1 ,5"),
    ],
)
def test_what_is_no_number_is_said_to_be_none(text):
    with pytest.raises(DomainError, match="is not a number"):
        read_number(text)


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12,345", "999.000"])
def test_what_could_be_two_numbers_is_asked_and_never_guessed(text):
    with pytest.raises(DomainError, match="can be read in two ways"):
        read_number(text)


def test_the_question_says_what_to_type():
    with pytest.raises(DomainError) as caught:
        read_number("1,234")
    assert "Type 1234 for the large number, or 1.2340 for the small one." in caught.value.message
