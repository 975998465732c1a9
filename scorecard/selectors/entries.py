"""What stands on the page on which figures are entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone

from organization.models import Unit
from organization.roles import Action
from organization.services.organization import local_day, present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Reporter
from scorecard.selectors.due import period_of, periods_ending_with, reports_due
from scorecard.selectors.entry_rows import (
    NOTHING_REFUSED,
    PREVIOUS,
    Due,
    Group,
    Refused,
    Row,
    entry_groups,
)
from scorecard.selectors.periods import period_name, period_short

if TYPE_CHECKING:
    from accounts.models import User

CHOICES = 12


@dataclass(frozen=True)
class Choice:
    """A unit or month to choose."""

    label: str
    value: str
    current: bool
    left: int = 0


@dataclass(frozen=True)
class EntryPage:
    """The page of one unit and month."""

    unit: Unit
    month: Period
    month_text: str
    previous_months: list[str]
    groups: list[Group]
    units: list[Choice]
    months: list[Choice]
    problem: str = ""

    @property
    def month_name(self) -> str:
        """The month as people read it."""
        return period_name(self.month)

    @property
    def rows(self) -> list[Row]:
        """All rows, group by group."""
        return [row for group in self.groups for row in group.rows]

    @property
    def total(self) -> int:
        """How many KPIs are due."""
        return len(self.rows)

    def count(self, state: str) -> int:
        """Return how many rows are in a state."""
        return sum(row.state == state for row in self.rows)

    @property
    def submitted(self) -> int:
        """How many figures stand submitted."""
        return self.count("ok")

    @property
    def typed(self) -> int:
        """How many drafts wait to be submitted."""
        return self.count("draft")

    @property
    def missing(self) -> int:
        """How many cells are empty."""
        return self.count("todo")

    @property
    def wrong(self) -> int:
        """How many figures were refused."""
        return self.count("err")


def calendar_now() -> FiscalCalendar:
    """Return the organisation's fiscal calendar."""
    return FiscalCalendar(present_organization().fiscal_year_start_month)


def month_to_enter() -> Period:
    """Return the last month that has ended where the organisation is."""
    return Period(Frequency.MONTHLY, _this_month(calendar_now()) - 1)


def _this_month(calendar: FiscalCalendar) -> int:
    return calendar.containing(local_day(timezone.now()), Frequency.MONTHLY).ordinal


def units_to_enter(user: "User") -> list[Unit]:
    """Return the units for which `user` may enter and that report anything, in their order."""
    reporting = Reporter.objects.newest().values("unit_id")
    allowed = Unit.objects.allowing(user, Action.ENTER_VALUES)
    return list(allowed.filter(pk__in=reporting).order_by("path"))


def kpis_due(unit: Unit, month: Period) -> list[tuple[Kpi, Period]]:
    """Return the KPIs that `unit` reports for the base periods that end with `month`."""
    calendar = calendar_now()
    periods = periods_ending_with(month, calendar)
    rows = reports_due(month, calendar).filter(unit=unit).select_related("kpi__current")
    return [(row.kpi, period_of(row.kpi.definition.frequency, periods)) for row in rows]


def with_kpis(due: Due, kpi_ids: Sequence[int], month: Period) -> list[tuple[Kpi, Period]]:
    """Add KPIs that somebody sent although they are not due: they are refused in their rows."""
    known = {kpi.pk for kpi, _period in due}
    sent = Kpi.objects.filter(pk__in=set(kpi_ids) - known, current__isnull=False)
    calendar = calendar_now()
    more = [
        (kpi, calendar.enclosing(month, Frequency(kpi.definition.frequency)))
        for kpi in sent.select_related("current")
    ]
    return [*due, *more]


def left_to_enter(units: Sequence[Unit], month: Period) -> dict[int, int]:
    """Return how many figures each unit still owes for `month`, by unit id; none without debts."""
    owed = reports_due(month, calendar_now()).filter(is_in=False, unit__in=units)
    counts = owed.order_by().values_list("unit_id").annotate(Count("pk"))
    return dict(counts)


def count_left_to_enter(user: "User") -> int:
    """Return how many figures of the last month are still owed by units of `user`."""
    owed = reports_due(month_to_enter(), calendar_now()).filter(is_in=False)
    count: int = owed.allowing(user, Action.ENTER_VALUES).count()
    return count


def entry_page(
    *,
    units: Sequence[Unit],
    unit: Unit,
    month: Period,
    due: Due,
    refused: Refused = NOTHING_REFUSED,
    problem: str = "",
) -> EntryPage:
    """Build the page of what is due; `refused` and `problem` say why a post was turned down."""
    calendar = calendar_now()
    left: Mapping[int, int] = left_to_enter(units, month)
    return EntryPage(
        unit=unit,
        month=month,
        month_text=calendar.format(month),
        previous_months=[
            period_short(Period(month.frequency, month.ordinal - back))
            for back in range(PREVIOUS, 0, -1)
        ],
        groups=entry_groups(unit, month, calendar, due, refused),
        units=[Choice(str(one), one.code, one == unit, left.get(one.pk, 0)) for one in units],
        months=_months(calendar, month),
        problem=problem,
    )


def _months(calendar: FiscalCalendar, month: Period) -> list[Choice]:
    newest = _this_month(calendar)
    wanted = sorted({month.ordinal, *range(newest - CHOICES, newest + 1)}, reverse=True)
    periods = [Period(Frequency.MONTHLY, ordinal) for ordinal in wanted]
    return [Choice(period_name(p), calendar.format(p), p == month) for p in periods]
