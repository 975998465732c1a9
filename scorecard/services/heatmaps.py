"""The heat map of a page, and the rows that are asked for when one of its units is opened."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, View
from scorecard.models import ObjectiveVersion, Perspective
from scorecard.selectors.arranging import COMPLETE
from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure
from scorecard.selectors.heatmaps import (
    MOST_ROWS,
    Figures,
    Heatmap,
    MapRow,
    UnitNodes,
    heatmap_page,
    map_rows,
    node_cell,
    objectives_scored,
)
from scorecard.selectors.lines import Strategy
from scorecard.selectors.map_cells import NOTHING_DUE, NOWHERE, Cell, Count, cell_of
from scorecard.selectors.map_coverage import Coverage, coverage_of
from scorecard.selectors.map_measures import (
    KPI,
    PERSPECTIVE,
    Measure,
    Measures,
    columns_of,
    measures_at,
    named,
)
from scorecard.selectors.map_order import Asked, Order
from scorecard.selectors.periods import before
from scorecard.selectors.subjects import Subject, kpi_at, looked_at, period_counting
from scorecard.services.figures import read_at_units, read_nodes, view_of

Units = Sequence[Unit]


def read_heatmap(
    context: Context,
    strategy: Strategy,
    asked: Asked,
    first: int = 0,
    most: int | None = MOST_ROWS,
    as_of: datetime | None = None,
) -> Heatmap:
    """Return the map of the units directly below the one of `context`.

    Parameters
    ----------
    strategy
        What the scorecard of the unit is made of: by its KPIs units can be ranked.
    first
        How many units to leave out at the beginning, those shown before.
    most
        How many to show, None for all.
    as_of
        The moment whose knowledge counts, None for now.
    """
    known = [context.unit, *children_in(context, context.period, as_of)]
    units, nodes = _scored(context, known, as_of)
    objectives = objectives_scored(context, nodes.values(), as_of=as_of)
    order = Order.of(context, measures_at(objectives, strategy), asked)
    figures = _figures(context, units, nodes, objectives, order, as_of)
    rows = map_rows(context, units, figures, order, level=1, as_of=as_of)
    return heatmap_page(context, objectives, rows, order, first, most)


def read_rows(
    context: Context,
    codes: Collection[str],
    asked: Asked,
    level: int,
    as_of: datetime | None = None,
) -> tuple[Order, list[MapRow]]:
    """Return the rows of the units directly below the one of `context`, for a map further up.

    With the order in which they stand.

    Parameters
    ----------
    codes
        The objectives that are the columns of that map.
    asked
        What that map tells, and by what it is sorted.
    level
        How far the rows stand below the unit of that map.
    """
    units, nodes = _scored(context, list(children_in(context, context.period, as_of)), as_of)
    objectives = objectives_scored(context, nodes.values(), codes, as_of)
    order = Order.of(context, _measures_asked(objectives, asked), asked)
    figures = _figures(context, units, nodes, objectives, order, as_of)
    rows = map_rows(context, units, figures, order, level=level, as_of=as_of)
    return order, order.ranked(rows)


def _scored(
    context: Context, units: Units, as_of: datetime | None
) -> tuple[Units, Mapping[int, UnitNodes]]:
    """Return the units of a map and what their scorecards say; then, only those that had one."""
    nodes = read_nodes(context, [unit.pk for unit in units], as_of)
    if as_of is None:
        return units, nodes
    own = context.unit.pk
    then = [unit for unit in units if unit.pk == own or nodes[unit.pk][context.period]]
    return then, {unit.pk: nodes[unit.pk] for unit in then}


def _measures_asked(objectives: Sequence[ObjectiveVersion], asked: Asked) -> Measures:
    """Return the columns, and what the map further up is ranked by, which has one, too."""
    kind, code = named(asked.sort.removeprefix("-"))
    columns = columns_of(objectives)
    if kind == PERSPECTIVE:
        found = Perspective.objects.filter(code=code).first()
        return Measures(columns, (Measure(kind, code, "", found.pk if found else 0),))
    return Measures(columns, kpis=(Measure(kind, code, ""),) if kind == KPI else ())


def _figures(
    context: Context,
    units: Units,
    nodes: Mapping[int, UnitNodes],
    objectives: Sequence[ObjectiveVersion],
    order: Order,
    as_of: datetime | None,
) -> Figures:
    """Gather what the rows are made of: no more than the map tells."""
    coverage = coverage_of(context, units) if order.tell == COMPLETE else None
    counts = {
        each.objective_id: coverage.of([each.objective_id]) for each in objectives if coverage
    }
    extra = _extra(context, nodes, objectives, order.extra, coverage, as_of)
    return Figures(nodes, counts, extra)


def _extra(
    context: Context,
    nodes: Mapping[int, UnitNodes],
    objectives: Sequence[ObjectiveVersion],
    measure: Measure | None,
    coverage: Coverage | None,
    as_of: datetime | None,
) -> dict[int, Cell]:
    """Return what the units are ranked by beside the columns, by unit id."""
    if measure is None:
        return {}
    if measure.is_kpi:
        subject = kpi_at(context.user, context, measure.code, as_of)
        return _kpi_cells(context, subject, list(nodes), as_of)
    within = [each.objective_id for each in objectives if each.perspective_id == measure.pk]
    counts = coverage.of(within) if coverage else {}
    return {
        unit_id: node_cell(
            context, each, measure.node, measure.code, counts.get(unit_id, NOTHING_DUE)
        )
        for unit_id, each in nodes.items()
    }


def _kpi_cells(
    context: Context, subject: Subject, unit_ids: list[int], as_of: datetime | None
) -> dict[int, Cell]:
    """Return what a KPI says at some units, in the period that counts at the unit of the page."""
    view, period = _period_of(context, subject, as_of)
    earlier = before(period)
    figures = read_at_units(subject, unit_ids, view, [earlier, period], as_of)
    return {
        unit_id: _kpi_cell(context, subject, found.get(period), found.get(earlier))
        for unit_id, found in figures.items()
    }


def _kpi_cell(
    context: Context, subject: Subject, now: Figure | None, earlier: Figure | None
) -> Cell:
    if now is None:
        return NOWHERE
    return cell_of(now, earlier, context.cuts, subject.kpi.code, Count(now.reported, now.expected))


def _period_of(context: Context, subject: Subject, as_of: datetime | None) -> tuple[View, Period]:
    """Return in which period of which view a KPI counts on the page, as on the scorecard."""
    if context.view is View.BASE and subject.frequency is Frequency.WEEKLY:
        return View.MONTH, context.period
    view = view_of(context, subject)
    if view is not View.BASE:
        return view, context.period
    candidates = looked_at(context, subject)
    found = read_at_units(subject, [context.unit.pk], View.BASE, candidates, as_of)
    own = found[context.unit.pk]
    return View.BASE, period_counting(context, subject, own)
