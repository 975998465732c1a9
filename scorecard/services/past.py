"""What a page says as of a past moment, and what has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404, QueryDict

from core.errors import DomainError
from organization.services.moments import past_moment
from organization.services.organization import local_day
from scorecard.models import Kpi, KpiVersion
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.figures import Column, Figure, decimals_to_show
from scorecard.selectors.lines import Strategy, strategy_at
from scorecard.selectors.subjects import Readings, Subject, kpi_at
from scorecard.selectors.versions import versions_of
from scorecard.services.figures import read_columns, read_readings

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.engine.types import Status


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that was another one then; None is unknown or not there."""

    name: str
    unit_of_measure: str
    decimals: int
    was: float | None
    now: float | None
    status_then: "Status | None"
    status_now: "Status | None"


@dataclass(frozen=True, slots=True)
class Past:
    """As of which moment a page is, and which figures of its period have changed since."""

    moment: datetime
    day: date
    changes: tuple[Changed, ...]


def requested_moment(params: QueryDict) -> datetime | None:
    """Return the moment that an address asks for; None for now.

    Raises
    ------
    Http404
        Where it cannot be read or is in the future.
    """
    text = params.get("as_of", "")
    try:
        return past_moment(text) if text else None
    except DomainError as error:
        raise Http404(error.message) from error
    except ValueError as error:
        raise Http404(str(error)) from error


def scorecard_past(
    context: Context, moment: datetime | None, strategy: Strategy, columns: Sequence[Column]
) -> Past | None:
    """Compare the scorecard of a unit as of a moment with the present one; None without one.

    Parameters
    ----------
    strategy, columns
        What made it then, and what it said, the period of the page last.
    """
    if moment is None:
        return None
    present = strategy_at(context.unit, context.last_day)
    now = read_columns(context, present)[-1].kpis
    named = _by_kpi(strategy) | _by_kpi(present)
    return _past(moment, named, columns[-1].kpis, now)


def kpi_past(
    context: Context, moment: datetime | None, subject: Subject, readings: Readings
) -> Past | None:
    """Compare the figure of a KPI as of a moment with the present one; None without a moment."""
    if moment is None:
        return None
    kpi, period = subject.kpi.pk, readings.period
    present = read_readings(context, subject, span="13")
    then, now = readings.own.get(period), present.own.get(period)
    return _past(moment, {kpi: subject.version}, {kpi: then}, {kpi: now})


@dataclass(frozen=True, slots=True)
class UnknownThen:
    """A KPI of which nothing was known at a moment, and what is known of it since."""

    name: str
    context: Context
    past: Past | None


def kpi_unknown_then(user: "User", params: QueryDict, code: str) -> UnknownThen | None:
    """Return a KPI that was not defined yet at the moment of an address; None for any other.

    Raises
    ------
    Http404
        Where there is no such unit, period or moment.
    """
    moment = requested_moment(params)
    if moment is None:
        return None
    found = Kpi.objects.known_to(user).exclude(current=None).filter(code=code).first()
    if found is None or versions_of(found.pk, moment):
        return None
    context = read_context(user, params, params.get("as_of", ""))
    subject = kpi_at(user, context, code)
    period = read_readings(context, subject, span="13").period
    past = kpi_past(context, moment, subject, Readings(period, {}, {}))
    return UnknownThen(subject.version.name, context, past)


def _by_kpi(strategy: Strategy) -> dict[int, KpiVersion]:
    return {line.kpi.pk: line.version for lines in strategy.lines.values() for line in lines}


def _past(
    moment: datetime,
    named: Mapping[int, KpiVersion],
    then: Mapping[int, Figure | None],
    now: Mapping[int, Figure | None],
) -> Past:
    pairs = [(version, then.get(kpi), now.get(kpi)) for kpi, version in named.items()]
    changes = [_changed(*pair) for pair in pairs if pair[1] != pair[2]]
    return Past(moment, local_day(moment), tuple(sorted(changes, key=lambda each: each.name)))


def _changed(version: KpiVersion, then: Figure | None, now: Figure | None) -> Changed:
    unit = version.unit_of_measure
    return Changed(
        name=version.name,
        unit_of_measure=unit,
        decimals=decimals_to_show(now or then, unit, version.decimals),
        was=then.value if then else None,
        now=now.value if now else None,
        status_then=then.status if then else None,
        status_now=now.status if now else None,
    )
