"""The stored figures of a unit, period by period, as far as a person may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, Status
from scorecard.models import Kpi, Result
from scorecard.selectors.limits import unit_limits
from scorecard.selectors.signals import Limits

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class ResultLine:
    """The figure of a KPI at a unit in a base period; None is unknown.

    Attributes
    ----------
    overridden
        Whether it takes the place of what came from below.
    reported, carried, expected
        How many figures below were entered, carried forward, due; None above one's own unit.
    provisional
        Whether the period is not over or too little is in: it makes no limits.
    average, lower_limit, upper_limit
        What is usual, by all base periods up to now.
    signals
        What is unusual about the value, in words of `scorecard.engine.signals.Rule`.
    """

    unit: str
    kpi: str
    period: str
    value: float | None
    goal: float | None
    red_flag: float | None
    baseline: float | None
    lower: float | None
    upper: float | None
    score: float | None
    status: str
    overridden: bool
    reported: int | None
    carried: int | None
    expected: int | None
    provisional: bool | None
    average: float | None
    lower_limit: float | None
    upper_limit: float | None
    signals: list[str]


def unit_results(
    user: "User",
    unit: Unit,
    kpis: Sequence[Kpi],
    calendar: FiscalCalendar,
    today: date,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> list[ResultLine]:
    """Return the results of a unit in the base periods within two days, by KPI and period.

    The unit is one that is published to `user`: the caller has asked the gate. Above one's own
    unit only what stands on the scorecard there is published.
    """
    sees_below = may(user, Action.SEE_UNIT, unit)
    published = () if sees_below else set(Kpi.objects.on_scorecard_of(unit))
    by_id = {kpi.pk: kpi for kpi in kpis if sees_below or kpi in published}
    within = Q()
    for frequency in {Frequency(kpi.definition.frequency) for kpi in kpis}:
        alike = [kpi.pk for kpi in kpis if kpi.definition.frequency == frequency.value]
        within |= Q(kpi__in=alike) & between(calendar, frequency, first_day, last_day)
    rows = Result.objects.filter(within, kpi__in=by_id, unit=unit)
    # What is provisional, and so what is usual, depends on who has reported.
    limits = unit_limits(unit, list(by_id.values()), calendar, today) if sees_below else {}
    return [
        ResultLine(
            **_figure(row, unit, by_id[row.kpi_id], calendar, sees_below=sees_below),
            **_unusual(limits.get((row.kpi_id, row.period))),
        )
        for row in sorted(rows, key=lambda row: (by_id[row.kpi_id].code, row.period))
    ]


def between(
    calendar: FiscalCalendar, frequency: Frequency, first_day: date | None, last_day: date | None
) -> Q:
    """Return the condition that a period of a frequency lies within two days."""
    condition = Q()
    if first_day is not None:
        first = calendar.containing(first_day, frequency)
        began_before = calendar.first_day(first) < first_day
        condition &= Q(period__gte=first.ordinal + began_before)
    if last_day is not None:
        last = calendar.containing(last_day, frequency)
        ends_later = calendar.last_day(last) > last_day
        condition &= Q(period__lte=last.ordinal - ends_later)
    return condition


def _figure(
    row: Result, unit: Unit, kpi: Kpi, calendar: FiscalCalendar, *, sees_below: bool
) -> dict[str, Any]:
    return {
        "unit": unit.code,
        "kpi": kpi.code,
        "period": calendar.format(Period(Frequency(kpi.definition.frequency), row.period)),
        "value": row.value,
        "goal": row.goal,
        "red_flag": row.red_flag,
        "baseline": row.baseline,
        "lower": row.lower,
        "upper": row.upper,
        "score": row.score,
        "status": Status(row.status).word,
        "overridden": row.overridden,
        "reported": row.reported if sees_below else None,
        "carried": row.carried if sees_below else None,
        "expected": row.expected if sees_below else None,
    }


def _unusual(limits: Limits | None) -> dict[str, Any]:
    """Return what is usual; nothing is said above one's own unit, and of periods too long ago."""
    found = limits or Limits(None, None, None, (), provisional=False)
    return {
        "provisional": found.provisional if limits else None,
        "average": found.centre,
        "lower_limit": found.lower,
        "upper_limit": found.upper,
        "signals": [rule.name.lower() for rule in found.rules],
    }
