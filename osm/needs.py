"""What needs somebody: of each KPI what is wrong, since when, what its owner says, what is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from initiatives.selectors.actions import ActionFact, MatterKey, key_of, open_actions
from initiatives.selectors.being_done import BeingDone, being_done_for_objectives
from osm.need_sentences import gaps, headline, since, usual, why
from osm.ranking import UNKNOWN, Standing, ranked, reason
from scorecard.engine.signals import Trend, trend
from scorecard.engine.types import Status
from scorecard.selectors import sentences
from scorecard.selectors.below import Below, standing_of_children
from scorecard.selectors.checks import Checked, checked_words, checks_of
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column, Figure
from scorecard.selectors.flags import FlagLine
from scorecard.selectors.limits import signalling
from scorecard.selectors.lines import KpiLine, Strategy
from scorecard.selectors.matters import OBJECTIVE
from scorecard.selectors.misses import Miss
from scorecard.selectors.owner_explanations import ExplanationLine, newest_by_kpi
from scorecard.selectors.periods import before, period_name
from scorecard.selectors.scorecard_rows import KpiRow, NodeRow
from scorecard.selectors.stakes import perspective_weights, stakes
from scorecard.selectors.trends import better_way
from scorecard.services.missing import Missing, read_missing

if TYPE_CHECKING:
    from accounts.models import User

#: Whose trouble a figure tells, or would tell.
IN_TROUBLE = frozenset({Status.RED, Status.AMBER}) | UNKNOWN


@dataclass(frozen=True)
class Need:
    """One KPI that needs somebody.

    Attributes
    ----------
    why
        What brings it here beyond its status; empty where the status says all.
    moved
        Sentences: how it moved, since when it is off target, whether that is unusual.
    steps, being_done
        The next steps about it and its objective, and the initiatives for the objective.
    lacks_step
        Whether it is off target and nobody does anything, as far as the reader could know.
    words, flags
        What its owner says of the period, and the flags that stand on it, here or below.
    is_owed, is_unexplained
        Whether its owner owes an explanation, and whether that is told to the reader.
    gaps, checked
        What is missing, and what that could do to it; who approved what is there, and when.
    miss
        Which units carry its miss, where that was asked for and has parts.
    """

    row: KpiRow
    objective: str
    headline: str
    why: str
    moved: tuple[str, ...]
    owner: str
    steps: tuple[ActionFact, ...]
    being_done: list[BeingDone]
    lacks_step: bool
    words: ExplanationLine | None
    flags: tuple[FlagLine, ...]
    is_owed: bool
    is_unexplained: bool
    gaps: tuple[str, ...]
    checked: str
    miss: Miss | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """All that decides the order and is told, by KPI id."""

    points: Mapping[int, float]
    below: Mapping[int, Below]
    missing: Mapping[int, Missing]
    words: Mapping[int, ExplanationLine]
    flags: Mapping[str, tuple[FlagLine, ...]]
    doing: Mapping[int, list[BeingDone]]
    steps: Mapping[MatterKey, tuple[ActionFact, ...]]
    checks: Mapping[int, Checked]


def needs_of(
    user: "User",
    context: Context,
    strategy: Strategy,
    columns: Sequence[Column],
    objectives: Sequence[NodeRow],
    flags: Sequence[FlagLine],
) -> list[Need]:
    """Return what needs somebody at the unit of `context`, the most urgent first.

    In a fixed number of queries.

    Parameters
    ----------
    flags
        Those that stand at the unit and below it.
    """
    return _Needs(user, context, strategy, columns, flags).of(objectives)


class _Needs:
    """Reads what is known of the KPIs of a scorecard, and says what of it matters."""

    def __init__(
        self,
        user: "User",
        context: Context,
        strategy: Strategy,
        columns: Sequence[Column],
        flags: Sequence[FlagLine],
    ) -> None:
        self.context, self.columns = context, columns
        self.lines = {line.kpi.code: line for lines in strategy.lines.values() for line in lines}
        self.versions = {line.kpi.pk: line.version for line in self.lines.values()}
        self.figures = {
            pk: figure for pk, figure in columns[-1].kpis.items() if pk in self.versions
        }
        self.known = self._read(user, strategy, flags)

    def of(self, objectives: Sequence[NodeRow]) -> list[Need]:
        """Return one item for each KPI that needs somebody, in the objective that has it first."""
        rows: dict[str, tuple[NodeRow, KpiRow]] = {}
        for objective in objectives:
            for kpi in objective.kpis:
                rows.setdefault(kpi.code, (objective, kpi))
        standings = [self._standing(kpi) for _objective, kpi in rows.values()]
        needing = [standing for standing in standings if reason(standing) is not None]
        self.signals = self._signals(standing.code for standing in needing)
        found = [replace(each, is_signal=self._is_signal(each.code)) for each in needing]
        return [self._need(standing, *rows[standing.code]) for standing in ranked(found)]

    def _signals(self, codes: Iterable[str]) -> dict[int, bool]:
        """Tell of those that need somebody whether their figure is unusual."""
        context = self.context
        periods = {pk: each.period for pk, each in self._base_figures(codes).items()}
        return signalling(context.unit, periods, self.versions, context.calendar, context.today)

    def _base_figures(self, codes: Iterable[str]) -> dict[int, Figure]:
        """Return the figures that are of one period of their KPI, and not made of several."""
        lines = [self.lines[code] for code in codes]
        return {
            line.kpi.pk: figure
            for line in lines
            if (figure := self.figures.get(line.kpi.pk))
            and figure.period.frequency is line.frequency
        }

    def _is_signal(self, code: str) -> bool:
        return self.signals.get(self.lines[code].kpi.pk, False)

    def _read(self, user: "User", strategy: Strategy, flags: Sequence[FlagLine]) -> _Known:
        context, now = self.context, self.columns[-1]
        periods = {pk: figure.period for pk, figure in self.figures.items()}
        by_code: dict[str, tuple[FlagLine, ...]] = {}
        for flag in flags:
            if flag.is_kpi:
                by_code[flag.code] = (*by_code.get(flag.code, ()), flag)
        objectives = {line.objective_id for line in self.lines.values()}
        return _Known(
            points=stakes(strategy, now, perspective_weights(context.last_day), context.cuts),
            below=standing_of_children(context, self.figures),
            missing=read_missing(context, self._base_figures(self.lines), self.versions),
            words=newest_by_kpi(context.unit, periods),
            flags=by_code,
            doing=being_done_for_objectives(user, objectives, today=context.today),
            steps=open_actions(user, [context.unit], self._matters(), today=context.today),
            checks=checks_of(context, self._base_figures(self.lines), self.versions),
        )

    def _matters(self) -> set[MatterKey]:
        lines = self.lines.values()
        objectives = {(OBJECTIVE, line.objective_id) for line in lines}
        return {key_of(line.kpi) for line in lines} | objectives

    def _steps(self, line: KpiLine) -> tuple[ActionFact, ...]:
        """Return the next steps about a KPI, then those about its objective."""
        steps = self.known.steps
        own, served = key_of(line.kpi), (OBJECTIVE, line.objective_id)
        return (*steps.get(own, ()), *steps.get(served, ()))

    def _standing(self, kpi: KpiRow) -> Standing:
        line, known = self.lines[kpi.code], self.known
        pk = line.kpi.pk
        below, missing = known.below.get(pk, Below()), known.missing.get(pk, Missing(0))
        return Standing(
            code=kpi.code,
            status=kpi.figure.status,
            is_critical=kpi.critical,
            points=known.points.get(pk, 0.0),
            got_worse=self._got_worse(kpi, line),
            age=len(self._course(kpi)),
            is_flagged=kpi.code in known.flags,
            is_tended=bool(known.doing.get(line.objective_id) or self._steps(line)),
            missing=missing.count,
            could_turn=missing.could_turn,
            reds=below.reds,
            judged=below.judged,
        )

    def _need(self, standing: Standing, objective: NodeRow, kpi: KpiRow) -> Need:
        line, known = self.lines[kpi.code], self.known
        words, flags = known.words.get(line.kpi.pk), known.flags.get(kpi.code, ())
        steps, doing = self._steps(line), known.doing.get(line.objective_id, [])
        sees, is_red = self.context.can_see_breakdown, kpi.figure.status is Status.RED
        is_owed = words is None and (is_red or bool(flags))
        return Need(
            row=kpi,
            objective=objective.name,
            headline=headline(kpi, self.context),
            why=why(standing, flags),
            moved=tuple(filter(None, self._moved(kpi, line))),
            owner=kpi.owner or objective.owner,
            steps=steps,
            being_done=doing,
            lacks_step=is_red and sees and not (steps or doing),
            words=words if sees else None,
            flags=flags,
            is_owed=is_owed,
            is_unexplained=is_owed and sees,
            gaps=gaps(known.missing.get(line.kpi.pk), kpi),
            checked=checked_words(known.checks.get(line.kpi.pk), self.context),
        )

    def _earlier(self, kpi: KpiRow) -> Figure | None:
        """Return the figure before that of the page, which may be of a quarter."""
        wanted, pk = before(kpi.figure.period), self.lines[kpi.code].kpi.pk
        figures = (column.kpis.get(pk) for column in self.columns)
        return next((each for each in figures if each and each.period == wanted), None)

    def _change(self, kpi: KpiRow) -> str:
        earlier, now = self._earlier(kpi), kpi.figure.value
        if now is None or earlier is None or earlier.value is None:
            return ""
        return sentences.change_sentence(
            now - earlier.value, kpi.unit_of_measure, period_name(earlier.period), kpi.decimals
        )

    def _moved(self, kpi: KpiRow, line: KpiLine) -> tuple[str, ...]:
        course = self._course(kpi)
        is_open = bool(course) and course[-1] in self.columns[0].kpis.values()
        unusual = self.signals.get(line.kpi.pk)
        return self._change(kpi), since(kpi, course, is_open=is_open), usual(unusual=unusual)

    def _got_worse(self, kpi: KpiRow, line: KpiLine) -> bool:
        earlier, now = self._earlier(kpi), kpi.figure
        if now.value is None or earlier is None or earlier.value is None:
            return False
        return trend(now.value, earlier.value, better_way(now, line.version)) is Trend.WORSE

    def _course(self, kpi: KpiRow) -> list[Figure]:
        """Return the figures in a row that are in the same trouble, the newest first.

        Off target stays off target; else whatever is not on target.
        """
        trouble = {Status.RED} if kpi.figure.status is Status.RED else IN_TROUBLE
        pk = self.lines[kpi.code].kpi.pk
        course: dict[object, Figure] = {}
        for column in reversed(self.columns):
            figure = column.kpis.get(pk)
            if figure is None or figure.status not in trouble:
                break
            course.setdefault(figure.period, figure)
        return list(course.values())
