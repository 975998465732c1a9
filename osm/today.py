"""What the Today page says: the finding, what needs somebody, what is late, what the chief says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.selectors.deliveries import LatestMessage
from initiatives.selectors.being_done import BeingDone, being_done_for_objectives
from scorecard.charts import Scale, course
from scorecard.engine.types import Status
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column
from scorecard.selectors.kpis import Point
from scorecard.selectors.late import LateUnit, late_units
from scorecard.selectors.lines import Strategy, strategy_at
from scorecard.selectors.misses import Miss
from scorecard.selectors.periods import before, period_name, period_short
from scorecard.selectors.scorecards import KpiRow, NodeRow, scorecard_page
from scorecard.services.figures import read_columns
from scorecard.services.misses import read_miss_of

if TYPE_CHECKING:
    from accounts.models import User

MOST_NEEDS, MOST_LATE = 5, 5
# Red before amber; what cannot be judged stands between them: it may hide a red.
RANK = {Status.RED: 0, Status.INSUFFICIENT: 1, Status.NO_DATA: 1, Status.AMBER: 2}


@dataclass(frozen=True)
class Need:
    """One KPI that needs somebody: what it is, how it moved, who has it, what is being done."""

    row: KpiRow
    objective: str
    headline: str
    change: str
    owner: str
    being_done: list[BeingDone]


@dataclass(frozen=True)
class Today:
    """The page.

    Attributes
    ----------
    tally
        How many objectives stand at each status, worst first.
    miss
        Which units carry the miss of the item that stands first.
    late
        Units with figures of `late_month` missing, those that miss most first; all of them are
        counted in `n_late`.
    """

    context: Context
    heading: str
    sentence: str
    has_strategy: bool = False
    tally: list[tuple[Status, int]] = field(default_factory=list)
    perspectives: Sequence[NodeRow] = ()
    needs: Sequence[Need] = ()
    n_needs: int = 0
    chart: dict[str, Any] | None = None
    miss: Miss | None = None
    late: Sequence[LateUnit] = ()
    n_late: int = 0
    n_reporting: int = 0
    letter: LatestMessage | None = None

    @property
    def late_month(self) -> str:
        """The month whose figures may be late."""
        return period_name(self.context.last_ended_month)

    @property
    def previous_label(self) -> str:
        """The period that changes are counted from."""
        return period_name(before(self.context.period))

    @property
    def lead(self) -> Need | None:
        """The item that stands first, with its chart."""
        return self.needs[0] if self.needs else None

    @property
    def others(self) -> Sequence[Need]:
        """The items below it."""
        return self.needs[1:]


def today_page(user: "User", context: Context, letter: LatestMessage | None) -> Today:
    """Gather the page for the unit and period of `context`; `letter` is what the chief says."""
    strategy = strategy_at(context.unit, context.last_day)
    columns = read_columns(context, strategy)
    page = scorecard_page(context, strategy, columns)
    objectives = [row for perspective in page.perspectives for row in perspective.objectives]
    found = _needing(objectives)
    needs = _Needs(user, context, strategy, columns).of(found[:MOST_NEEDS])
    late = late_units(user, context.unit, context.last_ended_month, context.calendar, context.today)
    return Today(
        context=context,
        heading=heading(Counter(row.status for row in objectives), context.period_label),
        sentence=page.sentence,
        has_strategy=page.has_strategy,
        tally=_tally(objectives),
        perspectives=page.perspectives,
        needs=needs,
        n_needs=len(found),
        late=late.units[:MOST_LATE],
        n_late=len(late.units),
        n_reporting=late.n_reporting,
        chart=_chart(strategy, columns, needs[0].row) if needs else None,
        miss=_miss(context, strategy, columns, needs[0].row) if needs else None,
        letter=letter,
    )


def heading(count: Mapping[Status, int], period: str) -> str:
    """Say the finding: the worst that is true of the objectives, in one sentence.

    Each form is true by itself; a later one is reached only where those before do not hold.

    Parameters
    ----------
    count
        How many objectives stand at each status; one that is absent counts none.
    """
    unknown = count.get(Status.NO_DATA, 0) + count.get(Status.INSUFFICIENT, 0)
    if red := count.get(Status.RED, 0):
        return ngettext(
            "%(count)d objective is off target", "%(count)d objectives are off target", red
        ) % {"count": red}
    if amber := count.get(Status.AMBER, 0):
        return _at_risk(amber, unknown)
    if not count.get(Status.GREEN, 0):
        return _("Nothing can be scored yet for %(period)s") % {"period": period}
    if unknown:
        return ngettext(
            "%(count)d objective cannot be scored, every scored one is on target",
            "%(count)d objectives cannot be scored, every scored one is on target",
            unknown,
        ) % {"count": unknown}
    return _("Every objective that is scored is on target")


def _at_risk(amber: int, unknown: int) -> str:
    # What cannot be scored may be off target: then nothing is said of all objectives.
    if unknown:
        return ngettext(
            "%(count)d objective is at risk", "%(count)d objectives are at risk", amber
        ) % {"count": amber}
    return ngettext(
        "No objective is off target, %(count)d is at risk",
        "No objective is off target, %(count)d are at risk",
        amber,
    ) % {"count": amber}


def _tally(objectives: Sequence[NodeRow]) -> list[tuple[Status, int]]:
    count = Counter(row.status for row in objectives)
    order = (
        Status.RED,
        Status.AMBER,
        Status.GREEN,
        Status.INSUFFICIENT,
        Status.NO_DATA,
        Status.NOT_SCORED,
    )
    return [(status, count[status]) for status in order if count[status]]


def _needing(objectives: Sequence[NodeRow]) -> list[tuple[NodeRow, KpiRow]]:
    """Return what needs somebody, each KPI once: by status, then critical, then score."""
    found: dict[str, tuple[NodeRow, KpiRow]] = {}
    for objective in objectives:
        for kpi in objective.kpis:
            if kpi.figure.status in RANK:
                found.setdefault(kpi.code, (objective, kpi))
    return sorted(found.values(), key=lambda pair: _urgency(pair[1]))


def _urgency(kpi: KpiRow) -> tuple[int, bool, float, str]:
    score = kpi.figure.score
    return RANK[kpi.figure.status], not kpi.critical, 0.0 if score is None else score, kpi.code


class _Needs:
    """Says of KPIs what is wrong, how they moved and what is being done."""

    def __init__(
        self, user: "User", context: Context, strategy: Strategy, columns: Sequence[Column]
    ) -> None:
        self.context, self.columns = context, columns
        lines = [line for lines in strategy.lines.values() for line in lines]
        self.ids = {line.kpi.code: line.kpi.pk for line in lines}
        self.served = {line.kpi.code: line.objective_id for line in lines}
        objectives = set(self.served.values())
        self.doing = being_done_for_objectives(user, objectives, today=context.today)

    def of(self, found: Sequence[tuple[NodeRow, KpiRow]]) -> list[Need]:
        """Return one item for each KPI in its objective."""
        return [
            Need(
                row=kpi,
                objective=objective.name,
                headline=self._headline(kpi),
                change=self._change(kpi),
                owner=kpi.owner or objective.owner,
                being_done=self.doing.get(self.served[kpi.code], []),
            )
            for objective, kpi in found
        ]

    def _headline(self, kpi: KpiRow) -> str:
        figure = kpi.figure
        if figure.status is Status.NO_DATA:
            return _("%(kpi)s has no data") % {"kpi": kpi.name}
        if figure.status is Status.INSUFFICIENT:
            return self._insufficient(kpi)
        return sentences.finding(
            kpi.name, figure.value, figure.goal, kpi.unit_of_measure, kpi.decimals
        )

    def _insufficient(self, kpi: KpiRow) -> str:
        """Say that too few reported; how many is for those who see the units below."""
        if not self.context.can_see_breakdown:
            return _("%(kpi)s cannot be scored: too few units reported") % {"kpi": kpi.name}
        reported, expected = kpi.figure.reported, kpi.figure.expected
        values = {"kpi": kpi.name, "reported": reported, "expected": expected}
        if self.context.is_long:
            return (
                ngettext(
                    "%(kpi)s cannot be scored: %(reported)d of %(expected)d figure is in",
                    "%(kpi)s cannot be scored: %(reported)d of %(expected)d figures are in",
                    expected,
                )
                % values
            )
        return (
            ngettext(
                "%(kpi)s cannot be scored: %(reported)d of %(expected)d unit reported",
                "%(kpi)s cannot be scored: %(reported)d of %(expected)d units reported",
                expected,
            )
            % values
        )

    def _change(self, kpi: KpiRow) -> str:
        """Compare with the period before that of the figure, which may be a quarter."""
        earlier, now = before(kpi.figure.period), kpi.figure.value
        figures = (column.kpis.get(self.ids[kpi.code]) for column in self.columns)
        values = [figure.value for figure in figures if figure and figure.period == earlier]
        if now is None or not values or values[0] is None:
            return ""
        return sentences.change_sentence(
            now - values[0], kpi.unit_of_measure, period_name(earlier), kpi.decimals
        )


def _miss(
    context: Context, strategy: Strategy, columns: Sequence[Column], kpi: KpiRow
) -> Miss | None:
    """Say which units carry the miss of the item that stands first, where they may be seen."""
    if not context.can_see_breakdown:
        return None
    miss = read_miss_of(context, strategy, columns[-1], kpi.code)
    return miss if miss and miss.can_be_drawn else None


def _chart(strategy: Strategy, columns: Sequence[Column], kpi: KpiRow) -> dict[str, Any]:
    """Draw the last periods of the item that stands first against its target."""
    lines = (line for lines in strategy.lines.values() for line in lines)
    kpi_id = next(line.kpi.pk for line in lines if line.kpi.code == kpi.code)
    length = kpi.figure.period.frequency
    course_of = {
        figure.period if figure else column.period: figure
        for column in columns
        if (figure := column.kpis.get(kpi_id)) or column.period.frequency is length
    }
    points = [
        Point(period_name(period), period_short(period), figure, None)
        for period, figure in course_of.items()
    ]
    return course(points, Scale(kpi.unit_of_measure, kpi.decimals))
