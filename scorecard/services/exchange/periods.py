"""Periods as files write them, and when units were open in them."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from organization.services.organization import local_day, present_organization
from scorecard.engine import FiscalCalendar, Frequency, Period

LENGTHS = ("weekly", "monthly", "quarterly", "yearly")


# A file of 79,000 values names some 70 periods.
@lru_cache(maxsize=4096)
def period_text(cell: str) -> str:
    """Read the name of a period; `2026` and `FY2026` become the same name."""
    try:
        # What a name may look like does not depend on the month the fiscal year starts in.
        calendar = FiscalCalendar(1)
        return calendar.format(calendar.parse(cell))
    except ValueError as error:
        raise ValueError(
            _(
                "This is not a period: write a month as 2026-01, a quarter as 2026-Q1, a year as "
                "FY2026."
            )
        ) from error


class Calendar:
    """The organisation's fiscal calendar at the moment of an import or export."""

    def __init__(self, moment: datetime) -> None:
        organization = present_organization()
        self.fiscal = FiscalCalendar(organization.fiscal_year_start_month)
        self.today = local_day(moment)
        self._begun = {
            frequency: self.fiscal.containing(self.today, Frequency(frequency)).ordinal
            for frequency in LENGTHS
        }
        self._periods: dict[str, Period] = {}
        self._open: dict[tuple[int, str], tuple[int, int]] = {}
        self._days: dict[int, tuple[Any, Any]] = {
            unit: (opened, closed)
            for unit, opened, closed in Unit.objects.values_list("id", "opened_on", "closed_on")
            if opened or closed
        }

    def read(self, name: str) -> Period:
        """Return the period that has a name."""
        period = self._periods.get(name)
        if period is None:
            period = self._periods[name] = self.fiscal.parse(name)
        return period

    def base(self, name: str, frequency: str, column: str = "period") -> int:
        """Return the ordinal of a KPI's base period.

        Raises
        ------
        DomainError
            If the name is that of a longer or shorter period.
        """
        period = self.read(name)
        if period.frequency != frequency:
            message = _("The KPI is %(frequency)s: write a period such as %(example)s.")
            example = self.fiscal.format(Period(Frequency(frequency), self._begun[frequency]))
            raise DomainError(message % {"frequency": frequency, "example": example}, field=column)
        return period.ordinal

    def name(self, frequency: str, ordinal: int) -> str:
        """Return the name of a period."""
        return self.fiscal.format(Period(Frequency(frequency), ordinal))

    def has_begun(self, frequency: str, ordinal: int) -> bool:
        """Tell whether a period has begun where the organisation is."""
        return ordinal <= self._begun[frequency]

    def is_open(self, unit: int, frequency: str, ordinal: int) -> bool:
        """Tell whether a unit is open on any day of a period."""
        if unit not in self._days:
            return True
        key = unit, frequency
        if key not in self._open:
            self._open[key] = self._window(*self._days[unit], Frequency(frequency))
        first, last = self._open[key]
        return first <= ordinal <= last

    def year(self, frequency: str, ordinal: int) -> int:
        """Return the fiscal year of a period."""
        return self.fiscal.fiscal_year(Period(Frequency(frequency), ordinal))

    def _window(
        self, opened: date | None, closed: date | None, frequency: Frequency
    ) -> tuple[int, int]:
        """Return the first and the last period in which a unit is open."""
        first = self.fiscal.containing(opened, frequency).ordinal if opened else -(10**9)
        last = self.fiscal.containing(closed, frequency).ordinal if closed else 10**9
        return first, last
