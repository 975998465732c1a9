"""Which units and periods a program asked for."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import View
from scorecard.services.rollup.history import History


@dataclass(frozen=True)
class Selection:
    """The units by code (None: all), the days that periods must lie within, and the view."""

    unit_codes: frozenset[str] | None
    first_day: date
    last_day: date
    view: View

    def has_period(self, calendar: FiscalCalendar, period: Period) -> bool:
        """Tell whether a period lies wholly within the days asked for."""
        return (
            calendar.first_day(period) >= self.first_day
            and calendar.last_day(period) <= self.last_day
        )

    def has_unit(self, code: str) -> bool:
        """Tell whether a unit was asked for."""
        return self.unit_codes is None or code in self.unit_codes


def select(
    history: History,
    *,
    unit: str | None = None,
    subtree: bool = False,
    first: str | None = None,
    last: str | None = None,
    view: str = View.BASE,
) -> Selection:
    """Make a selection of what stands in a command or a request.

    Raises
    ------
    DomainError
        Where there is no such unit.
    ValueError
        Where a period cannot be read.
    """
    calendar = history.calendar
    return Selection(
        unit_codes=None if unit is None else _unit_codes(history, unit, subtree=subtree),
        first_day=calendar.first_day(calendar.parse(first)) if first else date.min,
        last_day=calendar.last_day(calendar.parse(last)) if last else date.max,
        view=View(view),
    )


def _unit_codes(history: History, code: str, *, subtree: bool) -> frozenset[str]:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise DomainError(
            _("There is no unit with the code “%(code)s”. Look the code up in units.csv.")
            % {"code": code}
        )
    if not subtree:
        return frozenset([unit.code])
    codes = dict(Unit.objects.values_list("pk", "code"))
    return frozenset(codes[pk] for pk in history.below(unit.pk))
