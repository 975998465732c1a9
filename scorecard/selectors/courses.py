"""The course of a KPI, period by period: its figures, and what stands beside them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import dates
from scorecard.engine.periods import Period
from scorecard.models import Rebasing
from scorecard.selectors.context import Context
from scorecard.selectors.events import Event, Mark, marks
from scorecard.selectors.figures import Figure, shown
from scorecard.selectors.periods import period_name, period_short
from scorecard.selectors.signals import Limits, Signals
from scorecard.selectors.subjects import Readings, Subject
from scorecard.selectors.versions import breaks


@dataclass(frozen=True, slots=True)
class Point:
    """One period in the course of a KPI; `figure` None is a period without a line.

    `redefined` says what the KPI means otherwise than in the period before, empty for nothing.
    `limits` is what is usual in it, None where that is unknown; `rebased` is why they begin anew
    with it, empty where they do not. `mark` is what happened in it, None for nothing.
    """

    name: str
    label: str
    figure: Figure | None
    score: int | None
    redefined: str = ""
    limits: Limits | None = None
    rebased: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the figures of a course.

    Attributes
    ----------
    signals
        What is usual and what is not; None where that is not told.
    rebased
        Why limits begin anew, by the ordinal of the period with which they do.
    """

    signals: Signals | None
    rebased: Mapping[int, str]
    events: Sequence[Event]


def reasons(rebasings: Iterable[Rebasing]) -> dict[int, str]:
    """Say why limits begin anew, by the ordinal of the period with which they do."""
    return {row.period: _why(row) for row in rebasings}


def _why(row: Rebasing) -> str:
    return _("%(reason)s (%(who)s, %(day)s)") % {
        "reason": row.reason,
        "who": row.author.name,
        "day": dates.day(row.recorded_at.date()),
    }


def course_points(
    context: Context, subject: Subject, readings: Readings, beside: Beside
) -> tuple[Point, ...]:
    """Return each period from the first one with a figure to the one shown, the newest last."""
    shown_ones = [period for period in readings.own if period <= readings.period]
    if not shown_ones:
        return ()
    ordinals = range(min(shown_ones).ordinal, readings.period.ordinal + 1)
    periods = [Period(readings.period.frequency, ordinal) for ordinal in ordinals]
    figures = [readings.own.get(period) for period in periods]
    redefined = breaks(subject.versions, [context.calendar.last_day(each) for each in periods])
    found = beside.signals
    limits = found.limits if found else {}
    marked = {mark.period: mark for mark in marks(beside.events, periods, context.calendar)}
    return tuple(
        Point(
            name=period_name(period),
            label=period_short(period),
            figure=figure,
            score=_score(context, figure),
            redefined=words,
            limits=limits.get(period),
            rebased=beside.rebased.get(period.ordinal, "") if found else "",
            mark=marked.get(period),
        )
        for period, figure, words in zip(periods, figures, redefined, strict=True)
    )


def _score(context: Context, figure: Figure | None) -> int | None:
    return shown(figure.score, figure.status, context.cuts) if figure else None
