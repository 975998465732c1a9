"""Read what is missing below a unit, and what that could still do to its figures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from scorecard.engine.margins import STATED, margin
from scorecard.engine.scores import status
from scorecard.engine.types import Scoring, Status, UnitRule, View
from scorecard.models import Entry, KpiVersion, Result
from scorecard.selectors.context import Context
from scorecard.selectors.due import periods_ending_with, silent_in
from scorecard.selectors.figures import Figure

#: How many of the last figures of a unit say what it could report.
PAST = 12

Pasts = dict[int, dict[int, list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True)
class Missing:
    """How many figures are missing, and between what a value could come to lie with them.

    `lowest` and `highest` are None where that is unknown; `could_turn` tells whether it could
    come off target.
    """

    count: int
    lowest: float | None = None
    highest: float | None = None
    could_turn: bool = False


def read_missing(
    context: Context, figures: Mapping[int, Figure], versions: Mapping[int, KpiVersion]
) -> dict[int, Missing]:
    """Return what is missing of the figures of a unit, by KPI id, in three queries.

    Going by the last twelve figures of each unit that has not reported. Nothing for those who may
    not see the units below, and for periods longer than a month.

    Parameters
    ----------
    figures, versions
        What the unit says, and what each KPI meant, by KPI id.
    """
    if context.view is not View.BASE or not context.can_see_breakdown:
        return {}
    ending = periods_ending_with(context.period, context.calendar)
    short = {
        kpi: figure
        for kpi, figure in figures.items()
        if figure.period in ending
        and figure.reported + figure.carried < figure.expected
        and not figure.overridden
    }
    if not short:
        return {}
    pasts = _pasts(context, short)
    states = _states(context, short)
    return {
        kpi: _missing(figure, versions[kpi], states.get(kpi), pasts.get(kpi, {}))
        for kpi, figure in short.items()
    }


def _missing(
    figure: Figure,
    version: KpiVersion,
    state: tuple[float, float] | None,
    pasts: Mapping[int, list[tuple[float, float]]],
) -> Missing:
    count = figure.expected - figure.reported
    rule = UnitRule(version.unit_rule)
    # What is carried forward stands in the figure already; a weight is an entry of another KPI.
    is_told = rule in STATED and rule is not UnitRule.WEIGHTED_MEAN and not figure.carried
    if state is None or not is_told or len(pasts) != count:
        return Missing(count)
    reach = margin(rule, state, [np.array(past).reshape(-1, 2) for past in pasts.values()])
    if reach is None:
        return Missing(count)
    return Missing(count, *reach, could_turn=_could_turn(figure, version, reach))


def _could_turn(figure: Figure, version: KpiVersion, reach: tuple[float, float]) -> bool:
    """Tell whether a value at one end of its reach is off target, where it is not now."""
    if Scoring(version.scoring) is not Scoring.GOAL_RED_FLAG or figure.status is Status.RED:
        return False
    if figure.goal is None or figure.red_flag is None:
        return False
    ends = np.array(reach)
    goal, red = (np.full(2, each) for each in (figure.goal, figure.red_flag))
    return bool(np.any(status(ends, goal, red, np.ones(2, dtype=bool)) == Status.RED))


def _states(context: Context, figures: Mapping[int, Figure]) -> dict[int, tuple[float, float]]:
    """Return the partial states of the unit's own figures, in one query."""
    rows = Result.objects.filter(
        kpi__in=list(figures),
        unit=context.unit,
        period__in={figure.period.ordinal for figure in figures.values()},
    )
    return {
        kpi: (np.nan if a is None else a, np.nan if b is None else b)
        for kpi, period, a, b in rows.values_list("kpi_id", "period", "a", "b")
        if period == figures[kpi].period.ordinal
    }


def _pasts(context: Context, figures: Mapping[int, Figure]) -> Pasts:
    """Return the last entries of the units whose figure is missing, as states, by KPI and unit."""
    periods = sorted({figure.period for figure in figures.values()})
    silent = silent_in(periods, context.calendar).filter(kpi__in=list(figures))
    pasts: Pasts = defaultdict(dict)
    for kpi, unit in silent.below([context.unit.path]).values_list("kpi_id", "unit_id"):
        pasts[kpi][unit] = []
    ends = {figure.period.ordinal for figure in figures.values()}
    entries = Entry.objects.standing().filter(
        kpi__in=list(pasts),
        unit__in={unit for units in pasts.values() for unit in units},
        period__in={ordinal - back for ordinal in ends for back in range(1, PAST + 1)},
        kind=Entry.ENTRY,
        not_applicable=False,
    )
    newest: dict[tuple[int, int, int], tuple[float, float]] = {}
    columns = ("kpi_id", "unit_id", "period", "value", "numerator", "denominator")
    for kpi, unit, period, value, *pair in entries.order_by("revision").values_list(*columns):
        if unit in pasts.get(kpi, ()) and period < figures[kpi].period.ordinal:
            newest[kpi, unit, period] = _state(value, *pair)
    for (kpi, unit, _period), state in newest.items():
        pasts[kpi][unit].append(state)
    return pasts


def _state(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> tuple[float, float]:
    """Return an entry as the partial state that it adds; of one that weighs, it weighs 1."""
    if numerator is not None and denominator is not None:
        return float(numerator), float(denominator)
    return (np.nan, 1.0) if value is None else (float(value), 1.0)
