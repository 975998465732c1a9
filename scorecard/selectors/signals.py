"""What in the course of a KPI is routine, and what is a signal, with its limits and in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.runs import Run, runs
from scorecard.engine.signals import FEWEST, Behaviour, Rule, Verdict, behaviour
from scorecard.engine.types import Bools, Floats, Status, UnitRule
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.periods import period_name

#: How far back limits look: ten years of months.
MOST_PERIODS = 120
#: What is missing of a sum must stay below what moves it from month to month.
LEAST_OF_A_SUM = 0.95
MOST_TOLD = 5


@dataclass(frozen=True)
class History:
    """The base periods of a KPI at a unit up to the one shown, as known on a day."""

    figures: Mapping[Period, Figure]
    today: date


@dataclass(frozen=True)
class Series:
    """A history as arrays `(n_periods,)` without holes; NaN is unknown.

    `provisional` are periods that may still change for a reason of their own.
    """

    periods: tuple[Period, ...]
    values: Floats
    provisional: Bools


@dataclass(frozen=True, slots=True)
class Limits:
    """What is usual in a base period, and what is unusual about its value; None is unknown."""

    centre: float | None
    lower: float | None
    upper: float | None
    rules: tuple[Rule, ...]
    provisional: bool

    @property
    def words(self) -> str:
        """The signals that the value belongs to; empty for none."""
        told = set(self.rules)
        if Rule.OUTSIDE in told:
            # It goes without saying that what is outside is close, too.
            told.discard(Rule.NEAR_LIMIT)
        return ", ".join(rule_name(rule) for rule in sorted(told))


@dataclass(frozen=True)
class Signals:
    """What the course of a KPI says beyond its last value.

    Attributes
    ----------
    finding
        The newest signal, that there is none, or that there are too few data.
    earlier
        Some signals before that, the newest first; the others stand in the table of figures.
    usual
        Between what the values usually lie; empty where that is unknown.
    limits
        By base period.
    """

    verdict: Verdict
    finding: str
    earlier: tuple[str, ...]
    usual: str
    limits: Mapping[Period, Limits]

    @property
    def is_signal(self) -> bool:
        """Whether something is unusual."""
        return self.verdict is Verdict.SIGNAL


def series_of(history: History, version: KpiVersion, calendar: FiscalCalendar) -> Series:
    """Return the history of a KPI as arrays, from its first figure to its last."""
    found = sorted(history.figures)
    if not found:
        return Series((), np.array([]), np.array([], dtype=bool))
    frequency = found[0].frequency
    ordinals = range(found[0].ordinal, found[-1].ordinal + 1)
    periods = tuple(Period(frequency, ordinal) for ordinal in ordinals)
    figures = [history.figures.get(period) for period in periods]
    values = [np.nan if each is None or each.value is None else each.value for each in figures]
    provisional = [
        each is not None
        and (calendar.last_day(period) >= history.today or is_incomplete(each, version))
        for period, each in zip(periods, figures, strict=True)
    ]
    return Series(periods, np.array(values, dtype=float), np.array(provisional, dtype=bool))


def is_incomplete(figure: Figure, version: KpiVersion) -> bool:
    """Tell whether too little has come in to hold a figure against earlier ones.

    A sum is too low by all that is missing: it is held to more than its own least coverage.
    """
    if figure.status is Status.INSUFFICIENT:
        return True
    if figure.overridden or version.unit_rule != UnitRule.SUM:
        return False
    return figure.reported + figure.carried < LEAST_OF_A_SUM * figure.expected


def behaviour_of(series: Series, rebased: Collection[int]) -> Behaviour:
    """Return the behaviour of a series whose limits begin anew with some ordinals."""
    starts = [place for place, each in enumerate(series.periods) if each.ordinal in rebased]
    return behaviour(series.values, series.provisional, starts)


def limits_of(series: Series, found: Behaviour) -> dict[Period, Limits]:
    """Return the limits of each period of a series, from its behaviour."""
    return {
        period: Limits(
            centre=_known(found.centre[place]),
            lower=_known(found.lower[place]),
            upper=_known(found.upper[place]),
            rules=tuple(rule for rule in Rule if found.signals[rule, place]),
            provisional=bool(series.provisional[place]),
        )
        for place, period in enumerate(series.periods)
    }


def signals(series: Series, unit: str, decimals: int, rebased: Collection[int] = ()) -> Signals:
    """Say what in a series is unusual.

    Parameters
    ----------
    unit, decimals
        The unit of measure, and how exactly values are written.
    rebased
        The ordinals of the periods with which new limits begin.
    """
    found = behaviour_of(series, rebased)
    told = worth_telling(runs(series.values, found, series.provisional))
    newest_first = [_sentence(run, series.periods) for run in told]
    return Signals(
        verdict=found.verdict,
        finding=newest_first[0] if newest_first else _nothing_found(series, found),
        earlier=tuple(newest_first[1:]),
        usual=_usual(series, found, unit, decimals),
        limits=limits_of(series, found),
    )


def worth_telling(found: Sequence[Run]) -> list[Run]:
    """Return the newest signals first, a point outside before all others that end with it.

    Of points that are all outside it goes without saying that they are close to a limit.
    """
    outside = [run for run in found if run.rule is Rule.OUTSIDE]
    told = [
        run
        for run in found
        if run.rule is not Rule.NEAR_LIMIT
        or not any(each.first <= run.first and run.last <= each.last for each in outside)
    ]
    return sorted(told, key=lambda run: (-run.last, run.rule, -run.first))[:MOST_TOLD]


def _nothing_found(series: Series, found: Behaviour) -> str:
    if found.verdict is not Verdict.TOO_FEW:
        return _("No unusual change")
    known = ~np.isnan(series.values) & ~series.provisional
    count = int(np.count_nonzero(known[found.start :]))
    return ngettext(
        "Too few data to tell a signal: %(count)d period of at least %(fewest)d",
        "Too few data to tell a signal: %(count)d periods of at least %(fewest)d",
        count,
    ) % {"count": count, "fewest": FEWEST}


def _usual(series: Series, found: Behaviour, unit: str, decimals: int) -> str:
    if found.verdict is Verdict.TOO_FEW:
        return ""
    lower, centre, upper = found.lower[-1], found.centre[-1], found.upper[-1]
    text = _("Usual: %(centre)s on average, %(lower)s to %(upper)s")
    if found.start:
        text = _("Usual since %(since)s: %(centre)s on average, %(lower)s to %(upper)s")
    return text % {
        "since": period_name(series.periods[found.start]),
        "centre": numbers.figure(float(centre), unit, decimals=decimals),
        "lower": numbers.amount(float(lower), unit, decimals=decimals),
        "upper": numbers.figure(float(upper), unit, decimals=decimals),
    }


def _sentence(run: Run, periods: tuple[Period, ...]) -> str:
    """Say what signals, in whole sentences: each is to be translated whole."""
    high, low = {
        Rule.OUTSIDE: (
            _("%(count)d points above the limits, from %(first)s to %(last)s"),
            _("%(count)d points below the limits, from %(first)s to %(last)s"),
        ),
        Rule.ONE_SIDE: (
            _("%(count)d in a row above the average, from %(first)s to %(last)s"),
            _("%(count)d in a row below the average, from %(first)s to %(last)s"),
        ),
        Rule.TREND: (
            _("%(count)d in a row rising, from %(first)s to %(last)s"),
            _("%(count)d in a row falling, from %(first)s to %(last)s"),
        ),
        Rule.NEAR_LIMIT: (
            _("%(count)d close to the upper limit, from %(first)s to %(last)s"),
            _("%(count)d close to the lower limit, from %(first)s to %(last)s"),
        ),
    }[run.rule]
    # Of one point only a rule can speak that needs no other: that it lies outside.
    if run.points == 1:
        high = _("A point outside the limits: %(last)s is unusually high")
        low = _("A point outside the limits: %(last)s is unusually low")
    return (high if run.side > 0 else low) % {
        "count": run.points,
        "first": period_name(periods[run.first]),
        "last": period_name(periods[run.last]),
    }


def rule_name(rule: Rule) -> str:
    """Name a signal where there is little room."""
    match rule:
        case Rule.OUTSIDE:
            return _("outside the limits")
        case Rule.ONE_SIDE:
            return _("one of 7 in a row on one side")
        case Rule.TREND:
            return _("one of 7 in a row rising or falling")
        case Rule.NEAR_LIMIT:
            return _("one of 2 of 3 close to a limit")


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)
