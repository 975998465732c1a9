"""The scorecard of one unit in one period: perspectives, objectives and their KPIs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Literal, TypeVar

from scorecard.engine.types import Status
from scorecard.models import Objective, ObjectiveVersion, Perspective, Score
from scorecard.selectors import sentences
from scorecard.selectors.arranging import Arrangement, RankedRow, Switches, ranked
from scorecard.selectors.context import Context
from scorecard.selectors.figures import (
    Column,
    Figure,
    Node,
    NodeFigure,
    decimals_to_show,
    shown,
)
from scorecard.selectors.filters import filtered
from scorecard.selectors.lines import KpiLine, Strategy, person
from scorecard.selectors.periods import before, period_name, period_short
from scorecard.selectors.scorecard_rows import KpiRow, NodeRow
from scorecard.selectors.trends import better_way

Found = TypeVar("Found")
AS_SET = Arrangement()
BETTER: dict[int, Literal["up", "down", ""]] = {1: "up", -1: "down", 0: ""}
WORST_FIRST = (
    Status.RED,
    Status.AMBER,
    Status.GREEN,
    Status.NO_DATA,
    Status.INSUFFICIENT,
    Status.NOT_SCORED,
)


@dataclass(frozen=True, slots=True)
class ScorecardPage:
    """Everything that the scorecard of a unit shows.

    Attributes
    ----------
    tally
        How many KPIs stand at each status, worst first, those with none left out.
    now, since, history_head
        The period, the one before, and how many periods the small lines show: heads of columns.
    cut_red, cut_green
        The lowest scores printed as at risk and as on target.
    has_strategy
        Whether there are objectives at all, with or without figures.
    arranged, switches
        How the table is arranged, and the links to arrange it otherwise.
    ranked
        The KPIs in order, where the table is asked for without its groups.
    """

    status: Status | None
    sentence: str
    notes: tuple[str, ...]
    n_objectives: int
    n_kpis: int
    tally: tuple[tuple[Status, int], ...]
    now: str
    since: str
    history_head: str
    cut_red: int
    cut_green: int
    has_strategy: bool
    arranged: Arrangement
    switches: Switches
    perspectives: tuple[NodeRow, ...]
    ranked: tuple[RankedRow, ...]


def scorecard_page(
    context: Context,
    strategy: Strategy,
    columns: Sequence[Column],
    arranged: Arrangement = AS_SET,
    received: Mapping[int, datetime] | None = None,
) -> ScorecardPage:
    """Return the scorecard of the unit and period of `context`; it makes no queries.

    Parameters
    ----------
    columns
        The periods to show as history, the one of the page last.
    arranged
        What to leave out, and in which order the rest stands.
    received
        When the last figures came in, by KPI id, where the columns tell that.
    """
    table = _Table(context, strategy, columns, received or {})
    rows = table.perspectives()
    shown_rows = tuple(filtered(rows, arranged.show))
    whole = columns[-1].nodes.get((Score.SCORECARD, context.unit.pk))
    return ScorecardPage(
        status=whole.status if whole else None,
        sentence=table.sentence(whole),
        notes=table.notes(whole, Score.PERSPECTIVE) if whole else (),
        n_objectives=sum(len(row.objectives) for row in rows),
        n_kpis=len({kpi.code for row in rows for o in row.objectives for kpi in o.kpis}),
        tally=_tally(whole),
        now=period_short(context.period),
        since=period_short(before(context.period)),
        history_head=sentences.history_head(len(columns), context.period.frequency),
        cut_red=ceil(context.cuts.red),
        cut_green=ceil(context.cuts.goal),
        has_strategy=bool(strategy.objectives),
        arranged=arranged,
        switches=Switches(context, arranged),
        perspectives=shown_rows,
        ranked=tuple(ranked(shown_rows, arranged)),
    )


class _Table:
    """Makes rows out of figures, from the KPIs upwards."""

    def __init__(
        self,
        context: Context,
        strategy: Strategy,
        columns: Sequence[Column],
        received: Mapping[int, datetime],
    ) -> None:
        self.context, self.strategy, self.columns = context, strategy, columns
        self.received = received
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
        score, earlier = self._shown(figure), _earlier(history)
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
            score_before=self._shown(earlier),
            values=tuple(each.value if each else None for each in history),
            label=sentences.history_label(version.name, figure.value, unit, len(history)),
            before=earlier,
            better=BETTER[better_way(figure, version)],
            received=self.received.get(line.kpi.pk),
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
            score_before=self._shown(_earlier(history)),
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


def _tally(whole: NodeFigure | None) -> tuple[tuple[Status, int], ...]:
    counts = whole.counts if whole else {}
    return tuple((status, counts[status]) for status in WORST_FIRST if counts.get(status))
