"""The second sentence of Today's title: what stands behind what is off target."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from scorecard.engine.types import Status
from scorecard.models import Score
from scorecard.selectors.context import Context
from scorecard.selectors.lines import Strategy
from scorecard.selectors.strategy_maps import links_between, miss_path

if TYPE_CHECKING:
    from scorecard.selectors.figures import Column
    from scorecard.selectors.misses import Miss

Link = tuple[int, int]
# One objective that leads to one other is told by the map; to several, by the title.
LEAST_BEHIND = 2


def what_is_behind(
    context: Context, strategy: Strategy, column: "Column", miss: "Miss | None"
) -> str:
    """Say which objective leads to those off target, else which units carry the worst miss.

    Empty where neither is known, or the reader may not see it.

    Parameters
    ----------
    column
        What the scorecard of the unit says in the period of the page.
    miss
        Which units carry the miss of the item that stands first.
    """
    statuses = {
        objective_id: figure.status
        for (kind, objective_id), figure in column.nodes.items()
        if kind == Score.OBJECTIVE and objective_id in strategy.objectives
    }
    if Status.RED not in statuses.values():
        return ""
    if found := behind(links_between(context, list(statuses), None), statuses):
        objective_id, count = found
        values = {"name": strategy.objectives[objective_id].name, "count": count}
        if count == list(statuses.values()).count(Status.RED):
            return _("On the map, “%(name)s” leads to all of them") % values
        return _("On the map, “%(name)s” leads to %(count)d of them") % values
    return _of_units(miss) if miss else ""


def behind(links: Iterable[Link], statuses: Mapping[int, Status]) -> tuple[int, int] | None:
    """Return the objective that leads to most others that are off target, and to how many.

    Along links on which all objectives are off target or at risk. None where no objective leads
    to several, or two lead to as many.

    Examples
    --------
    >>> red, amber, green = Status.RED, Status.AMBER, Status.GREEN
    >>> behind([(1, 2), (2, 3), (4, 3)], {1: amber, 2: red, 3: red, 4: green})
    (1, 2)
    >>> behind([(1, 2)], {1: red, 2: red})
    """
    path = miss_path(list(links), statuses)
    sources = {source for source, _target in path}
    counts = {source: len(_reds_after(source, path, statuses)) for source in sources}
    most = max(counts.values(), default=0)
    first, *others = [source for source, count in counts.items() if count == most] or [0]
    return (first, most) if most >= LEAST_BEHIND and not others else None


def _reds_after(source: int, path: Iterable[Link], statuses: Mapping[int, Status]) -> set[int]:
    """Return what is off target and can be reached, without the objective itself."""
    reached, waiting = {source}, [source]
    while waiting:
        here = waiting.pop()
        new = {target for begin, target in path if begin == here} - reached
        reached |= new
        waiting += new
    return {each for each in reached - {source} if statuses[each] is Status.RED}


def _of_units(miss: "Miss") -> str:
    values = {"kpi": miss.missed.line.version.name, "finding": miss.finding}
    return _("%(kpi)s: %(finding)s") % values
