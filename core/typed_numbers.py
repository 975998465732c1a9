"""Numbers as people type them in several languages; what can be read in two ways is asked.

A point or a comma stands before the decimals, and what stands between thousands is the other of the
two, an apostrophe or a space. So most of what is typed has one reading in English, French, German
and Polish alike: `1.234,5`, `1 234,5`, `1'234.5` and `12,5`. `1,234` and `1.234` have two.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from core.errors import DomainError

# How numbers are written: the mark before decimals, what may stand between thousands.
LOCALES: Final = {
    "plain": (".", ""),
    "en": (".", ","),
    "de": (",", ". "),
    "fr": (",", " "),
    "pl": (",", " "),
}
# All that Unicode calls a space between words; a line ends nowhere within a number.
SPACES: Final = "\t\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
APOSTROPHES: Final = "'\u2019"
POINT, COMMA = ".", ","
NUMBER = re.compile(rf"([+-]?)([0-9{POINT}{COMMA}{APOSTROPHES}{SPACES}]+)", re.ASCII)
AROUND = re.compile(rf"^[{SPACES}]+|[{SPACES}]+$")
ANY_SPACE = re.compile(f"[{SPACES}]")
ANY_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")


def read_number(text: str) -> Decimal:
    r"""Read a number, with all of its digits.

    Raises
    ------
    DomainError
        With what was typed and what to type instead, where it is no number or could be two.

    Examples
    --------
    >>> read_number("\u22121\u202f234,5"), read_number("1'234.50")
    (Decimal('-1234.5'), Decimal('1234.50'))
    """
    found = readings(text)
    if not found:
        message = _("“%(typed)s” is not a number. Type digits only, for example 12.5.")
        raise DomainError(message % {"typed": text})
    if len(found) > 1:
        small, large = sorted(found, key=abs)
        message = _(
            "“%(typed)s” can be read in two ways. Type %(large)s for the large number, "
            "or %(small)s for the small one."
        )
        raise DomainError(
            message % {"typed": text, "large": f"{large:f}", "small": without_doubt(f"{small:f}")}
        )
    return found[0]


def readings(text: str) -> list[Decimal]:
    """Return all numbers that a text can be read as: none, one, or two.

    >>> readings("1,234"), readings("12,5"), readings("ten")
    ([Decimal('1234'), Decimal('1.234')], [Decimal('12.5')], [])
    """
    sign, body = _sign_and_body(text)
    return list(dict.fromkeys(Decimal(sign + digits) for digits in _readings(body)))


def _sign_and_body(text: str) -> tuple[str, str]:
    """Return the sign and the digits with their marks; empty where it is no number."""
    plain = AROUND.sub("", text).replace("\u2212", "-")
    match = NUMBER.fullmatch(plain)
    if match is None:
        return "", ""
    sign, body = match.groups()
    return sign, ANY_APOSTROPHE.sub("'", ANY_SPACE.sub(" ", body))


def read_number_in(text: str, locale: str) -> Decimal:
    """Read a number as one language writes it, with all of its digits.

    Parameters
    ----------
    locale
        One of LOCALES; empty where it is not known: then what has two readings is refused.

    Raises
    ------
    DomainError
        With what stands there and what to write instead.

    Examples
    --------
    >>> read_number_in("1.234", "de"), read_number_in("1,234", "en"), read_number_in("12,5", "pl")
    (Decimal('1234'), Decimal('1234'), Decimal('12.5'))
    """
    if not locale:
        return read_number(text)
    mark, between = LOCALES[locale]
    sign, body = _sign_and_body(text)
    whole, found, part = body.partition(mark)
    is_number = (whole or part) and (part.isdecimal() or not part)
    digits = _ungrouped(whole, between) if is_number else None
    if digits is None:
        message = _("“%(typed)s” is not a number as this language writes it: correct it there.")
        raise DomainError(message % {"typed": text})
    return Decimal(f"{sign}{digits or '0'}.{part or '0'}" if found else sign + digits)


def without_doubt(digits: str) -> str:
    """Return a number in digits, with one more zero where it could be read in two ways.

    >>> without_doubt("1.234"), without_doubt("12.5")
    ('1.2340', '12.5')
    """
    return f"{digits}0" if len(readings(digits)) > 1 else digits


def _readings(body: str) -> Iterator[str]:
    """Yield what is typed in digits and a point, for each mark that may stand before decimals."""
    for mark, between in ((POINT, f"{COMMA} "), (COMMA, f"{POINT} ")):
        whole, found, part = body.partition(mark)
        is_number = (whole or part) and (part.isdecimal() or not part)
        if is_number and (ungrouped := _ungrouped(whole, between)) is not None:
            yield f"{ungrouped or '0'}.{part}" if found else ungrouped


def _ungrouped(whole: str, between: str) -> str | None:
    """Return the digits before the decimals; None where they are not grouped by threes.

    No group of thousands begins with a zero: "0,125" is an eighth.
    """
    for mark in (*between, "'"):
        if re.fullmatch(rf"[1-9]\d{{0,2}}({re.escape(mark)}\d{{3}})+", whole, re.ASCII):
            return whole.replace(mark, "")
    return whole if whole.isdecimal() or not whole else None
