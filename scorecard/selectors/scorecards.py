"""The scorecard of one unit in one period: perspectives, objectives and their KPIs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeVar

from scorecard.engine.types import Status
from scorecard.models import Objective, ObjectiveVersion, Perspective, Score
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import (
    Column,
    Figure,
    Node,
    NodeFigure,
    decimals_to_show,
    shown,
)
from scorecard.selectors.filters import filtered, offered
from scorecard.selectors.lines import KpiLine, Strategy, person
from scorecard.selectors.periods import before, period_name, period_short

Found = TypeVar("Found")
WORST_FIRST = (
    Status.RED,
    Status.AMBER,
    Status.GREEN,
    Status.NO_DATA,
    Status.INSUFFICIENT,
    Status.NOT_SCORED,
)


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI in the table; `score` and `change` are whole numbers as printed, None is unknown.

    Attributes
    ----------
    of_period
        The period of the figure, where it is another than that of the page.
    values
        The values of the last periods, the newest last.
    """

    code: str
    name: str
    unit_of_measure: str
    decimals: int
    critical: bool
    owner: str
    figure: Figure
    of_period: str
    score: int | None
    change: int | None
    values: tuple[float | None, ...]
    label: str

    @property
    def is_off_target(self) -> bool:
        """Whether it has reached its red flag."""
        return self.figure.status is Status.RED

    @property
    def is_short(self) -> bool:
        """Whether it misses its target: the gap then has the colour of the status."""
        return self.figure.status in {Status.RED, Status.AMBER}

    @property
    def is_not_reported(self) -> bool:
        """Whether figures of it are missing."""
        return self.figure.value is None or self.figure.reported < self.figure.expected


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An objective or a perspective in the table, with what stands below it.

    Attributes
    ----------
    notes
        Why the status is worse than the score says, and what a green hides.
    """

    code: str
    name: str
    owner: str
    critical: bool
    status: Status
    score: int | None
    change: int | None
    notes: tuple[str, ...]
    scores: tuple[float | None, ...]
    label: str
    objectives: "tuple[NodeRow, ...]" = ()
    kpis: tuple[KpiRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """Everything that the scorecard of a unit shows.

    Attributes
    ----------
    tally
        How many KPIs stand at each status, worst first, those with none left out.
    since, history_head
        The period before, and how many periods the small lines show: heads of their columns.
    cut_red, cut_green
        The lowest scores printed as at risk and as on target.
    has_strategy
        Whether there are objectives at all, with or without figures.
    show
        The filter in use, empty for none.
    """

    status: Status | None
    sentence: str
    notes: tuple[str, ...]
    n_objectives: int
    n_kpis: int
    tally: tuple[tuple[Status, int], ...]
    since: str
    history_head: str
    cut_red: int
    cut_green: int
    has_strategy: bool
    show: str
    perspectives: tuple[NodeRow, ...]


def scorecard_page(
    context: Context, strategy: Strategy, columns: Sequence[Column], show: str = ""
) -> ScorecardPage:
    """Return the scorecard of the unit and period of `context`; it makes no queries.

    Parameters
    ----------
    columns
        The periods to show as history, the one of the page last.
    show
        `off` leaves only what is off target, worst first; `missing` what was not reported.
    """
    show = show if show in offered(context) else ""
    table = _Table(context, strategy, columns)
    rows = table.perspectives()
    whole = columns[-1].nodes.get((Score.SCORECARD, context.unit.pk))
    return ScorecardPage(
        status=whole.status if whole else None,
        sentence=table.sentence(whole),
        notes=table.notes(whole, Score.PERSPECTIVE) if whole else (),
        n_objectives=sum(len(row.objectives) for row in rows),
        n_kpis=len({kpi.code for row in rows for o in row.objectives for kpi in o.kpis}),
        tally=_tally(whole),
        since=period_short(before(context.period)),
        history_head=sentences.history_head(len(columns), context.period.frequency),
        cut_red=ceil(context.cuts.red),
        cut_green=ceil(context.cuts.goal),
        has_strategy=bool(strategy.objectives),
        show=show,
        perspectives=tuple(filtered(rows, show)),
    )


class _Table:
    """Makes rows out of figures, from the KPIs upwards."""

    def __init__(self, context: Context, strategy: Strategy, columns: Sequence[Column]) -> None:
        self.context, self.strategy, self.columns = context, strategy, columns
        self.now = columns[-1]

    def sentence(self, whole: NodeFigure | None) -> str:
        """Say the score of the whole scorecard and how it moved."""
        period = self.context.period
        history = self._history((Score.SCORECARD, self.context.unit.pk))
        return sentences.score_sentence(
            self._shown(whole),
            self._shown(_earlier(history)),
            period_name(period),
            period_name(before(period)),
        )

    def perspectives(self) -> list[NodeRow]:
        """Return the perspectives that have an objective with a line, as the office set them."""
        rows = [
            self._node(Score.PERSPECTIVE, perspective, perspective.name, "", critical=False)
            for perspective in self.strategy.perspectives
        ]
        filled = [
            replace(row, objectives=tuple(self._objectives(perspective)))
            for row, perspective in zip(rows, self.strategy.perspectives, strict=True)
        ]
        return [row for row in filled if row.objectives]

    def _objectives(self, perspective: Perspective) -> Iterable[NodeRow]:
        for version in self._in_order(perspective):
            kpis = tuple(self._kpis(version.objective_id))
            # A score may be given by hand, or contributed from elsewhere.
            if kpis or (Score.OBJECTIVE, version.objective_id) in self.now.nodes:
                row = self._node(
                    Score.OBJECTIVE,
                    version.objective,
                    version.name,
                    person(version),
                    critical=version.critical,
                )
                yield replace(row, kpis=kpis)

    def _in_order(self, perspective: Perspective) -> list[ObjectiveVersion]:
        versions = self.strategy.objectives.values()
        mine = [version for version in versions if version.perspective_id == perspective.pk]
        return sorted(mine, key=lambda version: version.objective.code)

    def _kpis(self, objective_id: int) -> Iterable[KpiRow]:
        for line in self.strategy.lines.get(objective_id, []):
            figure = self.now.kpis.get(line.kpi.pk)
            if figure is not None:
                yield self._kpi(line, figure)

    def _kpi(self, line: KpiLine, figure: Figure) -> KpiRow:
        version, unit = line.version, line.version.unit_of_measure
        history = [column.kpis.get(line.kpi.pk) for column in self.columns]
        score = self._shown(figure)
        other = figure.period != self.context.period
        return KpiRow(
            code=line.kpi.code,
            name=version.name,
            unit_of_measure=unit,
            decimals=decimals_to_show(figure, unit, version.decimals),
            critical=line.critical,
            owner=line.owner,
            figure=figure,
            of_period=period_short(figure.period) if other else "",
            score=score,
            change=_change(score, self._shown(_earlier(history))),
            values=tuple(each.value if each else None for each in history),
            label=sentences.history_label(version.name, figure.value, unit, len(history)),
        )

    def _node(
        self, kind: int, node: Perspective | Objective, name: str, owner: str, *, critical: bool
    ) -> NodeRow:
        history = self._history((kind, node.pk))
        figure, score = history[-1], self._shown(history[-1])
        child = Score.OBJECTIVE if kind == Score.PERSPECTIVE else None
        return NodeRow(
            code=node.code,
            name=name,
            owner=owner,
            critical=critical,
            status=figure.status if figure else Status.NOT_SCORED,
            score=score,
            change=_change(score, self._shown(_earlier(history))),
            notes=self.notes(figure, child) if figure else (),
            scores=tuple(each.score if each else None for each in history),
            label=sentences.history_label(name, score, "", len(history)),
        )

    def notes(self, figure: NodeFigure, child_kind: int | None) -> tuple[str, ...]:
        """Say why a status is worse than its score, and what a green hides."""
        cap = self._cap(figure.cap, child_kind) if figure.cap is not None else ""
        reds = sentences.reds_note(figure.status, figure.counts.get(Status.RED, 0))
        return tuple(note for note in (cap, reds) if note)

    def _cap(self, child: int, kind: int | None) -> str:
        below = self.now.kpis.get(child) if kind is None else self.now.nodes.get((kind, child))
        return sentences.cap_note(self._names(kind).get(child, ""), below.status if below else None)

    def _names(self, kind: int | None) -> dict[int, str]:
        if kind == Score.PERSPECTIVE:
            return {each.pk: each.name for each in self.strategy.perspectives}
        if kind == Score.OBJECTIVE:
            return {key: version.name for key, version in self.strategy.objectives.items()}
        lines = (line for lines in self.strategy.lines.values() for line in lines)
        return {line.kpi.pk: line.version.name for line in lines}

    def _history(self, node: Node) -> list[NodeFigure | None]:
        return [column.nodes.get(node) for column in self.columns]

    def _shown(self, figure: Figure | NodeFigure | None) -> int | None:
        if figure is None:
            return None
        return shown(figure.score, figure.by_score, self.context.cuts)


def _earlier(history: Sequence[Found]) -> Found | None:
    return history[-2] if len(history) > 1 else None


def _change(score: int | None, earlier: int | None) -> int | None:
    return None if score is None or earlier is None else score - earlier


def _tally(whole: NodeFigure | None) -> tuple[tuple[Status, int], ...]:
    counts = whole.counts if whole else {}
    return tuple((status, counts[status]) for status in WORST_FIRST if counts.get(status))
