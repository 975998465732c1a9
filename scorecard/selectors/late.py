"""Which units still owe figures of a month that is over."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.selectors.due import reports_due

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from scorecard.engine.periods import FiscalCalendar, Period


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit and how many of its figures are in."""

    code: str
    name: str
    reported: int
    expected: int


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
    however many units.
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
    return Late(late, len(reporting))
