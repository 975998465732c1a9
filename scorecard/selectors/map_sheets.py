"""The heat map as a sheet: what its rows tell, in the order of the page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.sheets import Row, Sheet, amount
from scorecard.selectors.arranging import CHANGE, COMPLETE
from scorecard.selectors.context import Context
from scorecard.selectors.heatmaps import Heatmap, MapRow
from scorecard.selectors.map_cells import Cell
from scorecard.selectors.map_measures import Measure
from scorecard.selectors.map_order import Order
from scorecard.selectors.sheets import notes, status_word


def units_sheet(context: Context, page: Heatmap) -> Sheet:
    """Return the units below one, with what each objective tells; the unit itself first."""
    own = [page.own] if page.own else []
    order = page.order
    return Sheet(
        name=f"units {context.unit.code} {context.period_word}",
        heads=(
            *((_("Rank"),) if order.is_ranking else ()),
            *(_("Unit"), _("Code"), _("Score"), _("Change of score"), _("Status")),
            *(_("In"), _("Due"), *_heads(order)),
        ),
        rows=[_row(order, row) for row in (*own, *page.rows)],
        notes=notes(context),
    )


def _heads(order: Order) -> Sequence[str]:
    extra = [order.extra] if order.extra else []
    return [head for each in (*extra, *order.measures.objectives) for head in _head(order, each)]


def _head(order: Order, measure: Measure) -> Sequence[str]:
    name = {"name": measure.name}
    actual = [_("%(name)s: actual") % name] if measure.is_kpi else []
    if order.tell == COMPLETE:
        return [*actual, _("%(name)s: in") % name, _("%(name)s: due") % name]
    if order.tell == CHANGE:
        return [*actual, _("%(name)s: change of score") % name]
    return [*actual, measure.name]


def _row(order: Order, row: MapRow) -> Row:
    whole = row.whole
    return (
        *((row.rank,) if order.is_ranking else ()),
        *(row.name, row.code, whole.score, whole.change, status_word(whole.status)),
        *((whole.count.reported, whole.count.expected) if order.has_coverage else (None, None)),
        *(_told(order, order.extra, row.ranked_by) if order.extra and row.ranked_by else ()),
        *(cell for each in row.cells for cell in _told(order, None, each)),
    )


def _told(order: Order, measure: Measure | None, cell: Cell) -> Row:
    is_kpi = measure is not None and measure.is_kpi
    actual = [amount(cell.value, measure.unit_of_measure)] if measure and is_kpi else []
    if order.tell == COMPLETE:
        return (*actual, cell.count.reported, cell.count.expected)
    return (*actual, cell.change if order.tell == CHANGE else cell.score)
