"""Which units still owe figures of a month that is over."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Sum

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.models import Draft, Entry, Reporter
from scorecard.selectors.due import periods_due, reports_due

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from scorecard.engine.periods import FiscalCalendar, Period
    from scorecard.querysets import ReporterQuerySet


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit and how many of its figures are in.

    `typed` is how many more somebody has typed and not submitted: for the office, without the
    values.
    """

    code: str
    name: str
    reported: int
    expected: int
    typed: int = 0


@dataclass(frozen=True, slots=True)
class Late:
    """The late units, those that miss most first, out of how many that report."""

    units: list[LateUnit]
    n_reporting: int


def late_units(
    user: "User", unit: Unit, month: "Period", calendar: "FiscalCalendar", today: "date"
) -> Late:
    """Return units at and below `unit` whose figures of `month` are not all in.

    Its weeks are figures of their own; a quarter and a year belong to their last month.

    None for a unit above one's own: what is below it is not for `user` to see. Two queries,
    however many units; one more for the office, which is told of what is typed.
    """
    if not may(user, Action.SEE_UNIT, unit):
        return Late([], 0)
    due = reports_due(month, calendar, today).below([unit.path]).order_by()
    counts = due.values_list("unit__code", "unit__name").annotate(
        reported=Sum("n_in"), expected=Sum("n_due")
    )
    reporting = [LateUnit(*row) for row in counts]
    late = [one for one in reporting if one.reported < one.expected]
    late.sort(key=lambda one: (one.reported - one.expected, one.name))
    if late and may(user, Action.REMARK, unit):
        typed = _typed(unit, periods_due(month, calendar, today))
        late = [replace(one, typed=typed.get(one.code, 0)) for one in late]
    return Late(late, len(reporting))


def _typed(unit: Unit, periods: "Sequence[Period]") -> dict[str, int]:
    """Return how many cells hold a draft and no figure that stands, by the code of the unit."""
    cells = Q(pk__in=[])
    for period in periods:
        cells |= Q(kpi__current__frequency=period.frequency.value, period=period.ordinal)
    cell = {name: OuterRef(name) for name in ("kpi", "unit", "period")}
    submitted = Entry.objects.standing().filter(kind=Entry.ENTRY, **cell)
    reported = Reporter.objects.newest().filter(kpi=OuterRef("kpi"), unit=OuterRef("unit"))
    drafts = Draft.objects.below([unit.path]).filter(
        cells, ~Exists(submitted), Exists(_within(reported))
    )
    return dict(drafts.order_by().values_list("unit__code").annotate(Count("pk")))


def _within(rows: "ReporterQuerySet") -> "ReporterQuerySet":
    """Leave the rows whose window holds the period of the draft that asks."""
    begun = Q(first_period=None) | Q(first_period__lte=OuterRef("period"))
    not_over = Q(last_period=None) | Q(last_period__gte=OuterRef("period"))
    found: ReporterQuerySet = rows.filter(begun, not_over)
    return found
