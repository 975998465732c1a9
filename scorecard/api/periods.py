"""Periods as programs write them: `2026-10`, `2026-Q4`, `FY2026`."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from django_filters.rest_framework import CharFilter

from core.endpoints import Listing
from core.problems import ProblemError
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.periods import DATED

HELP = "A period: 2026-10, 2026-Q4 or FY2026."


def read_period(word: str, calendar: FiscalCalendar) -> Period:
    """Read a period of an address.

    Raises
    ------
    ProblemError
        Where the word is no period, or one without dates.
    """
    try:
        period = calendar.parse(word)
    except ValueError as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, str(error)) from error
    if not _has_dates(period, calendar):
        sentence = _("There are no figures as far away as “%(word)s”.") % {"word": word}
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
    return period


def named_period(word: str) -> Period:
    """Read the period that a program speaks of.

    Raises
    ------
    ProblemError
        Where the word is no period.
    """
    try:
        return calendar_now().parse(word)
    except ValueError as error:
        sentence = _("“%(word)s” is no period: write it as 2026-10, 2026-Q4 or FY2026.")
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, sentence % {"word": word}) from error


def _has_dates(period: Period, calendar: FiscalCalendar) -> bool:
    try:
        return calendar.fiscal_year(period) in DATED
    except (ValueError, OverflowError):
        return False


def written_period(calendar: FiscalCalendar, frequency: str, ordinal: int | None) -> str | None:
    """Write a stored period; None stays unknown."""
    return None if ordinal is None else calendar.format(Period(Frequency(frequency), ordinal))


class PeriodFilter(CharFilter):  # type: ignore[misc]
    """Rows of exactly one period; `frequency_name` is where its length is stored."""

    def __init__(self, frequency_name: str, **options: Any) -> None:
        super().__init__("period", help_text=HELP, **options)
        self.frequency_name = frequency_name

    def filter(self, qs: Any, value: str) -> Any:
        """Keep the rows of the period."""
        if not value:
            return qs
        period = read_period(value, calendar_now())
        return qs.filter(**{"period": period.ordinal, self.frequency_name: period.frequency.value})


class DatedListing(Listing):
    """A list whose rows name periods."""

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the calendar that names them."""
        return {**super().get_serializer_context(), "calendar": calendar_now()}
