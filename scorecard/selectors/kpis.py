"""One KPI at one unit: its figure, its course, what it is made of and what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import numbers
from organization.policies import may
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Scoring, Status
from scorecard.engine.windows import year_before
from scorecard.models import KpiVersion
from scorecard.selectors import sentences
from scorecard.selectors.breakdowns import Breakdown, breakdown
from scorecard.selectors.context import Context
from scorecard.selectors.courses import Beside, Point, course_points, reasons
from scorecard.selectors.definitions import Fact, facts
from scorecard.selectors.events import Event, Mark
from scorecard.selectors.figures import (
    Figure,
    decimals_to_show,
    shown,
)
from scorecard.selectors.forecasts import YearEnd, year_end
from scorecard.selectors.own_forecasts import OwnLine, own_line
from scorecard.selectors.periods import before, period_name
from scorecard.selectors.revisions import RevisionLine, revisions
from scorecard.selectors.signals import (
    Series,
    Signals,
    series_of,
    signals,
)
from scorecard.selectors.subjects import (
    DEFAULT_SPAN,
    NOTHING_DECIDED,
    SPANS,
    Decided,
    Readings,
    Subject,
    base_periods,
)
from scorecard.selectors.trends import TrendMark, trend_mark


@dataclass(frozen=True, slots=True)
class SpanChoice:
    """How much of the course is drawn."""

    label: str
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class KpiPage:
    """Everything that the page of a KPI shows; None is unknown.

    Attributes
    ----------
    change
        The value less the one of the period before.
    change_sentence, year_sentence
        How the value moved since then, and since the same period of the year before; empty where
        that is unknown, or the same.
    points
        The course, the period shown last.
    breakdown, revisions, own_forecast
        Empty above one's own unit: only the published figure is shown there.
    signals, year_end
        What is unusual in the course, and where it is heading; None where the page shows longer
        periods.
    """

    subject: Subject
    name: str
    unit_of_measure: str
    decimals: int
    period_name: str
    previous_name: str
    status: Status
    figure: Figure | None
    score: int | None
    change: float | None
    mark: str
    finding: str
    change_sentence: str
    year_sentence: str
    points: tuple[Point, ...]
    facts: tuple[Fact, ...]
    breakdown: Breakdown | None
    revisions: tuple[RevisionLine, ...]
    trend: TrendMark | None = None
    signals: Signals | None = None
    year_end: YearEnd | None = None
    own_forecast: OwnLine | None = None
    can_forecast: bool = False
    can_rebase: bool = False
    can_decide_checks: bool = False

    @property
    def misses_target(self) -> bool:
        """Whether somebody may ask which units carry the miss."""
        return self.status in {Status.RED, Status.AMBER}

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What happened in the course, the first period first."""
        return tuple(point.mark for point in self.points if point.mark)

    @property
    def latest_first(self) -> tuple[Point, ...]:
        """The course as a table reads it."""
        return self.points[::-1]


def span_choices(readings: Readings, span: str) -> list[SpanChoice]:
    """Return the lengths of history to choose from; an unknown one counts as the default."""
    shown = span if span in SPANS else DEFAULT_SPAN
    return [
        SpanChoice(
            _("All")
            if length is None
            else sentences.history_head(length, readings.period.frequency),
            word,
            word == shown,
        )
        for word, length in SPANS.items()
    ]


def kpi_page(
    context: Context,
    subject: Subject,
    readings: Readings,
    decided: Decided = NOTHING_DECIDED,
    events: Sequence[Event] = (),
) -> KpiPage:
    """Return the page of a KPI at the unit and period of `context`, from its figures."""
    period, unit = readings.period, subject.version.unit_of_measure
    figure, earlier = readings.own.get(period), readings.own.get(before(period))
    change = _change(figure, earlier)
    decimals = decimals_to_show(figure, unit, subject.version.decimals)
    name, previous_name = period_name(period), period_name(before(period))
    series = _series(context, subject, readings)
    rebased = reasons(decided.rebasings)
    found = signals(series, unit, decimals, rebased) if series else None
    return KpiPage(
        subject=subject,
        name=subject.version.name,
        unit_of_measure=unit,
        decimals=decimals,
        period_name=name,
        previous_name=previous_name,
        status=figure.status if figure else Status.NO_DATA,
        figure=figure,
        score=_score(context, figure),
        change=change,
        mark=sentences.mark(figure, unit, decimals),
        finding=finding_of(subject.version, name, figure, decimals),
        change_sentence=sentences.change_sentence(change, unit, previous_name, decimals),
        year_sentence=_year_sentence(subject, readings, decimals),
        points=course_points(context, subject, readings, Beside(found, rebased, events)),
        facts=tuple(facts(subject.version, subject.lines, figure)),
        breakdown=_breakdown(context, subject, readings),
        revisions=_revisions(context, subject, period),
        trend=trend_mark(figure, earlier, subject.version, decimals),
        signals=found,
        year_end=(
            year_end(series, subject.version, context.calendar, period, decided.year_goal, decimals)
            if series and series.periods
            else None
        ),
        own_forecast=_own_forecast(context, decided, unit, decimals),
        can_forecast=not context.as_of and may(context.user, Action.ENTER_VALUES, context.unit),
        # Of a past moment nothing is decided any more.
        can_rebase=not context.as_of and may(context.user, Action.SHAPE, context.unit),
        can_decide_checks=_can_decide_checks(context),
    )


def _can_decide_checks(context: Context) -> bool:
    """Whether the reader shapes the whole organisation, which looks at its present."""
    is_top = context.unit.parent_id is None
    return is_top and not context.as_of and may(context.user, Action.SHAPE, context.unit)


def _change(figure: Figure | None, earlier: Figure | None) -> float | None:
    """Return the value less an earlier one; None where one of them is unknown."""
    value, previous = (each.value if each else None for each in (figure, earlier))
    return None if value is None or previous is None else value - previous


def _year_sentence(subject: Subject, readings: Readings, decimals: int) -> str:
    """Say how the KPI moved since the same period of the year before, where that is shown."""
    period, then = readings.period, year_before(readings.period)
    if then == before(period):
        return ""
    change = _change(readings.own.get(period), readings.own.get(then))
    return sentences.change_sentence(
        change, subject.version.unit_of_measure, period_name(then), decimals
    )


def _series(context: Context, subject: Subject, readings: Readings) -> Series | None:
    # What is provisional, and so what is usual, depends on who has reported.
    if readings.history is None or not context.can_see_breakdown:
        return None
    return series_of(readings.history, subject.version, context.calendar)


def _own_forecast(context: Context, decided: Decided, unit: str, decimals: int) -> OwnLine | None:
    if decided.own_forecast is None or not context.can_see_breakdown:
        return None
    return own_line(decided.own_forecast, unit, decimals)


def finding_of(version: KpiVersion, name: str, figure: Figure | None, decimals: int) -> str:
    """Say what the figure is, against its goal or by its status where it has none."""
    unit, value = version.unit_of_measure, figure.value if figure else None
    if figure is not None and figure.lower is not None:
        band = numbers.band(figure.lower, figure.upper, unit, decimals=decimals)
        return sentences.scored_finding(name, figure, band, unit, decimals)
    if figure is not None and version.scoring == Scoring.YES_NO:
        return sentences.scored_finding(name, figure, "", unit, decimals)
    return sentences.finding(name, value, figure.goal if figure else None, unit, decimals)


def _score(context: Context, figure: Figure | None) -> int | None:
    return shown(figure.score, figure.status, context.cuts) if figure else None


def _breakdown(context: Context, subject: Subject, readings: Readings) -> Breakdown | None:
    if context.as_of or not context.can_see_breakdown:
        return None
    base = base_periods(context, subject, readings.period)
    return breakdown(context, subject.kpi, base, readings.children)


def _revisions(context: Context, subject: Subject, period: Period) -> tuple[RevisionLine, ...]:
    # What was entered since was not known then.
    if context.as_of or not context.can_see_breakdown:
        return ()
    return revisions(context.unit, subject.version, base_periods(context, subject, period))
