"""What a scorecard leaves out when it is asked for what is off target, or not reported."""

from dataclasses import replace
from typing import TYPE_CHECKING

from scorecard.engine.types import Status
from scorecard.selectors.context import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scorecard.selectors.scorecard_rows import KpiRow, NodeRow

FILTERS: "dict[str, Callable[[KpiRow], bool]]" = {
    "off": lambda kpi: kpi.is_off_target,
    "missing": lambda kpi: kpi.is_not_reported,
}


def offered(context: Context) -> set[str]:
    """Return the filters to choose from: what is missing is nobody's affair above their unit."""
    return set(FILTERS) if context.can_see_breakdown else set(FILTERS) - {"missing"}


def filtered(perspectives: "Iterable[NodeRow]", show: str) -> "Iterator[NodeRow]":
    """Leave what the filter asks for, all without one; what is left stands worst first."""
    if not show:
        yield from perspectives
        return
    for perspective in perspectives:
        kept = [
            replace(objective, kpis=tuple(sorted(kpis, key=_worst)))
            for objective in perspective.objectives
            if (kpis := list(filter(FILTERS[show], objective.kpis)))
            or _stands_alone(objective, show)
        ]
        if kept:
            yield replace(perspective, objectives=tuple(sorted(kept, key=_worst)))


def _stands_alone(objective: "NodeRow", show: str) -> bool:
    """Tell whether an objective is off target by a score that no KPI here makes."""
    return show == "off" and not objective.kpis and objective.status is Status.RED


def _worst(row: "KpiRow | NodeRow") -> float:
    """Sort by score, the lowest first; without one at the end."""
    return float("inf") if row.score is None else row.score
