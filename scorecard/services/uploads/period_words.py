"""Periods as people head their columns: `2026-01`, `Jan 2026`, `01/2026`, a day in the month."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from core.similarity import folded
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency

# English, German, French and Polish, as their first letters without accents.
MONTHS: Final = (
    ("jan", "janv", "sty"),
    ("feb", "fev", "fevr", "lut"),
    ("mar", "mrz", "marz", "mars"),
    ("apr", "avr", "kwi"),
    ("may", "mai", "maj"),
    ("jun", "juin", "cze"),
    ("jul", "juil", "lip"),
    ("aug", "aout", "sie"),
    ("sep", "sept", "wrz"),
    ("oct", "okt", "paz"),
    ("nov", "lis"),
    ("dec", "dez", "gru"),
)
WHOLE: Final = (
    ("january", "januar", "janvier", "styczen", "stycznia"),
    ("february", "februar", "fevrier", "luty", "lutego"),
    ("march", "marz", "maerz", "marzec", "marca"),
    ("april", "avril", "kwiecien", "kwietnia"),
    ("maja",),
    ("june", "juni", "czerwiec", "czerwca"),
    ("july", "juli", "juillet", "lipiec", "lipca"),
    ("august", "sierpien", "sierpnia"),
    ("september", "septembre", "wrzesien", "wrzesnia"),
    ("october", "oktober", "octobre", "pazdziernik", "pazdziernika"),
    ("november", "novembre", "listopad", "listopada"),
    ("december", "dezember", "decembre", "grudzien", "grudnia"),
)
NAMES: Final = {
    name: number + 1
    for names in (MONTHS, WHOLE)
    for number, alike in enumerate(names)
    for name in alike
}
YEAR = r"(?P<year>\d{4}|\d{2})"
BETWEEN = r"[\s./_'\u2019-]*"
NAMED = re.compile(rf"(?P<name>[a-z]+)\.?{BETWEEN}{YEAR}", re.ASCII)
NAMED_LAST = re.compile(rf"(?P<year>\d{{4}}){BETWEEN}(?P<name>[a-z]+)\.?", re.ASCII)
NUMBERED = re.compile(r"(?P<month>\d{1,2})[./-](?P<year>\d{4})", re.ASCII)
NUMBERED_LAST = re.compile(r"(?P<year>\d{4})[./](?P<month>\d{1,2})", re.ASCII)
JOINED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})", re.ASCII)
QUARTER = re.compile(rf"q(?P<quarter>[1-4]){BETWEEN}(?:fy)?\s*{YEAR}", re.ASCII)
QUARTER_LAST = re.compile(rf"(?:fy)?(?P<year>\d{{4}}){BETWEEN}q(?P<quarter>[1-4])", re.ASCII)
FISCAL = re.compile(rf"fy{BETWEEN}{YEAR}", re.ASCII)
WEEK = re.compile(rf"(?:w|week|kw|wk){BETWEEN}(?P<week>\d{{1,2}}){BETWEEN}(?P<year>\d{{4}})")
DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T[\d:.]+)?", re.ASCII)
DAY_FIRST = re.compile(r"(?P<one>\d{1,2})[./-](?P<other>\d{1,2})[./-](?P<year>\d{4})", re.ASCII)
# Two digits of a year: up to here they are of this century.
LAST_OF_CENTURY = 68

Parts = dict[str, str]


def read_period(text: str, calendar: FiscalCalendar, frequency: Frequency) -> Period:
    """Read a period of one length.

    Raises
    ------
    ValueError
        With a sentence, where it is none, is of another length, or could be two.

    Examples
    --------
    >>> calendar = FiscalCalendar()
    >>> words = ("2026-01", "Jan-26", "01/2026", "stycze\u0144 2026", "2026-01-31")
    >>> {calendar.format(read_period(word, calendar, Frequency.MONTHLY)) for word in words}
    {'2026-01'}
    """
    found = _read(text, calendar, frequency)
    if found.frequency is not frequency:
        message = _("“%(word)s” is a period of another length than that of the KPI: correct it.")
        raise ValueError(message % {"word": text})
    return found


def is_period(text: str) -> bool:
    """Tell whether a heading says a period, of whatever length.

    >>> is_period("Jan-26"), is_period("FY2026"), is_period("FY16_actual"), is_period("Staff")
    (True, True, False, False)
    """
    try:
        _read(text, FiscalCalendar(), Frequency.MONTHLY)
    except ValueError:
        return False
    return True


def _read(text: str, calendar: FiscalCalendar, frequency: Frequency) -> Period:
    word = text.strip()
    if day := _day(word):
        return calendar.containing(day, frequency)
    try:
        return calendar.parse(word.upper().removesuffix(".0"))
    except ValueError:
        plain = folded(word)
    for form, write in FORMS:
        if match := form.fullmatch(plain):
            try:
                return calendar.parse(write(match.groupdict()))
            except (KeyError, ValueError):
                continue
    message = _("“%(word)s” is no period: write a month as 2026-01 or Jan 2026.")
    raise ValueError(message % {"word": text})


def _day(text: str) -> date | None:
    """Return the day that a text says; None where it says none.

    Raises
    ------
    ValueError
        Where day and month could be exchanged.
    """
    try:
        if match := DAY.fullmatch(text):
            return date(*map(int, match.groups()))
        if match := DAY_FIRST.fullmatch(text):
            return _day_first(text, *map(int, match.groups()))
    except ValueError as error:
        if error.args and str(error).startswith("“"):
            raise
    return None


def _day_first(text: str, one: int, other: int, year: int) -> date:
    months = 12
    if one != other and one <= months and other <= months and "." not in text:
        message = _("“%(word)s” can be two days: write the month, as %(month)s.")
        raise ValueError(message % {"word": text, "month": f"{year}-{other:02}"})
    return date(year, one, other) if other > months else date(year, other, one)


def _year(parts: Parts) -> int:
    year = int(parts["year"])
    return year + (2000 if year <= LAST_OF_CENTURY else 1900) if len(parts["year"]) < 4 else year  # noqa: PLR2004


def _month(parts: Parts) -> str:
    number = NAMES[parts["name"]] if "name" in parts else int(parts["month"])
    return f"{_year(parts):04}-{number:02}"


def _quarter(parts: Parts) -> str:
    return f"{_year(parts):04}-Q{parts['quarter']}"


FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[Parts], str]], ...]] = (
    (QUARTER, _quarter),
    (QUARTER_LAST, _quarter),
    (FISCAL, lambda parts: f"FY{_year(parts):04}"),
    (WEEK, lambda parts: f"{_year(parts):04}-W{int(parts['week']):02}"),
    (NAMED, _month),
    (NAMED_LAST, _month),
    (NUMBERED, _month),
    (NUMBERED_LAST, _month),
    (JOINED, _month),
)
