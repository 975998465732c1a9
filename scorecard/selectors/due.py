"""What is due: which unit has to report which KPI for the periods that belong to a month.

A month brings its weeks, itself, and the quarter and the year of which it is the last. The page
on which figures are entered, what is left to enter and who is late all ask here.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import add, or_
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, Q, Sum, Value, When
from django.db.models.expressions import Combinable

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, Kpi, Reporter

if TYPE_CHECKING:
    from scorecard.querysets import EntryQuerySet, ReporterQuerySet

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


def weeks_of(month: Period, calendar: FiscalCalendar) -> list[Period]:
    """Return the weeks whose Thursday lies in the month.

    >>> calendar = FiscalCalendar()
    >>> [calendar.format(week) for week in weeks_of(calendar.parse("2026-10"), calendar)]
    ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44']
    """
    weeks = calendar.within(month, Frequency.WEEKLY)
    return [Period(Frequency.WEEKLY, ordinal) for ordinal in weeks]


def month_with(period: Period, calendar: FiscalCalendar) -> Period:
    """Return the month with which a period is reported, on whose page it is entered.

    A week goes with the month of its Thursday, a quarter and a year with their last month.

    >>> calendar = FiscalCalendar()
    >>> [calendar.format(month_with(calendar.parse(word), calendar))
    ...  for word in ("FY2026", "2026-Q3", "2026-W44")]
    ['2026-12', '2026-09', '2026-10']
    """
    if period.frequency is Frequency.WEEKLY:
        return calendar.enclosing(period, Frequency.MONTHLY)
    return calendar.containing(calendar.last_day(period), Frequency.MONTHLY)


def periods_due(month: Period, calendar: FiscalCalendar, today: date) -> list[Period]:
    """Return what is reported with a month, as far as it has begun: nothing is due before."""
    periods = [*weeks_of(month, calendar), *periods_ending_with(month, calendar)]
    return [period for period in periods if calendar.first_day(period) <= today]


def reports_due(
    month: Period,
    calendar: FiscalCalendar,
    today: date,
    in_use: frozenset[Frequency] | None = None,
) -> "ReporterQuerySet":
    """Return who reports what with `month`, in units open then.

    Each row is annotated with `n_due`, how many figures that is (a month has several weeks),
    `n_in`, how many of them have come in and stand, and `n_left`, how many have not. One query
    goes ahead of it where `in_use`, how often KPIs are entered, is not told: each period makes it
    longer, and most organisations have no weekly KPIs.
    """
    return reports_of(periods_used(month, calendar, today, in_use), calendar)


def periods_used(
    month: Period,
    calendar: FiscalCalendar,
    today: date,
    in_use: frozenset[Frequency] | None = None,
) -> list[Period]:
    """Return what is reported with a month, of the lengths that any KPI has; at most one query."""
    in_use = frequencies_in_use() if in_use is None else in_use
    return [p for p in periods_due(month, calendar, today) if p.frequency in in_use]


def reports_of(periods: Sequence[Period], calendar: FiscalCalendar) -> "ReporterQuerySet":
    """Return who reports what for some periods, annotated as `reports_due` does it."""
    return _counting(tuple(periods), calendar).all()


@lru_cache(maxsize=32)
def _counting(periods: tuple[Period, ...], calendar: FiscalCalendar) -> "ReporterQuerySet":
    """Return the question of `reports_due`, not yet asked: to build it takes longer than to ask."""
    due = [_due_for(period, calendar) for period in periods]
    entered = [Q(Exists(_standing(period))) for period in periods]
    come = [each & one for each, one in zip(due, entered, strict=True)]
    left = [each & ~one for each, one in zip(due, entered, strict=True)]
    rows: ReporterQuerySet = (
        Reporter.objects.newest()
        .filter(reduce(or_, due, Q(pk__in=[])))
        .annotate(n_due=_count(due), n_in=_count(come), n_left=_count(left))
    )
    return rows


def counted_by_period(
    paths: Sequence[str], periods: Sequence[Period], calendar: FiscalCalendar
) -> list[tuple[tuple[int, str, str, str], tuple[tuple[int, int], ...]]]:
    """Return each unit at and below some that reports anything, and how it stands; one query.

    Its id, path, code and name; and for each of some periods how many figures are in, and how
    many are due.
    """
    rows = _by_period(tuple(periods), calendar).below(list(paths)).order_by()
    unit = ("unit_id", "unit__path", "unit__code", "unit__name")
    names = [f"{what}_{place}" for place in range(len(periods)) for what in ("in", "due")]
    sums = {f"sum_{name}": Sum(name) for name in names}
    found = rows.values_list(*unit).annotate(**sums)
    return [
        ((pk, path, code, name), tuple(zip(counts[::2], counts[1::2], strict=True)))
        for pk, path, code, name, *counts in found
    ]


@lru_cache(maxsize=32)
def _by_period(periods: tuple[Period, ...], calendar: FiscalCalendar) -> "ReporterQuerySet":
    """Return who reports what; of the period at place n `in_n` and `due_n` are 1 or 0."""
    due = [_due_for(period, calendar) for period in periods]
    counts = {}
    for place, (period, each) in enumerate(zip(periods, due, strict=True)):
        counts[f"in_{place}"] = _count([each & Q(Exists(_standing(period)))])
        counts[f"due_{place}"] = _count([each])
    rows: ReporterQuerySet = (
        Reporter.objects.newest().filter(reduce(or_, due, Q(pk__in=[]))).annotate(**counts)
    )
    return rows


def silent_in(periods: Sequence[Period], calendar: FiscalCalendar) -> "ReporterQuerySet":
    """Return who has to report something for one of some periods and has not."""
    owed = [_due_for(period, calendar) & ~Q(Exists(_standing(period))) for period in periods]
    rows: ReporterQuerySet = Reporter.objects.newest().filter(reduce(or_, owed, Q(pk__in=[])))
    return rows


def cells_due(
    unit: Unit, month: Period, calendar: FiscalCalendar, today: date
) -> list[tuple[Kpi, Period]]:
    """Return KPI and period of each figure that `unit` reports with `month`; one query."""
    periods = [
        period
        for period in periods_due(month, calendar, today)
        if unit.is_open_within(calendar.first_day(period), calendar.last_day(period))
    ]
    rows = Reporter.objects.newest().filter(unit=unit).select_related("kpi__current")
    return [
        (row.kpi, period)
        for row in rows.exclude(kpi__current=None)
        for period in periods
        if row.kpi.definition.frequency == period.frequency.value and row.includes(period.ordinal)
    ]


def frequencies_in_use() -> frozenset[Frequency]:
    """Return how often KPIs are entered, of all that there are; one query."""
    known = Kpi.objects.exclude(current=None).order_by()
    found = known.values_list("current__frequency", flat=True).distinct()
    return frozenset(Frequency(each) for each in found)


def _due_for(period: Period, calendar: FiscalCalendar) -> Q:
    first, last = calendar.first_day(period), calendar.last_day(period)
    return (
        Q(kpi__current__frequency=period.frequency.value)
        & (Q(first_period=None) | Q(first_period__lte=period.ordinal))
        & (Q(last_period=None) | Q(last_period__gte=period.ordinal))
        & (Q(unit__opened_on=None) | Q(unit__opened_on__lte=last))
        & (Q(unit__closed_on=None) | Q(unit__closed_on__gte=first))
    )


def _standing(period: Period) -> "EntryQuerySet":
    """Return the figures that stand in a period for the row that asks."""
    # An override says nothing of what its units owe.
    rows: EntryQuerySet = Entry.objects.standing().filter(
        kind=Entry.ENTRY, kpi=OuterRef("kpi"), unit=OuterRef("unit"), period=period.ordinal
    )
    return rows


def _count(conditions: Sequence[Q]) -> Combinable:
    """Count the conditions that hold of a row."""
    ones = [Case(When(condition, then=Value(1)), default=Value(0)) for condition in conditions]
    return reduce(add, ones, Value(0))
