"""The heat map of a page, and the rows that are asked for when one of its units is opened."""

from collections.abc import Collection

from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.heatmaps import (
    Heatmap,
    MapRow,
    heatmap_page,
    map_rows,
    objectives_scored,
)
from scorecard.selectors.map_order import Order
from scorecard.services.figures import read_nodes


def read_heatmap(context: Context, order: str, first: int) -> Heatmap:
    """Return the map of the units directly below the one of `context`.

    Parameters
    ----------
    order
        By what to sort, as the address says it.
    first
        How many units to leave out at the beginning, those shown before.
    """
    units = [context.unit, *children_in(context, context.period)]
    nodes = read_nodes(context, [unit.pk for unit in units])
    return heatmap_page(context, units, nodes, order, first)


def read_all_rows(context: Context, page: Heatmap) -> list[MapRow]:
    """Return the rows of all units directly below, in the order and with the columns of a map."""
    codes = [each.objective.code for group in page.groups for each in group.objectives]
    return read_rows(context, codes, page.order.word, level=1)


def read_rows(context: Context, codes: Collection[str], order: str, level: int) -> list[MapRow]:
    """Return the rows of the units directly below the one of `context`, for a map further up.

    Parameters
    ----------
    codes
        The objectives that are the columns of that map.
    order
        By what that map is sorted.
    level
        How far the rows stand below the unit of that map.
    """
    units = list(children_in(context, context.period))
    nodes = read_nodes(context, [unit.pk for unit in units])
    objectives = objectives_scored(context, nodes.values(), codes)
    rows = map_rows(context, units, nodes, objectives, level=level)
    return Order.of(context, objectives, order).sorted(rows)
