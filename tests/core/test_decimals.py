import random
import struct
from decimal import Decimal

import pytest

from core.decimals import is_same, shortest


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-5.0, "-5"),
        (100 / 3, "33.333333333333336"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
        (1.5e300, "15" + "0" * 299),
        (5e-324, "0." + "0" * 323 + "5"),
        (123456789012345680.0, "123456789012345680"),
    ],
)
def test_a_number_is_the_shortest_decimal_without_exponent(number, text):
    assert shortest(number) == text


def test_every_number_reads_back_as_the_same_float():
    chance = random.Random(7)
    for _ in range(2000):
        (number,) = struct.unpack("d", chance.randbytes(8))
        if number - number == 0:  # neither infinite nor NaN
            assert float(shortest(number)) == number
            assert "e" not in shortest(number)


def test_a_decimal_loses_its_zeros_and_what_no_float_holds():
    assert shortest(Decimal("10.50")) == "10.5"
    assert shortest(Decimal("1E+21")) == "1" + "0" * 21
    assert shortest(Decimal("0.1234567890123456789012")) == "0.12345678901234568"


def test_two_numbers_are_the_same_where_their_floats_are():
    assert is_same(Decimal("10.50"), Decimal("10.5"))
    assert is_same(Decimal("0.1"), Decimal("0.10000000000000000000001"))
    assert not is_same(Decimal("0.1"), Decimal("0.1000000000000001"))
    assert is_same(None, None)
    assert not is_same(None, Decimal(0))
    assert not is_same(Decimal(0), None)
