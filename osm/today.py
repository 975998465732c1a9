"""What the Today page says: the finding, what needs somebody, what is late, what the chief says."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communications.selectors.deliveries import LatestMessage
from osm.duties import NO_DUTIES, Duties
from osm.findings import what_is_behind
from osm.my_strategy import MyStrategy, my_strategy
from osm.needs import Need, needs_of
from scorecard.charts import Scale, course
from scorecard.engine.types import Status
from scorecard.policies import may_speak_for
from scorecard.selectors.context import Context
from scorecard.selectors.courses import Point
from scorecard.selectors.figures import Column
from scorecard.selectors.flags import FlagLine, standing_below
from scorecard.selectors.late import LateUnit, late_units
from scorecard.selectors.lines import Strategy, strategy_at
from scorecard.selectors.periods import before, period_name, period_short
from scorecard.selectors.scorecard_rows import KpiRow, NodeRow
from scorecard.selectors.scorecards import scorecard_page
from scorecard.services.figures import read_columns
from scorecard.services.misses import read_misses

if TYPE_CHECKING:
    from accounts.models import User

MOST_NEEDS, MOST_LATE, MOST_FLAGS = 5, 5, 6


@dataclass(frozen=True)
class Today:
    """The page.

    Attributes
    ----------
    heading, behind
        The finding, and what stands behind it; the second is empty where that is not known.
    tally
        How many objectives stand at each status, worst first.
    n_needs
        How many there are, of which `needs` may be the first.
    flags
        What owners fear, here and below, the oldest first; all of them are counted in `n_flags`.
    unseen
        The flags that nobody above has seen.
    asked
        What the reader is asked to explain.
    mine
        What the unit gives to the strategy, for those who are here to know it.
    late
        Units with late figures of `late_month`, those that miss most first; all of them are
        counted in `n_late`, and in `n_waiting` those whose figures are not late yet.
    """

    context: Context
    heading: str
    behind: str
    sentence: str
    has_strategy: bool = False
    tally: list[tuple[Status, int]] = field(default_factory=list)
    perspectives: Sequence[NodeRow] = ()
    needs: Sequence[Need] = ()
    n_needs: int = 0
    chart: dict[str, Any] | None = None
    flags: Sequence[FlagLine] = ()
    n_flags: int = 0
    late: Sequence[LateUnit] = ()
    n_late: int = 0
    n_reporting: int = 0
    n_waiting: int = 0
    letter: LatestMessage | None = None
    duties: Duties = NO_DUTIES
    unseen: Sequence[FlagLine] = ()
    asked: Sequence[Need] = ()
    mine: MyStrategy | None = None

    @property
    def late_month(self) -> str:
        """The month whose figures may be late."""
        return period_name(self.context.last_ended_month)

    @property
    def late_word(self) -> str:
        """The same as addresses write it."""
        return self.context.calendar.format(self.context.last_ended_month)

    @property
    def previous_label(self) -> str:
        """The period that changes are counted from."""
        return period_name(before(self.context.period))

    @property
    def lead(self) -> Need | None:
        """The item that stands first, with its chart."""
        return self.needs[0] if self.needs else None

    @property
    def n_hidden(self) -> int:
        """How many more there are than are shown."""
        return self.n_needs - len(self.needs)

    @property
    def others(self) -> Sequence[Need]:
        """The items below it."""
        return self.needs[1:]


def today_page(
    user: "User",
    context: Context,
    letter: LatestMessage | None,
    duties: Duties = NO_DUTIES,
    *,
    shows_all: bool = False,
) -> Today:
    """Gather the page for the unit and period of `context`.

    Parameters
    ----------
    letter
        What the chief says.
    duties
        What is asked of the person for whom it is.
    shows_all
        Whether all that needs somebody is shown, and not the first five.
    """
    strategy = strategy_at(context.unit, context.last_day)
    columns = read_columns(context, strategy)
    page = scorecard_page(context, strategy, columns)
    objectives = [row for perspective in page.perspectives for row in perspective.objectives]
    flags = _flags(context)
    found = needs_of(user, context, strategy, columns, objectives, flags)
    needs = _with_misses(context, strategy, columns, found if shows_all else found[:MOST_NEEDS])
    late = late_units(
        user, context.unit, context.last_ended_month, context.calendar, timezone.now()
    )
    count = Counter(row.status for row in objectives)
    lead_miss = needs[0].miss if needs else None
    return Today(
        context=context,
        heading=heading(count, context.period_label),
        behind=what_is_behind(context, strategy, columns[-1], lead_miss),
        sentence=page.sentence,
        has_strategy=page.has_strategy,
        tally=_tally(objectives),
        perspectives=page.perspectives,
        needs=needs,
        n_needs=len(found),
        flags=flags if shows_all else flags[:MOST_FLAGS],
        n_flags=len(flags),
        late=late.units[:MOST_LATE],
        n_late=len(late.units),
        n_reporting=late.n_reporting,
        n_waiting=late.waiting,
        chart=_chart(strategy, columns, needs[0].row) if needs else None,
        letter=letter,
        duties=duties,
        unseen=[flag for flag in flags if not flag.readers],
        asked=_asked(context, strategy, found, duties),
        mine=my_strategy(context, strategy, objectives) if duties.is_reading else None,
    )


def _asked(
    context: Context, strategy: Strategy, needs: Sequence[Need], duties: Duties
) -> list[Need]:
    """Return what nobody has explained and the reader could, who may be an owner."""
    kpis = {line.kpi.code: line.kpi for lines in strategy.lines.values() for line in lines}
    return [
        need
        for need in needs
        if need.is_owed
        and may_speak_for(context.user, context.unit, kpis[need.row.code], duties.owned)
    ]


def _flags(context: Context) -> tuple[FlagLine, ...]:
    if not context.can_see_breakdown:
        return ()
    return standing_below(context.unit, context.organization)


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


def _with_misses(
    context: Context, strategy: Strategy, columns: Sequence[Column], needs: Sequence[Need]
) -> list[Need]:
    """Say which units carry the misses of the first items, where they may be seen."""
    first = {need.row.code for need in needs[:MOST_NEEDS]} if context.can_see_breakdown else set()
    misses = read_misses(context, strategy, columns[-1], first)
    drawn = {code: miss for code, miss in misses.items() if miss.can_be_drawn}
    return [replace(need, miss=drawn.get(need.row.code)) for need in needs]


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
