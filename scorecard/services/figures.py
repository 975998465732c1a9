"""The figures of a page: read where they are stored, computed for quarters and years."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, View
from scorecard.models import Kpi, Result
from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import (
    FIGURE_COLUMNS,
    Column,
    Figure,
    Node,
    NodeFigure,
    figure_of,
    month_columns,
    unit_node_figures,
)
from scorecard.selectors.lines import Strategy
from scorecard.selectors.periods import before, scored_months
from scorecard.selectors.subjects import (
    Readings,
    Subject,
    base_course,
    first_shown,
    history_course,
    history_until,
    period_counting,
    stored_readings,
)
from scorecard.services.rollup.unit_views import kpi_figures, unit_columns, unit_nodes

PERIODS_SHOWN = 13
MOST_YEARS = 25


def read_columns(
    context: Context, strategy: Strategy, as_of: datetime | None = None
) -> list[Column]:
    """Return what the unit's scorecard says in the last periods, the one of the page last.

    Thirteen months or quarters, or the years since the first month with scores. As of a moment
    all of them are computed anew.
    """
    last = context.period.ordinal
    shown = range(last + 1 - PERIODS_SHOWN, last + 1)
    if context.view is View.BASE and as_of is None:
        return columns_of_months(context, strategy, shown)
    if context.view is View.YEAR:
        first = max(min(_first_year(context), last), last + 1 - MOST_YEARS)
        shown = range(first, last + 1)
    periods = [Period(context.period.frequency, ordinal) for ordinal in shown]
    return unit_columns(context.unit.pk, context.view, periods, as_of)


def columns_of_months(context: Context, strategy: Strategy, months: Sequence[int]) -> list[Column]:
    """Return what the unit's scorecard says in months; weeks are made into months first."""
    frequencies = strategy.frequencies
    columns = month_columns(context.unit, frequencies, months, context.calendar)
    weekly = [kpi for kpi, each in frequencies.items() if each is Frequency.WEEKLY]
    for kpi in Kpi.objects.filter(pk__in=weekly):
        periods, unit_id = [column.period for column in columns], context.unit.pk
        figures = kpi_figures(kpi, [unit_id], View.MONTH, periods)[unit_id]
        columns = [
            replace(column, kpis=_with(column.kpis, kpi.pk, figures.get(column.period)))
            for column in columns
        ]
    return columns


def _with(kpis: Mapping[int, Figure], kpi_id: int, figure: Figure | None) -> dict[int, Figure]:
    others = {each: known for each, known in kpis.items() if each != kpi_id}
    return others | ({kpi_id: figure} if figure else {})


def read_nodes(
    context: Context, unit_ids: Collection[int], as_of: datetime | None = None
) -> dict[int, dict[Period, dict[Node, NodeFigure]]]:
    """Return what the scorecards of some units say in the period of the page and the one before."""
    periods = [before(context.period), context.period]
    if context.view is not View.BASE or as_of is not None:
        return unit_nodes(unit_ids, context.view, periods, as_of)
    found = unit_node_figures(unit_ids, [period.ordinal for period in periods])
    return {
        unit_id: {period: months[period.ordinal] for period in periods}
        for unit_id, months in found.items()
    }


def read_at_units(
    subject: Subject,
    unit_ids: Collection[int],
    view: View,
    periods: Sequence[Period],
    as_of: datetime | None = None,
) -> dict[int, dict[Period, Figure]]:
    """Return what a KPI says at some units in periods of a view, by unit id and period.

    Without the periods in which nothing was due. The caller has asked the gate.
    """
    if view is not View.BASE or as_of is not None:
        return kpi_figures(subject.kpi, unit_ids, view, periods, as_of)
    found: dict[int, dict[Period, Figure]] = {unit_id: {} for unit_id in unit_ids}
    rows = Result.objects.filter(
        kpi=subject.kpi, period__in=[period.ordinal for period in periods], unit__in=list(unit_ids)
    ).values_list("unit_id", "period", *FIGURE_COLUMNS)
    for unit_id, ordinal, *numbers in rows:
        period = Period(subject.frequency, ordinal)
        found[unit_id][period] = figure_of(period, numbers)
    return found


def _first_year(context: Context) -> int:
    months = scored_months()
    first = Period(Frequency.MONTHLY, months[0]) if months else context.period
    return context.calendar.fiscal_year(first)


def read_readings(
    context: Context, subject: Subject, span: str, as_of: datetime | None = None
) -> Readings:
    """Return the figures of a KPI in the period of the page, before it, and at the units below.

    A KPI without the view of the page counts with its latest period that has ended.
    Above one's own unit only what stands on the scorecard there is published: the figure of
    another KPI may be the figure of a single unit beside one's own.
    """
    if not (subject.lines or context.can_see_breakdown):
        return Readings(context.period, {}, {})
    period = context.period
    if view_of(context, subject) is View.BASE:
        if as_of is not None:
            return _base_readings(context, subject, span, as_of)
        return stored_readings(context, subject, span)
    first = first_shown(context, subject, period, span)
    periods = [Period(period.frequency, ordinal) for ordinal in range(first, period.ordinal + 1)]
    own = kpi_figures(subject.kpi, [context.unit.pk], context.view, periods, as_of)
    # As of a moment the units below stand on no page: see `kpi_page`.
    below = children_in(context, period) if context.can_see_breakdown and not as_of else ()
    children = kpi_figures(subject.kpi, [unit.pk for unit in below], context.view, [period])
    return Readings(
        period,
        own[context.unit.pk],
        {unit_id: figures[period] for unit_id, figures in children.items() if figures},
    )


def view_of(context: Context, subject: Subject) -> View:
    """Return in which view a page shows a KPI: in its own periods where it has none as long."""
    has_view = context.calendar.within(context.period, subject.frequency)
    return context.view if has_view else View.BASE


def _base_readings(context: Context, subject: Subject, span: str, as_of: datetime) -> Readings:
    """Compute the base periods of a KPI at the unit as of a moment."""
    drawn = base_course(context, subject, span)
    unit_id, periods = context.unit.pk, history_course(drawn)
    history = kpi_figures(subject.kpi, [unit_id], View.BASE, periods, as_of)[unit_id]
    own = {period: history[period] for period in drawn if period in history}
    period = period_counting(context, subject, own)
    return Readings(period, own, {}, history_until(period, history, local_day(as_of)))
