"""Figures as people read them: units, true minus, thousands, few digits; unknown is an en dash."""

import math
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext

Number = int | float | Decimal

UNKNOWN = "–"
MINUS = "−"
SPACE = "\N{NO-BREAK SPACE}"
OVERVIEW_DIGITS = 3
# A sum of float64 shares may miss a whole number by this much; it must not cost a point.
FLOAT_DUST = Decimal("1e-9")


def is_unknown(value: Number | None) -> bool:
    """Say whether there is nothing to show: None, NaN or an infinity."""
    return value is None or not math.isfinite(value)


def plain(value: Number | None, *, decimals: int | None = None) -> str:
    """Write a number in the reader's language.

    Parameters
    ----------
    value
        The number; None or NaN is unknown and gives an en dash.
    decimals
        Exactly so many decimals. Without it: at most three significant digits, as in overviews,
        and no zeros at the end.

    >>> plain(88400), plain(-6.14, decimals=1), plain(2.140), plain(None)
    ('88,400', '−6.1', '2.14', '–')
    """
    if value is None or is_unknown(value):
        return UNKNOWN
    exact = _decimal(value)
    rounded = _to_digits(exact) if decimals is None else _to_decimals(exact, decimals)
    places = max(0, -int(rounded.as_tuple().exponent))
    text = _grouped(abs(rounded), places, get_language())
    return MINUS + text if rounded < 0 else text


def signed(value: Number | None, *, unit: str = "", decimals: int | None = None) -> str:
    """Write a change or a gap with its sign; shares (unit ``%``) become points.

    >>> signed(4), signed(-0.14, unit="%", decimals=1), signed(0.0), signed(None)
    ('+4', '−14.0', '0', '–')
    """
    if value is None or is_unknown(value):
        return UNKNOWN
    text = plain(_scaled(value, unit), decimals=decimals)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def amount(value: Number | None, unit: str = "", *, decimals: int | None = None) -> str:
    """Write a value without its unit, which stands beside it; a percentage comes as a fraction.

    >>> amount(0.684, "%"), amount(14, "days")
    ('68.4', '14')
    """
    return plain(_scaled(value, unit), decimals=decimals)


def rounded(value: Number, unit: str = "", *, decimals: int) -> Decimal:
    """Return a number as `amount` writes it, to add up what people read.

    >>> rounded(0.0595, "%", decimals=1)
    Decimal('6.0')
    """
    return _to_decimals(_decimal(value) * (100 if unit == "%" else 1), decimals)


def figure(value: Number | None, unit: str = "", *, decimals: int | None = None) -> str:
    """Write a value with its unit; a percentage comes as a fraction, kroner as kroner.

    >>> figure(0.684, "%").replace(SPACE, " "), figure(14, "days").replace(SPACE, " ")
    ('68.4 %', '14 days')
    >>> figure(46_000_000, "kr").replace(SPACE, " "), figure(None, "%")
    ('kr 46 m', '–')
    """
    if is_unknown(value) or not unit:
        return plain(value, decimals=decimals)
    if unit == "kr":
        return money(value)
    return f"{plain(_scaled(value, unit), decimals=decimals)}{SPACE}{unit}"


def difference(value: Number | None, unit: str = "", *, decimals: int | None = None) -> str:
    """Write a signed difference in words: two percentages differ by points, not by per cent.

    >>> difference(-0.14, "%").replace(SPACE, " "), difference(7, "days").replace(SPACE, " ")
    ('−14 points', '+7 days')
    """
    text = signed(value, unit=unit, decimals=decimals)
    if value is None or is_unknown(value) or not unit:
        return text
    name = unit
    if unit == "%":
        name = ngettext("point", "points", 1 if text.lstrip(f"+{MINUS}") == "1" else 2)
    return f"{text}{SPACE}{name}"


def target(
    goal: Number | None,
    red: Number | None,
    unit: str = "",
    *,
    bare: bool = False,
    decimals: int | None = None,
) -> str:
    """Write a target with its direction, which is the side on which the red flag does not lie.

    With ``bare`` the unit is left out, because it stands beside the figure.

    >>> target(14, 21, "days").replace(SPACE, " "), target(0.82, 0.75, "%").replace(SPACE, " ")
    ('≤ 14 days', '≥ 82 %')
    >>> target(100, None), target(0.82, None, "%", bare=True)
    ('100', '82')
    """
    write = amount if bare else figure
    text = write(goal, unit, decimals=decimals)
    if goal is None or red is None or is_unknown(goal) or is_unknown(red) or goal == red:
        return text
    return f"{'≤' if goal < red else '≥'}{SPACE}{text}"


def band(
    lower: Number | None,
    upper: Number | None,
    unit: str = "",
    *,
    bare: bool = False,
    decimals: int | None = None,
) -> str:
    """Write the bounds of a band, the unit once.

    >>> band(80, 100, "days").replace(SPACE, " ")
    '80–100 days'
    """
    write = amount if bare else figure
    low = amount(lower, unit, decimals=decimals)
    return f"{low}–{write(upper, unit, decimals=decimals)}"


def money(amount: Number | None, currency: str = "kr") -> str:
    """Write an amount of money, in millions from one million up.

    >>> money(12_400).replace(SPACE, " "), money(-1_204_000_000).replace(SPACE, " ")
    ('kr 12,400', '−kr 1,200 m')
    """
    if amount is None or is_unknown(amount):
        return UNKNOWN
    sign, size = (MINUS if amount < 0 else ""), abs(_decimal(amount))
    if size >= 1_000_000:  # noqa: PLR2004 - a million is a million
        return f"{sign}{currency}{SPACE}{plain(size / 1_000_000)}{SPACE}{gettext('m')}"
    return f"{sign}{currency}{SPACE}{plain(size, decimals=0)}"


def score(value: Number | None) -> str:
    """Write a score of 0 to 100, rounded towards the worse status, which is always down.

    >>> score(84.6), score(85), score(None)
    ('84', '85', '–')
    """
    if value is None or is_unknown(value):
        return UNKNOWN
    whole = (_decimal(value) + FLOAT_DUST).quantize(Decimal(1), rounding=ROUND_FLOOR)
    return plain(whole, decimals=0)


# Looking up a language's formats costs fifty times the formatting; pages repeat their figures.
@lru_cache(maxsize=8192)
def _grouped(value: Decimal, places: int, _language: str | None) -> str:
    return number_format(value, decimal_pos=places, force_grouping=True)


def _decimal(value: Number) -> Decimal:
    # The shortest text of a float is what a person typed; its binary value is not.
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _scaled(value: Number | None, unit: str) -> Decimal | None:
    if value is None or is_unknown(value):
        return None
    return _decimal(value) * 100 if unit == "%" else _decimal(value)


def _to_decimals(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _to_digits(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    rounded = _to_decimals(value, OVERVIEW_DIGITS - 1 - value.adjusted()).normalize()
    return rounded.quantize(Decimal(1)) if int(rounded.as_tuple().exponent) > 0 else rounded
