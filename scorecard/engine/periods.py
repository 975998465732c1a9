"""The fiscal calendar: periods, their names, their days and what lies within what."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from scorecard.engine.types import Frequency

MONTHS = 12
QUARTERS = 4
_FORMS = {
    Frequency.MONTHLY: re.compile(r"(?P<year>[0-9]{4})-(?P<part>[0-9]{2})"),
    Frequency.QUARTERLY: re.compile(r"(?P<year>[0-9]{4})-Q(?P<part>[1-4])"),
    Frequency.YEARLY: re.compile(r"(?:FY)?(?P<year>[0-9]{4})"),
    Frequency.WEEKLY: re.compile(r"(?P<year>[0-9]{4})-W(?P<part>[0-9]{2})"),
}
_LENGTH = {Frequency.WEEKLY: 0, Frequency.MONTHLY: 1, Frequency.QUARTERLY: 2, Frequency.YEARLY: 3}


@dataclass(frozen=True, order=True)
class Period:
    """One stretch of the calendar; periods of one frequency follow each other by ordinal.

    Ordinals: monthly ``12 * year + month - 1``; quarterly ``4 * fiscal year + quarter - 1``;
    yearly the fiscal year; weekly the proleptic ordinal of the Monday ``// 7``.
    """

    frequency: Frequency
    ordinal: int


@dataclass(frozen=True)
class FiscalCalendar:
    """The calendar of an organisation whose fiscal year begins with ``start_month``, 1 to 12.

    A fiscal year is named after the calendar year in which it ends. A week belongs to the
    month, quarter and year of its Thursday.
    """

    start_month: int = 1

    def __post_init__(self) -> None:
        """Refuse a month that is none."""
        if not 1 <= self.start_month <= MONTHS:
            message = f"A fiscal year begins in a month from 1 to 12, not {self.start_month}."
            raise ValueError(message)

    def parse(self, text: str) -> Period:
        """Read ``2026-01``, ``2026-Q1``, ``FY2026``, ``2026`` or ``2026-W05``.

        Raises
        ------
        ValueError
            With a sentence that names the text and the accepted forms.

        Examples
        --------
        >>> FiscalCalendar(10).parse("2026-Q1")
        Period(frequency=<Frequency.QUARTERLY: 'quarterly'>, ordinal=8104)
        """
        for frequency, form in _FORMS.items():
            if match := form.fullmatch(text.strip()):
                period = self._period(frequency, {k: int(v) for k, v in match.groupdict().items()})
                if period is not None:
                    return period
        message = (
            f"“{text}” is not a period: write a month as 2026-01, a quarter as 2026-Q1, "
            "a year as FY2026 or 2026, or a week as 2026-W05."
        )
        raise ValueError(message)

    def format(self, period: Period) -> str:
        """Write a period as ``parse`` reads it.

        Examples
        --------
        >>> FiscalCalendar().format(Period(Frequency.MONTHLY, 24312))
        '2026-01'
        """
        match period.frequency:
            case Frequency.MONTHLY:
                year, month = divmod(period.ordinal, MONTHS)
                return f"{year:04}-{month + 1:02}"
            case Frequency.QUARTERLY:
                year, quarter = divmod(period.ordinal, QUARTERS)
                return f"{year:04}-Q{quarter + 1}"
            case Frequency.YEARLY:
                return f"FY{period.ordinal:04}"
            case Frequency.WEEKLY:
                iso = self.first_day(period).isocalendar()
                return f"{iso.year:04}-W{iso.week:02}"

    def first_day(self, period: Period) -> date:
        """Give the first day of a period.

        Examples
        --------
        >>> FiscalCalendar(10).first_day(Period(Frequency.YEARLY, 2026))
        datetime.date(2025, 10, 1)
        """
        match period.frequency:
            case Frequency.WEEKLY:
                return date.fromordinal(period.ordinal * 7 + 1)
            case Frequency.MONTHLY:
                month = period.ordinal
            case Frequency.QUARTERLY:
                month = period.ordinal * 3 + self._shift
            case Frequency.YEARLY:
                month = period.ordinal * MONTHS + self._shift
        return date(month // MONTHS, month % MONTHS + 1, 1)

    def last_day(self, period: Period) -> date:
        """Give the last day of a period.

        Examples
        --------
        >>> FiscalCalendar().last_day(Period(Frequency.MONTHLY, 24313))
        datetime.date(2026, 2, 28)
        """
        return self.first_day(Period(period.frequency, period.ordinal + 1)) - timedelta(days=1)

    def containing(self, day: date, frequency: Frequency) -> Period:
        """Find the period of a frequency that a day lies in.

        Examples
        --------
        >>> calendar = FiscalCalendar(10)
        >>> calendar.format(calendar.containing(date(2025, 11, 3), Frequency.QUARTERLY))
        '2026-Q1'
        """
        month = day.year * MONTHS + day.month - 1
        match frequency:
            case Frequency.WEEKLY:
                return Period(frequency, (day.toordinal() - 1) // 7)
            case Frequency.MONTHLY:
                return Period(frequency, month)
            case Frequency.QUARTERLY:
                return Period(frequency, (month - self._shift) // 3)
            case Frequency.YEARLY:
                return Period(frequency, (month - self._shift) // MONTHS)

    def fiscal_year(self, period: Period) -> int:
        """Name the fiscal year that a period belongs to; a week goes with its Thursday.

        Examples
        --------
        >>> FiscalCalendar(10).fiscal_year(Period(Frequency.MONTHLY, 2025 * 12 + 9))
        2026
        """
        return self.enclosing(period, Frequency.YEARLY).ordinal

    def base_range(self, fiscal_year: int, frequency: Frequency) -> range:
        """List the ordinals of a frequency in a fiscal year.

        Examples
        --------
        >>> FiscalCalendar().base_range(2026, Frequency.QUARTERLY)
        range(8104, 8108)
        """
        return self.within(Period(Frequency.YEARLY, fiscal_year), frequency)

    def within(self, longer: Period, frequency: Frequency) -> range:
        """List the ordinals of a frequency in a longer period; none where it is no part of it.

        Examples
        --------
        >>> len(FiscalCalendar().within(Period(Frequency.YEARLY, 2026), Frequency.WEEKLY))
        53
        """
        if _LENGTH[frequency] > _LENGTH[longer.frequency]:
            return range(0)
        if frequency is longer.frequency:
            return range(longer.ordinal, longer.ordinal + 1)
        following = Period(longer.frequency, longer.ordinal + 1)
        return range(
            self._first_within(self.first_day(longer), frequency),
            self._first_within(self.first_day(following), frequency),
        )

    def _first_within(self, day: date, frequency: Frequency) -> int:
        """Ordinal of the first period that belongs to what begins on that day."""
        if frequency is Frequency.WEEKLY:
            # The first Monday that is at most three days earlier: its Thursday lies inside.
            return (day.toordinal() + 2) // 7
        return self.containing(day, frequency).ordinal

    def enclosing(self, period: Period, frequency: Frequency) -> Period:
        """Find the longer period of a base period."""
        day = self.first_day(period)
        if period.frequency is Frequency.WEEKLY and frequency is not Frequency.WEEKLY:
            day += timedelta(days=3)
        return self.containing(day, frequency)

    def _period(self, frequency: Frequency, number: dict[str, int]) -> Period | None:
        """Build a period from the numbers in its name, None where the calendar has no such."""
        try:
            match frequency:
                case Frequency.MONTHLY:
                    period = self.containing(date(number["year"], number["part"], 1), frequency)
                case Frequency.QUARTERLY:
                    period = Period(frequency, number["year"] * QUARTERS + number["part"] - 1)
                case Frequency.YEARLY:
                    period = Period(frequency, number["year"])
                case Frequency.WEEKLY:
                    monday = date.fromisocalendar(number["year"], number["part"], 1)
                    period = self.containing(monday, frequency)
            self.last_day(period)
        except (ValueError, OverflowError):
            return None
        return period

    @property
    def _shift(self) -> int:
        """Months from January of a fiscal year's name to its first month, 0 or negative."""
        return self.start_month - 1 - (MONTHS if self.start_month > 1 else 0)
