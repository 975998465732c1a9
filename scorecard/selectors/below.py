"""How the units directly below one stand, KPI by KPI."""

from collections.abc import Mapping
from dataclasses import dataclass

from scorecard.engine.types import Status, View
from scorecard.models import Result
from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure
from scorecard.selectors.sentences import SCORED


@dataclass(frozen=True, slots=True)
class Below:
    """How many of the units directly below are off target, out of how many that are judged."""

    reds: int = 0
    judged: int = 0


def standing_of_children(context: Context, figures: Mapping[int, Figure]) -> dict[int, Below]:
    """Return how the units directly below stand in some KPIs, by KPI id, in one query.

    Nothing for those who may not see them, and for periods longer than a month, of which no
    results of the units are stored.

    Parameters
    ----------
    figures
        What the unit itself says, by KPI id: the periods of the figures are looked at.
    """
    if context.view is not View.BASE or not context.can_see_breakdown:
        return {}
    rows = Result.objects.filter(
        kpi__in=list(figures),
        period__in={figure.period.ordinal for figure in figures.values()},
        unit__in=children_in(context, context.period).values("pk"),
    )
    found: dict[int, Below] = {}
    for kpi_id, period, status in rows.values_list("kpi_id", "period", "status"):
        if period != figures[kpi_id].period.ordinal or Status(status) not in SCORED:
            continue
        known = found.get(kpi_id, Below())
        found[kpi_id] = Below(known.reds + (status == Status.RED), known.judged + 1)
    return found
