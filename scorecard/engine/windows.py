"""Which base columns stand behind each output of a view."""

from dataclasses import dataclass

import numpy as np

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, Ints, View

_TWELVE_MONTHS = {
    Frequency.WEEKLY: 52,
    Frequency.MONTHLY: 12,
    Frequency.QUARTERLY: 4,
    Frequency.YEARLY: 1,
}
_LONG_VIEWS = {
    View.MONTH: Frequency.MONTHLY,
    View.QUARTER: Frequency.QUARTERLY,
    View.YEAR: Frequency.YEARLY,
}


@dataclass(frozen=True, eq=False)
class Windows:
    """The outputs of one view and their base columns.

    Attributes
    ----------
    view
        The view.
    periods
        What each output shows: the quarter, the year, or the base period that it runs up to.
    start, stop
        ``(n_windows,)``, columns ``start`` to ``stop - 1``; base periods outside the columns at
        hand are simply not there.
    year_stop
        ``(n_windows,)``, the column after the last one of the output's fiscal year.
    """

    view: View
    periods: tuple[Period, ...]
    start: Ints
    stop: Ints
    year_stop: Ints

    @property
    def running(self) -> bool:
        """Whether there is one output per base period, running up to it."""
        return self.view in {View.YTD, View.ROLLING12}


def windows(view: View, ordinals: range, frequency: Frequency, calendar: FiscalCalendar) -> Windows:
    """Find the base columns behind each output of a view.

    Parameters
    ----------
    view
        The view; one that is shorter than the frequency has no windows.
    ordinals
        The base periods at hand, one column each: whole fiscal years.
    frequency
        The frequency of the KPI.
    calendar
        The organisation's calendar.

    Returns
    -------
    Windows
        For quarter and year one output per period touched, otherwise one per column.

    Examples
    --------
    >>> calendar = FiscalCalendar()
    >>> months = calendar.base_range(2026, Frequency.MONTHLY)
    >>> windows(View.QUARTER, months, Frequency.MONTHLY, calendar).stop.tolist()
    [3, 6, 9, 12]
    """
    shown = _shown(view, ordinals, frequency, calendar)
    spans = [_span(view, period, frequency, calendar) for period in shown]
    kept = [(period, span) for period, span in zip(shown, spans, strict=True) if span]
    years = [calendar.enclosing(period, Frequency.YEARLY) for period, _ in kept]
    return Windows(
        view=view,
        periods=tuple(period for period, _ in kept),
        start=_columns([span.start for _, span in kept], ordinals),
        stop=_columns([span.stop for _, span in kept], ordinals),
        year_stop=_columns([calendar.within(year, frequency).stop for year in years], ordinals),
    )


def year_before(period: Period) -> Period:
    """Return the same period of the year before; for a week the one 52 weeks before.

    >>> year_before(Period(Frequency.QUARTERLY, 8103)).ordinal
    8099
    """
    return Period(period.frequency, period.ordinal - _TWELVE_MONTHS[period.frequency])


def candidates(calendar: FiscalCalendar, frequency: Frequency, month: int) -> list[int]:
    """Return the base periods that may count in a month, the one to be preferred first.

    Of a weekly KPI the weeks of the month, the last one first.

    Examples
    --------
    >>> calendar = FiscalCalendar()
    >>> candidates(calendar, Frequency.QUARTERLY, 2026 * 12 + 4)
    [8104]
    >>> candidates(calendar, Frequency.QUARTERLY, 2026 * 12 + 5)
    [8105, 8104]
    """
    this = Period(Frequency.MONTHLY, month)
    if frequency is Frequency.WEEKLY:
        return list(reversed(calendar.within(this, frequency)))
    period = calendar.enclosing(this, frequency)
    if calendar.last_day(period) == calendar.last_day(this):
        # It ends with this month: the one before is then exactly one period old.
        return (
            [period.ordinal]
            if frequency is Frequency.MONTHLY
            else [period.ordinal, period.ordinal - 1]
        )
    return [period.ordinal - 1]


def _shown(
    view: View, ordinals: range, frequency: Frequency, calendar: FiscalCalendar
) -> list[Period]:
    """List what the outputs show, in order."""
    base = [Period(frequency, ordinal) for ordinal in ordinals]
    if view not in _LONG_VIEWS:
        return base
    return sorted({calendar.enclosing(period, _LONG_VIEWS[view]) for period in base})


def _span(view: View, period: Period, frequency: Frequency, calendar: FiscalCalendar) -> range:
    """List the base ordinals behind one output."""
    match view:
        case View.BASE | View.MONTH | View.QUARTER | View.YEAR:
            return calendar.within(period, frequency)
        case View.YTD:
            first = calendar.base_range(calendar.fiscal_year(period), frequency).start
        case View.ROLLING12:
            first = period.ordinal + 1 - _TWELVE_MONTHS[frequency]
    return range(first, period.ordinal + 1)


def _columns(bounds: list[int], ordinals: range) -> Ints:
    """Turn ordinals into columns, clipped to those at hand."""
    columns = np.array(bounds, dtype=np.intp) - ordinals.start
    return np.clip(columns, 0, len(ordinals))
