"""The figures and scores of one unit, column by column: what a page reads them from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.scores import Cuts, shown_score
from scorecard.engine.types import Frequency, Status
from scorecard.engine.windows import candidates
from scorecard.models import Result, Score

Node = tuple[int, int]
MORE_DECIMALS = 3
HALF = 0.5
# Points from 100 up need no decimals, from 1 up one, from 0.1 up two, smaller ones three.
SEEN = (100, 1, 0.1)
# Tuples, not model objects: a page reads about a thousand rows.
FIGURE_COLUMNS = (
    *("value", "goal", "red_flag", "score", "status", "reported", "expected"),
    *("carried", "overridden", "computed", "baseline", "lower", "upper"),
)
NODE_COLUMNS = (
    *("period", "node_kind", "node", "score", "status", "status_uncapped", "cap"),
    *(status.word for status in Status),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a KPI says at a unit in a period; None is unknown.

    Attributes
    ----------
    period
        The period that the value belongs to: of a quarterly KPI in a month, its last quarter.
    carried
        How many of the figures behind it were carried forward from earlier periods.
    overridden, computed
        Whether it takes the place of what came from below, and what that is.
    lower, upper
        The bounds of a KPI that is scored by a band.
    """

    period: Period
    value: float | None
    goal: float | None
    red_flag: float | None
    score: float | None
    status: Status
    reported: int
    expected: int
    carried: int = 0
    overridden: bool = False
    computed: float | None = None
    baseline: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def by_score(self) -> Status:
        """The status that goes with the score: nothing caps a KPI."""
        return self.status

    @property
    def gap(self) -> float | None:
        """The value less the target."""
        return None if self.value is None or self.goal is None else self.value - self.goal

    @property
    def better(self) -> str:
        """In which direction it gets better: ``up``, ``down``, or empty without a target."""
        if self.goal is None or self.worse is None:
            return ""
        return "up" if self.goal > self.worse else "down"

    @property
    def worse(self) -> float | None:
        """The number on the other side of the goal: the red flag, or the baseline."""
        return self.red_flag if self.baseline is None else self.baseline


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """What an objective, a perspective or a whole scorecard says at a unit in a period.

    Attributes
    ----------
    by_score
        The status by the score alone, before any cap.
    cap
        The id of the critical child that holds the status down.
    counts
        How many KPIs below stand at each status.
    """

    score: float | None
    status: Status
    by_score: Status
    cap: int | None = None
    counts: Mapping[Status, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """All that one unit's scorecard says in one period: KPIs by id, nodes by kind and id."""

    period: Period
    kpis: Mapping[int, Figure]
    nodes: Mapping[Node, NodeFigure]


@lru_cache(maxsize=4096)
def shown(score: float | None, status: Status, cuts: Cuts) -> int | None:
    """Round a score to the whole number to print, towards the worse status.

    Where too few units reported there is none to print.

    >>> shown(84.6, Status.AMBER, Cuts(70, 85)), shown(None, Status.NO_DATA, Cuts(70, 85))
    (84, None)
    """
    if score is None or status is Status.INSUFFICIENT:
        return None
    return int(shown_score(np.array([score]), np.array([status]), cuts)[0])


def decimals_to_show(figure: Figure | None, unit: str, decimals: int) -> int:
    """Return the decimals of a KPI, or more where its miss of the target would else not be seen.

    Examples
    --------
    >>> figure = Figure(None, 0.816, 0.82, 0.7, 80.0, Status.AMBER, 1, 1)
    >>> decimals_to_show(figure, "%", 0)
    1
    """
    gap = figure.gap if figure else None
    scaled = abs(gap or 0.0) * (100 if unit == "%" else 1)
    more = range(decimals, decimals + MORE_DECIMALS + 1)
    return next((each for each in more if scaled * 10**each >= HALF), decimals)


def decimals_seen(points: float, unit: str, decimals: int) -> int:
    """Return the decimals of a KPI, or more where points of such a size would else not be seen.

    Examples
    --------
    >>> decimals_seen(-0.059, "%", 0), decimals_seen(212.0, "", 0), decimals_seen(0.02, "", 1)
    (1, 0, 3)
    """
    scaled = abs(points) * (100 if unit == "%" else 1)
    return max(next((n for n, least in enumerate(SEEN) if scaled >= least), len(SEEN)), decimals)


def month_columns(
    unit: Unit, kpis: Mapping[int, Frequency], months: Sequence[int], calendar: FiscalCalendar
) -> list[Column]:
    """Read what KPIs and nodes say at a unit in some months, in two queries.

    A KPI of longer frequency counts with its latest period that ended by then and has a value,
    if not older than one period of its own.
    """
    looked_at = {
        (frequency, month): [Period(frequency, o) for o in candidates(calendar, frequency, month)]
        for frequency in set(kpis.values())
        for month in months
    }
    results = read_results(unit, kpis, {p for periods in looked_at.values() for p in periods})
    nodes = node_figures(unit, months)
    return [
        Column(
            Period(Frequency.MONTHLY, month),
            {
                kpi_id: figure
                for kpi_id, frequency in kpis.items()
                if (figure := _counted(results, kpi_id, looked_at[frequency, month]))
            },
            nodes.get(month, {}),
        )
        for month in months
    ]


def _counted(
    results: Mapping[tuple[int, Period], Figure], kpi_id: int, periods: Iterable[Period]
) -> Figure | None:
    """Take the first period with a value, else the first one due."""
    due = [results[kpi_id, period] for period in periods if (kpi_id, period) in results]
    return next((figure for figure in due if figure.value is not None), due[0] if due else None)


def read_results(
    unit: Unit, kpis: Mapping[int, Frequency], periods: Iterable[Period]
) -> dict[tuple[int, Period], Figure]:
    """Read the stored results of one unit, by KPI and period, in one query."""
    rows = Result.objects.filter(
        kpi__in=list(kpis), period__in=sorted({p.ordinal for p in periods}), unit=unit
    ).values_list("kpi_id", "period", *FIGURE_COLUMNS)
    found = {}
    for kpi_id, ordinal, *numbers in rows:
        period = Period(kpis[kpi_id], ordinal)
        found[kpi_id, period] = figure_of(period, numbers)
    return found


def figure_of(period: Period, columns: Sequence[Any]) -> Figure:
    """Make a figure of a stored result, given by its FIGURE_COLUMNS."""
    value, goal, red_flag, score, status, *others = columns
    return Figure(period, value, goal, red_flag, score, Status(status), *others)


def node_figures(unit: Unit, months: Sequence[int]) -> dict[int, dict[Node, NodeFigure]]:
    """Read the stored scores of one unit's scorecard, by month and node, in one query."""
    return unit_node_figures([unit.pk], months)[unit.pk]


def unit_node_figures(
    unit_ids: Collection[int], months: Sequence[int]
) -> dict[int, dict[int, dict[Node, NodeFigure]]]:
    """Read the stored scores of some units' scorecards, by unit id, month and node, in one query.

    Every unit and every month has its place, with or without scores.
    """
    found: dict[int, dict[int, dict[Node, NodeFigure]]] = {
        unit_id: {month: {} for month in months} for unit_id in unit_ids
    }
    rows = Score.objects.filter(period__in=list(months), unit__in=list(unit_ids))
    for unit_id, period, kind, node, *numbers in rows.values_list("unit_id", *NODE_COLUMNS):
        found[unit_id][period][kind, node] = _node_figure(numbers)
    return found


def _node_figure(columns: Sequence[Any]) -> NodeFigure:
    score, status, by_score, cap, *counts = columns
    return NodeFigure(
        score=score,
        status=Status(status),
        by_score=Status(by_score),
        cap=cap,
        counts=dict(zip(Status, counts, strict=True)),
    )
