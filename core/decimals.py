"""Numbers as every program reads them: the shortest decimal that means the same float."""

from decimal import Decimal


def shortest(number: float | Decimal) -> str:
    """Write the shortest decimal that reads back as the same float, without exponent.

    Examples
    --------
    >>> shortest(1e-7), shortest(12.0), shortest(0.1), shortest(1e22)
    ('0.0000001', '12', '0.1', '10000000000000000000000')
    >>> shortest(Decimal("10.50")), shortest(-0.0)
    ('10.5', '0')
    """
    text = repr(float(number))
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0") if number else "0"


def is_same(one: Decimal | None, other: Decimal | None) -> bool:
    """Tell whether two numbers are the same float: more digits than that are never written.

    >>> is_same(Decimal("0.1"), Decimal("0.10000000000000000000001")), is_same(Decimal(0), None)
    (True, False)
    """
    if one is None or other is None or one == other:
        return one == other
    return float(one) == float(other)
