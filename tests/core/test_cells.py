from datetime import date
from decimal import Decimal

import pytest

from core import cells


@pytest.mark.parametrize("typed", ["25704.50", "-3", "+.5", "7.", "1e-05"])
def test_a_number_is_read_digit_for_digit(typed):
    assert cells.number(typed) == Decimal(typed)


@pytest.mark.parametrize("typed", ["25,704", "1_000", "NA", "76%", "٣", "1e999", "0x10", "1" * 401])
def test_text_for_a_number_is_refused(typed):
    with pytest.raises(ValueError, match="not a number"):
        cells.number(typed)


@pytest.mark.parametrize("typed", ["nan", "NaN", "inf", "-Infinity", "+INF"])
def test_nan_and_infinities_are_refused_by_name(typed):
    with pytest.raises(ValueError, match="NaN and infinities"):
        cells.number(typed)


def test_a_number_that_no_float_can_hold_is_refused():
    assert cells.number("1" + "0" * 308) == Decimal(10) ** 308
    with pytest.raises(ValueError, match="too large"):
        cells.number("9" * 400)


def test_a_day_is_read_only_in_its_one_form():
    assert cells.day("2026-11-12") == date(2026, 11, 12)
    for typed in ["20261112", "12.11.2026", "2026-02-30", "2026-W01-1"]:
        with pytest.raises(ValueError, match="write it as 2026-11-12"):
            cells.day(typed)


@pytest.mark.parametrize("typed", ["yes", "true", "2", "1.0"])
def test_a_flag_is_one_or_zero_and_nothing_else(typed):
    with pytest.raises(ValueError, match="1 for yes"):
        cells.flag(typed)


def test_a_choice_takes_its_words_and_names_them_for_any_other():
    read = cells.choice("goal_red_flag", "band")
    assert read("band") == "band"
    with pytest.raises(ValueError, match="write one of goal_red_flag, band"):
        read("bandd")


def test_numbers_keep_to_their_limits():
    assert cells.within(0, 1)("0.6") == 0.6
    assert cells.whole(1, 12)("4") == 4
    for read, typed in [
        (cells.within(0, 1), "1.01"),
        (cells.within(0), "-1"),
        (cells.whole(1, 12), "13"),
        (cells.whole(1, 12), "1.5"),
    ]:
        with pytest.raises(ValueError, match="Write a"):
            read(typed)


def test_addresses_are_compared_in_lower_case():
    assert cells.email("Ada@Aldmark.Example") == "ada@aldmark.example"
    with pytest.raises(ValueError, match="not an e-mail address"):
        cells.email("ada at aldmark")


def test_text_that_is_too_long_is_refused_with_its_length():
    with pytest.raises(ValueError, match="61 characters; shorten it to 60"):
        cells.text(60)("x" * 61)


def test_each_kind_of_cell_says_what_it_holds():
    assert cells.text(60).described == {"type": "string", "constraints": {"maxLength": 60}}
    assert cells.number.described == {"type": "number"}
    assert cells.within(0).described == {"type": "number", "constraints": {"minimum": 0}}
    assert cells.whole(1, 12).described["constraints"] == {"minimum": 1, "maximum": 12}
    assert cells.flag.described["trueValues"] == ["1"]
    assert cells.choice("a", "b").described["constraints"] == {"enum": ["a", "b"]}
