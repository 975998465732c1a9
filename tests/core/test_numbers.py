import doctest
import math
from decimal import Decimal

import pytest

from core import numbers
from core.numbers import SPACE, amount, difference, figure, money, plain, score, signed, target


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(numbers).failed == 0


@pytest.mark.parametrize("unknown", [None, math.nan, math.inf, Decimal("NaN")])
@pytest.mark.parametrize("write", [plain, signed, amount, figure, difference, money, score])
def test_what_is_unknown_is_a_dash_and_never_zero(write, unknown):
    assert write(unknown) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0, "0"),
        (7.40, "7.4"),
        (68.04, "68"),
        (68.46, "68.5"),
        (212, "212"),
        (2140, "2,140"),
        (88412, "88,400"),
        (999.6, "1,000"),
        (0.004567, "0.00457"),
        (-9.2, "−9.2"),
        (Decimal("1.005"), "1.01"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_an_overview_shows_three_significant_digits(value, text):
    assert plain(value) == text


def test_a_number_with_decimals_keeps_zeros_and_all_digits():
    assert plain(68, decimals=1) == "68.0"
    assert plain(88412.345, decimals=2) == "88,412.35"


def test_what_rounds_to_zero_has_no_sign():
    assert plain(-0.001, decimals=1) == "0.0"
    assert signed(-0.001, decimals=1) == "0.0"
    assert signed(0.001, decimals=1) == "0.0"


def test_a_percentage_comes_as_a_fraction():
    assert figure(0.68, "%") == f"68{SPACE}%"
    assert amount(0.684, "%", decimals=1) == "68.4"


def test_percentages_differ_by_points():
    assert difference(-0.14, "%") == f"−14{SPACE}points"
    assert difference(0.01, "%") == f"+1{SPACE}point"
    assert difference(92, "lines") == f"+92{SPACE}lines"


def test_the_direction_of_a_target_is_away_from_the_red_flag():
    assert target(14, 21, "days") == f"≤{SPACE}14{SPACE}days"
    assert target(0.82, 0.75, "%") == f"≥{SPACE}82{SPACE}%"
    assert target(0.82, 0.75, "%", bare=True) == f"≥{SPACE}82"


@pytest.mark.parametrize("red", [None, math.nan, 14])
def test_a_target_without_a_usable_red_flag_has_no_direction(red):
    assert target(14, red, "days") == f"14{SPACE}days"


def test_money_is_in_millions_from_one_million_up():
    assert money(46_000_000) == f"kr{SPACE}46{SPACE}m"
    assert money(999_999) == f"kr{SPACE}999,999"
    assert money(-2_500_000) == f"−kr{SPACE}2.5{SPACE}m"
    assert figure(46_000_000, "kr") == f"kr{SPACE}46{SPACE}m"


@pytest.mark.parametrize(
    ("value", "text"),
    [(84.6, "84"), (85, "85"), (84.99999999999999, "85"), (69.99, "69"), (0, "0")],
)
def test_a_score_is_rounded_towards_the_worse_status(value, text):
    assert score(value) == text
