"""Figures typed with their unit: the same unit is taken, one that can be converted is asked about.

Nothing is ever converted silently: “3 h” where days are counted is answered with what to type.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.typed_numbers import AROUND, readings, without_doubt

Reader = Callable[[str], Decimal]

#: Factors of short words before a unit or in its place. A billion is left out: it is two numbers.
THOUSAND: Final = ("k", "thousand", "tsd", "tys", "000")
MILLION: Final = ("million", "millions", "mio", "mln", "mn")
TIMES: Final = dict.fromkeys(THOUSAND, 10**3) | dict.fromkeys(MILLION, 10**6)
#: Of one kind, each in the smallest of them: what can be converted into each other.
KINDS: Final = (
    {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800},
    {"bp": 1, "‰": 10, "%": 100, "share": 10_000},
)
#: Other ways to write a unit. An “m” alone may be minutes, metres or millions, and is none.
ALIASES: Final = {
    **dict.fromkeys(("s", "sec", "sek"), "second"),
    **dict.fromkeys(("min", "mins"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "std"), "hour"),
    **dict.fromkeys(("d",), "day"),
    **dict.fromkeys(("wk", "wks"), "week"),
    **dict.fromkeys(("per cent", "percent", "pct", "prozent"), "%"),
    **dict.fromkeys(("per mille", "permille", "promille"), "‰"),
    **dict.fromkeys(("bps", "basis point", "basispoint"), "bp"),
    **dict.fromkeys(("fraction",), "share"),
    **dict.fromkeys(("€", "euro"), "eur"),
    **dict.fromkeys(("$", "dollar"), "usd"),
    **dict.fromkeys(("£",), "gbp"),
    **dict.fromkeys(("zł",), "pln"),
    **dict.fromkeys(("krone", "kroner", "krona", "kronor"), "kr"),
}
MONEY: Final = frozenset({"eur", "usd", "gbp", "pln", "kr", "chf", "nok", "sek", "dkk"})
SIGNS: Final = "%‰€$£"
MARKS: Final = rf"[^\w{SIGNS}]*"
WRITTEN = re.compile(
    rf"(\D*?)([+\-\u2212]?[.,]?\d{MARKS}(?:\d{MARKS})*)(.*)",
    re.DOTALL,
)
BEGINS_LIKE_A_UNIT = re.compile(rf"[^\W\d_]|[{SIGNS}]")
# What was meant is offered with so many digits; a third of a day has no last one.
DIGITS: Final = Context(prec=12)
LONGEST: Final = 120
LONGEST_UNIT: Final = 40


@dataclass(frozen=True)
class Written:
    """A figure as it was written: its number and what stands before and behind it."""

    number: str
    unit: str


@dataclass(frozen=True)
class _Unit:
    """What a unit is: its plain name, and how often it is taken (of thousands 1,000)."""

    name: str
    times: int


def with_unit(text: str, unit: str) -> Written | None:
    """Part a figure from the unit with which it is written; None where there is none.

    Parameters
    ----------
    unit
        That of the KPI: written before the number only it is known, and money.

    Examples
    --------
    >>> with_unit("1 200 EUR", ""), with_unit("kr 46", "kr"), with_unit("17/20", "%")
    (Written(number='1 200', unit='EUR'), Written(number='46', unit='kr'), None)
    """
    match = WRITTEN.fullmatch(AROUND.sub("", text)) if len(text) <= LONGEST else None
    if match is None:
        return None
    before, number, after = (AROUND.sub("", part) for part in match.groups())
    sign = before[:1] if before[:1] in {"-", "+", "\u2212"} else ""
    before = AROUND.sub("", before.removeprefix(sign))
    is_known = not before or _unit(before) == _unit(unit) or _unit(before).name in MONEY
    is_unit = not after or BEGINS_LIKE_A_UNIT.match(after) is not None
    said = f"{before} {after}".strip()
    is_plain = not re.search(r"\d", said) or _unit(said) == _unit(unit)
    if not (said and is_known and is_unit and is_plain and readings(number)):
        return None
    return Written(sign + number, said) if len(said) <= LONGEST_UNIT else None


def number_in(text: str, unit: str) -> str:
    """Return the number of a figure that is written with no unit, or with this one.

    >>> number_in("1,234 days", "days"), number_in("64%", "%"), number_in("3 h", "days")
    ('1,234', '64', '3 h')
    """
    written = with_unit(text, unit)
    return written.number if written and _unit(written.unit) == _unit(unit) else text


def read_in_unit(text: str, unit: str, read: Reader) -> Decimal:
    """Read a figure that may be written with its unit; of a percentage as it is typed, times 100.

    Parameters
    ----------
    unit
        The unit in which the KPI is counted; empty where it has none.
    read
        Reads what has no unit, and refuses what is no number.

    Raises
    ------
    DomainError
        Where it is written in another unit: with what to type, if that can be told.

    Examples
    --------
    >>> from core.typed_numbers import read_number
    >>> read_in_unit("12 days", "days", read_number), read_in_unit("82,5%", "%", read_number)
    (Decimal('12'), Decimal('82.5'))
    """
    written = with_unit(text, unit)
    if written is None:
        return read(text)
    if _unit(written.unit) == _unit(unit):
        return read(written.number)
    raise DomainError(_refusal(text, unit, read))


def converted(text: str, unit: str, read: Reader) -> str:
    """Return what to type instead of a figure in another unit, as it has one reading.

    Empty where it is in the same unit, in none, or in one that cannot be converted.

    Examples
    --------
    >>> from core.typed_numbers import read_number
    >>> [converted(text, "days", read_number) for text in ("3 h", "3 days", "1.2 k", "3 kg")]
    ['0.125', '', '1200', '']
    >>> converted("12 bp", "%", read_number), converted("45 min", "hours", read_number)
    ('0.12 %', '0.75')
    """
    written = with_unit(text, unit)
    if written is None or _unit(written.unit) == _unit(unit):
        return ""
    try:
        number = read(written.number)
    except DomainError:
        return ""
    times = _times(written.unit, unit)
    if times is None:
        return ""
    exact = Fraction(number) * times
    shown = DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    digits = without_doubt(f"{shown.normalize():f}")
    return f"{digits} %" if unit == "%" else digits


def _refusal(text: str, unit: str, read: Reader) -> str:
    words = {"typed": AROUND.sub("", text), "unit": unit}
    words["instead"] = converted(text, unit, read)
    if words["instead"] and not unit:
        return _("“%(typed)s” is short for a number: type %(instead)s.") % words
    if words["instead"]:
        return _("This KPI is in %(unit)s: type %(instead)s if you mean “%(typed)s”.") % words
    if unit:
        return (
            _(
                "“%(typed)s” is in another unit than this KPI, which is in %(unit)s. "
                "Type the figure in %(unit)s."
            )
            % words
        )
    return _("“%(typed)s” names a unit, and this figure has none. Type the number alone.") % words


def _times(said: str, wanted: str) -> Fraction | None:
    """Return how often one unit lies in another; None where that cannot be told."""
    given, asked = _unit(said), _unit(wanted)
    share = Fraction(given.times, asked.times)
    if given.name in {asked.name, ""}:
        return share if given.name or not asked.times > 1 else None
    for kind in KINDS:
        if given.name in kind and asked.name in kind:
            return share * Fraction(kind[given.name], kind[asked.name])
    # “46 m” of kroner are millions.
    return share * 10**6 if given.name == "m" and asked.name in MONEY else None


def _unit(text: str) -> _Unit:
    """Return what a unit is, however it is written: without case, plural, order and points."""
    words = text.casefold().replace(".", "").split()
    times = 1
    for word in words:
        times *= TIMES.get(word, 1)
    whole = " ".join(words).removesuffix("s")
    if whole in ALIASES:
        return _Unit(ALIASES[whole], times)
    names = [_singular(word) for word in words if word not in TIMES]
    # “kr 46 m” is how money is written here.
    if "m" in names and MONEY & set(names):
        names.remove("m")
        times *= 10**6
    name = " ".join(names)
    return _Unit(ALIASES.get(name, name), times)


def _singular(word: str) -> str:
    """Return a word of a unit by its plain name, as the tables have it."""
    plain = ALIASES.get(word, word)
    one = plain.removesuffix("s") if len(plain) > 3 else plain  # noqa: PLR2004 - “gas” is one
    return ALIASES.get(one, one)
