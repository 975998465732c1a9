"""A KPI as it stood at a unit, and the stored figures of its course."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Min
from django.http import Http404
from django.utils.translation import gettext as _

from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.engine.windows import candidates
from scorecard.models import Kpi, KpiVersion, OwnForecast, Rebasing, Result
from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import (
    FIGURE_COLUMNS,
    Figure,
    figure_of,
    read_results,
)
from scorecard.selectors.forecasts import year_goal
from scorecard.selectors.lines import KpiLine, strategy_at
from scorecard.selectors.own_forecasts import own_forecast
from scorecard.selectors.rebasings import rebasings_of
from scorecard.selectors.signals import (
    MOST_PERIODS,
    History,
)
from scorecard.selectors.versions import version_on, versions_of

if TYPE_CHECKING:
    from accounts.models import User

# A year and the month before it, two years, everything.
SPANS: dict[str, int | None] = {"13": 13, "25": 25, "all": None}
DEFAULT_SPAN = "25"


@dataclass(frozen=True)
class Subject:
    """A KPI as it stood at a unit on the last day of a period, and the objectives it makes.

    `versions` are its definitions from day to day, `version` the one of that day; `weights` what
    all KPIs of each of these objectives weigh together, by id.
    """

    kpi: Kpi
    version: KpiVersion
    versions: tuple[KpiVersion, ...]
    lines: tuple[tuple[KpiLine, str], ...]
    weights: Mapping[int, float]

    @property
    def frequency(self) -> Frequency:
        """How often it is entered, by its present definition, as results are stored."""
        return Frequency((self.kpi.current or self.version).frequency)

    @property
    def objective_ids(self) -> list[int]:
        """The objectives that it makes at the unit."""
        return [line.objective_id for line, _name in self.lines]


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided and expect of a KPI at a unit.

    `rebasings` say from when on its limits are computed anew; `year_goal` what the unit aims at in
    the fiscal year, None where nobody said; `own_forecast` what somebody there expects of it.
    """

    rebasings: tuple[Rebasing, ...] = ()
    year_goal: float | None = None
    own_forecast: OwnForecast | None = None


NOTHING_DECIDED = Decided()


@dataclass(frozen=True, slots=True)
class Readings:
    """Figures of a KPI: of the unit by period, and of the units below in the period shown.

    `history` are the unit's base periods, further back than is drawn; None where the page shows
    longer periods.
    """

    period: Period
    own: Mapping[Period, Figure]
    children: Mapping[int, Figure]
    history: History | None = None


def kpi_at(user: "User", context: Context, code: str, as_of: datetime | None = None) -> Subject:
    """Return a KPI by its code, as it stood at the unit and period of `context`.

    Raises
    ------
    Http404
        Where there is no such KPI, `user` may not know of it, or nothing was known of it then.
    """
    known = Kpi.objects.known_to(user).select_related("current").exclude(current=None)
    kpi = known.filter(code=code).first()
    versions = versions_of(kpi.pk, as_of) if kpi else []
    if kpi is None or not versions:
        raise Http404(_("There is no KPI with the code “%(code)s”.") % {"code": code})
    strategy = strategy_at(context.unit, context.last_day, as_of)
    lines = [
        (line, strategy.objectives[objective_id].name)
        for objective_id, lines in strategy.lines.items()
        for line in lines
        if line.kpi == kpi and objective_id in strategy.objectives
    ]
    version = version_on(versions, context.last_day)
    weights = {each: sum(line.weight for line in strategy.lines[each]) for each in strategy.lines}
    return Subject(kpi, version, tuple(versions), tuple(lines), weights)


def decided_of(context: Context, subject: Subject, as_of: datetime | None = None) -> Decided:
    """Return what people decided and expect of a KPI at the unit and period of `context`."""
    unit, kpi = context.unit, subject.kpi
    year = context.calendar.fiscal_year(context.period)
    return Decided(
        rebasings=tuple(rebasings_of(unit, kpi.pk, as_of)),
        year_goal=year_goal(unit, kpi, year, as_of),
        own_forecast=own_forecast(unit, kpi, year, as_of),
    )


def stored_readings(context: Context, subject: Subject, span: str) -> Readings:
    """Read the stored figures of a KPI: at the unit, and at the units below it.

    They are those of the last month of the period that `context` shows.
    """
    drawn = base_course(context, subject, span)
    history = stored_history(context, subject, drawn)
    own = {period: history[period] for period in drawn if period in history}
    period = period_counting(context, subject, own)
    children = _children(context, subject, period)
    return Readings(period, own, children, history_until(period, history, context.today))


def stored_history(
    context: Context, subject: Subject, drawn: Sequence[Period]
) -> dict[Period, Figure]:
    """Read the stored base periods of a KPI at the unit: those drawn, and those before them."""
    frequencies = {subject.kpi.pk: subject.frequency}
    rows = read_results(context.unit, frequencies, history_course(drawn))
    return {period: figure for (_kpi, period), figure in rows.items()}


def history_course(drawn: Sequence[Period]) -> list[Period]:
    """Return the base periods that limits are made of, those drawn among them."""
    last = drawn[-1]
    first = min(drawn[0].ordinal, last.ordinal + 1 - MOST_PERIODS)
    return [Period(last.frequency, ordinal) for ordinal in range(first, last.ordinal + 1)]


def history_until(period: Period, figures: Mapping[Period, Figure], today: date) -> History:
    """Return the last of some base periods up to one."""
    earliest = period.ordinal + 1 - MOST_PERIODS
    wanted = {each: figures[each] for each in figures if earliest <= each.ordinal <= period.ordinal}
    return History(wanted, today)


def base_course(context: Context, subject: Subject, span: str) -> list[Period]:
    """Return the base periods up to those that count in the last month of the page."""
    candidate = looked_at(context, subject)
    first = first_shown(context, subject, candidate[-1], span)
    return [Period(subject.frequency, each) for each in range(first, candidate[0].ordinal + 1)]


def period_counting(context: Context, subject: Subject, own: Mapping[Period, Figure]) -> Period:
    """Return the base period that counts in the last month of the page."""
    candidate = looked_at(context, subject)
    with_value = [each for each in candidate if each in own and own[each].value is not None]
    due = [each for each in candidate if each in own]
    return (with_value or due or candidate)[0]


def looked_at(context: Context, subject: Subject) -> list[Period]:
    """Return the base periods of a KPI that may count in the last month of the page, best first."""
    month = context.last_month.ordinal
    ordinals = candidates(context.calendar, subject.frequency, month)
    return [Period(subject.frequency, ordinal) for ordinal in ordinals]


def first_shown(context: Context, subject: Subject, last: Period, span: str) -> int:
    """Return the ordinal with which a course that ends with `last` begins."""
    length = SPANS.get(span, SPANS[DEFAULT_SPAN])
    if length is not None:
        return last.ordinal + 1 - length
    stored = Result.objects.filter(kpi=subject.kpi, unit=context.unit).aggregate(
        first=Min("period")
    )
    if stored["first"] is None:
        return last.ordinal
    first = Period(subject.frequency, stored["first"])
    return min(last.ordinal, context.calendar.enclosing(first, last.frequency).ordinal)


def _children(context: Context, subject: Subject, period: Period) -> dict[int, Figure]:
    if not context.can_see_breakdown:
        return {}
    rows = Result.objects.filter(
        kpi=subject.kpi, period=period.ordinal, unit__in=children_in(context, period)
    ).values_list("unit_id", *FIGURE_COLUMNS)
    return {unit_id: figure_of(period, numbers) for unit_id, *numbers in rows}


def base_periods(context: Context, subject: Subject, period: Period) -> list[int]:
    """Return the ordinals of the base periods behind a period."""
    return list(context.calendar.within(period, subject.frequency))
