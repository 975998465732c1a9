"""What is due: which unit has to report which KPI for the periods that end with a month."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, Reporter

if TYPE_CHECKING:
    from scorecard.querysets import ReporterQuerySet

FREQUENCIES = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY)


def periods_ending_with(month: Period, calendar: FiscalCalendar) -> list[Period]:
    """Return the month, and the quarter and the year of which it is the last one.

    >>> [p.frequency.value for p in periods_ending_with(
    ...     Period(Frequency.MONTHLY, 2026 * 12 + 11), FiscalCalendar())]
    ['monthly', 'quarterly', 'yearly']
    """
    last_day = calendar.last_day(month)
    enclosing = [calendar.enclosing(month, frequency) for frequency in FREQUENCIES]
    return [period for period in enclosing if calendar.last_day(period) == last_day]


def reports_due(month: Period, calendar: FiscalCalendar) -> "ReporterQuerySet":
    """Return who reports what for the periods that end with `month`, in units open in them.

    Each row is annotated with `is_in`: whether the figure has come in and stands.
    """
    periods = periods_ending_with(month, calendar)
    due = Q(pk__in=[])
    for period in periods:
        due |= _due_for(period, calendar)
    entered = Entry.objects.standing().filter(
        # An override says nothing of what its units owe.
        kind=Entry.ENTRY,
        kpi=OuterRef("kpi"),
        unit=OuterRef("unit"),
        period__in=[period.ordinal for period in periods],
    )
    rows: ReporterQuerySet = Reporter.objects.newest().filter(due).annotate(is_in=Exists(entered))
    return rows


def _due_for(period: Period, calendar: FiscalCalendar) -> Q:
    first, last = calendar.first_day(period), calendar.last_day(period)
    return (
        Q(kpi__current__frequency=period.frequency.value)
        & (Q(first_period=None) | Q(first_period__lte=period.ordinal))
        & (Q(last_period=None) | Q(last_period__gte=period.ordinal))
        & (Q(unit__opened_on=None) | Q(unit__opened_on__lte=last))
        & (Q(unit__closed_on=None) | Q(unit__closed_on__gte=first))
    )


def period_of(frequency: str, periods: Sequence[Period]) -> Period:
    """Return the one of `periods` that a KPI of `frequency` is reported for."""
    return next(period for period in periods if period.frequency.value == frequency)
