"""How the units of a map stood as of a past moment, and whose scores have changed since."""

from datetime import datetime

from organization.services.organization import local_day
from scorecard.selectors.context import Context
from scorecard.selectors.heatmaps import Heatmap
from scorecard.selectors.lines import Strategy
from scorecard.selectors.map_cells import Cell
from scorecard.selectors.map_order import Asked
from scorecard.services.heatmaps import read_heatmap
from scorecard.services.past import Changed, Past


def units_past(
    context: Context, moment: datetime | None, strategy: Strategy, page: Heatmap
) -> Past | None:
    """Compare the scores of a map as of a moment with the present ones; None without a moment.

    Parameters
    ----------
    page
        The map as of the moment; of its units those on the page are compared.
    """
    if moment is None:
        return None
    present = read_heatmap(context, strategy, Asked(), most=None)
    now = {row.code: row for row in (present.own, *present.rows) if row}
    pairs = [(row, now.get(row.code)) for row in (page.own, *page.rows) if row]
    changes = [
        _changed(then.name, then.whole, since.whole if since else None)
        for then, since in pairs
        if since is None or _stood(then.whole) != _stood(since.whole)
    ]
    return Past(moment, local_day(moment), tuple(changes))


def _stood(cell: Cell) -> tuple[object, object]:
    return cell.score, cell.status


def _changed(name: str, then: Cell, now: Cell | None) -> Changed:
    return Changed(
        name=name,
        unit_of_measure="",
        decimals=0,
        was=then.score,
        now=now.score if now else None,
        status_then=then.status,
        status_now=now.status if now else None,
    )
