"""The numbers of entries: what they say, and how people would have typed them."""

from decimal import Context, Decimal
from typing import NamedTuple, Protocol

from django.utils.translation import gettext as _

from core.numbers import SPACE, amount
from core.typed_numbers import without_doubt
from scorecard.models import Entry, KpiVersion

# Shifting the point of a long number must not round it.
EXACT = Context(prec=200)


class HasNumbers(Protocol):
    """An entry, or a figure that is to become one."""

    @property
    def value(self) -> Decimal | None:
        """One number."""

    @property
    def numerator(self) -> Decimal | None:
        """How many."""

    @property
    def denominator(self) -> Decimal | None:
        """Of how many."""


class HasFigure(HasNumbers, Protocol):
    """The same, and whether there is any number to give."""

    @property
    def not_applicable(self) -> bool:
        """Whether the KPI does not apply there and then."""


class Numbers(NamedTuple):
    """The numbers of an entry, without the rest of it."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def value_of(said: HasNumbers) -> float | None:
    """Return the number that is said; None where there is none."""
    if said.numerator is not None and said.denominator:
        return float(said.numerator / said.denominator)
    return None if said.value is None else float(said.value)


def in_words(said: HasFigure, version: KpiVersion) -> str:
    """Write a figure with its unit and every digit; empty for half a ratio, and what is no number.

    As it was understood, so that whoever typed it sees a slip at once.
    """
    if said.not_applicable:
        return _("does not apply")
    if said.value is not None:
        return _in_digits(said.value, version.unit_of_measure)
    if said.numerator is None or said.denominator is None:
        return ""
    parts = {"part": _in_digits(said.numerator), "whole": _in_digits(said.denominator)}
    return _("%(part)s of %(whole)s") % parts if all(parts.values()) else ""


def _in_digits(value: Decimal, unit: str = "") -> str:
    if not value.is_finite():
        return ""
    shown = value.normalize(EXACT).scaleb(2 if unit == "%" else 0, EXACT)
    decimals = max(0, -int(shown.as_tuple().exponent))
    return f"{amount(value, unit, decimals=decimals)}{SPACE}{unit}".strip()


def as_typed(entry: Entry | None, version: KpiVersion, part: str) -> str:
    """Write one part of an entry as a person would have typed it."""
    if entry is None:
        return ""
    if entry.not_applicable:
        return "n/a" if part != "denominator" else ""
    number: Decimal | None = getattr(entry, part)
    return number_as_typed(number, is_percentage=part == "value" and version.is_percentage)


def number_as_typed(number: Decimal | None, *, is_percentage: bool) -> str:
    """Write a stored number in digits; a percentage times 100, without zeros nobody needs.

    One zero stays where the number could be read in two ways without it.

    >>> number_as_typed(Decimal("0.8250"), is_percentage=True)
    '82.5'
    >>> number_as_typed(Decimal("36.125"), is_percentage=False)
    '36.1250'
    >>> number_as_typed(Decimal("1200"), is_percentage=False)
    '1200'
    """
    if number is None:
        return ""
    text = f"{number.scaleb(2, EXACT) if is_percentage else number:f}"
    return without_doubt(text.rstrip("0").rstrip(".")) if "." in text else text
