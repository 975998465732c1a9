"""What stands on the page on which figures are entered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from organization.models import Unit
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Reporter
from scorecard.selectors.due import cells_due, reports_due, weeks_of
from scorecard.selectors.entry_fields import Placed, place_of
from scorecard.selectors.entry_rows import (
    NOTHING_REFUSED,
    PREVIOUS,
    Due,
    Group,
    Refused,
    Row,
    entry_groups,
)
from scorecard.selectors.entry_times import NO_TIME, EntryTime, entry_time
from scorecard.selectors.periods import period_name, period_short, today_of

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import ReporterQuerySet

CHOICES = 12
# The rows that are the reader's to enter, and those of which nothing stands submitted.
MINE, TO_DO = "mine", "todo"
LEFT = Q(n_left__gt=0)


@dataclass(frozen=True)
class Choice:
    """A unit or month to choose."""

    label: str
    value: str
    current: bool
    left: int = 0


@dataclass(frozen=True)
class EntryPage:
    """The page of one unit and month.

    Attributes
    ----------
    show
        Which rows it shows: all, ``mine`` (see `entry_owners`) or ``todo``.
    n_all, n_mine, n_left
        How many figures are due, how many of them are the reader's to enter, and how many are left
        to do.
    next_unit
        Where else something is left to the reader.
    time
        When they are due, and whether they are taken.
    """

    unit: Unit
    month: Period
    month_text: str
    previous_months: list[str]
    groups: list[Group]
    units: list[Choice]
    months: list[Choice]
    problem: str = ""
    show: str = ""
    n_all: int = 0
    n_mine: int = 0
    n_left: int = 0
    next_unit: Choice | None = None
    time: EntryTime = NO_TIME

    @property
    def shown(self) -> list[Group]:
        """The groups as they are shown: whole, or what is left to do of them."""
        if self.show != TO_DO:
            return self.groups
        left = [(group.name, [row for row in group.rows if _is_open(row)]) for group in self.groups]
        return [Group(name, rows) for name, rows in left if rows]

    @property
    def left(self) -> int:
        """How many rows are left to do."""
        return sum(_is_open(row) for row in self.rows)

    @property
    def to_correct(self) -> list[Row]:
        """The rows that stand in the way of submitting."""
        return [row for row in self.rows if row.is_in_the_way]

    @property
    def can_choose(self) -> bool:
        """Whether some of the figures are the reader's, and some are not."""
        return self.show == MINE or 0 < self.n_mine < self.n_all

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
        """How many figures are due."""
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

    @property
    def asked(self) -> int:
        """How many figures need a comment."""
        return self.count("jump")


def _is_open(row: Row) -> bool:
    """Tell whether something else than what is in the fields stands submitted, or nothing."""
    return row.state != "ok"


def calendar_now() -> FiscalCalendar:
    """Return the organisation's fiscal calendar."""
    return FiscalCalendar(present_organization().fiscal_year_start_month)


def month_to_enter() -> Period:
    """Return the last month that has ended where the organisation is."""
    return _ended(*_present())


def present_month() -> tuple[FiscalCalendar, date, Period]:
    """Return the fiscal calendar, the day where the organisation is, and the month to enter."""
    calendar, today = _present()
    return calendar, today, _ended(calendar, today)


def _present() -> tuple[FiscalCalendar, date]:
    """Return the organisation's fiscal calendar, and what day it is there; one query."""
    organization = present_organization()
    return FiscalCalendar(organization.fiscal_year_start_month), today_of(organization)


def _ended(calendar: FiscalCalendar, today: date) -> Period:
    return Period(Frequency.MONTHLY, calendar.containing(today, Frequency.MONTHLY).ordinal - 1)


def units_to_enter(user: "User") -> list[Unit]:
    """Return the units for which `user` may enter and that report anything, in their order."""
    reporting = Reporter.objects.newest().values("unit_id")
    allowed = Unit.objects.allowing(user, Action.ENTER_VALUES)
    return list(allowed.filter(pk__in=reporting).order_by("path"))


def kpis_due(unit: Unit, month: Period) -> list[Placed]:
    """Return KPI and period of what `unit` reports with `month`: a weekly one once a week."""
    return cells_due(unit, month, *_present())


def with_sent(due: Due, sent: Collection[tuple[int, str]], month: Period) -> list[Placed]:
    """Add what somebody sent although it is not due: it is refused in its row.

    Parameters
    ----------
    sent
        KPI id, and the week as the field names it; see `place_of`. What has no place in
        `month` is not added.
    """
    more = set(sent) - {place_of(kpi, period) for kpi, period in due}
    kpis = Kpi.objects.filter(pk__in={kpi_id for kpi_id, _week in more}, current__isnull=False)
    calendar = calendar_now()
    places = [
        (kpi, period)
        for kpi in kpis.select_related("current")
        for period in _periods_within(month, calendar, Frequency(kpi.definition.frequency))
    ]
    return [*due, *(place for place in places if place_of(*place) in more)]


def _periods_within(month: Period, calendar: FiscalCalendar, frequency: Frequency) -> list[Period]:
    """Return the periods of one length that a month's page can hold, due or not."""
    if frequency is Frequency.WEEKLY:
        return weeks_of(month, calendar)
    return [calendar.enclosing(month, frequency)]


def left_to_enter(units: Sequence[Unit], month: Period) -> dict[int, int]:
    """Return how many figures each unit still owes for `month`, by unit id; none without debts."""
    return _left(units, reports_due(month, *_present()))


def _left(units: Sequence[Unit], due: "ReporterQuerySet") -> dict[int, int]:
    owed = due.filter(LEFT, unit__in=units)
    counts = owed.order_by().values_list("unit_id").annotate(left=Sum("n_left"))
    return dict(counts)


def count_left_to_enter(user: "User") -> int:
    """Return how many figures of the last month are still owed by units of `user`."""
    calendar, today = _present()
    owed = reports_due(_ended(calendar, today), calendar, today)
    mine = owed.allowing(user, Action.ENTER_VALUES)
    count: int = mine.aggregate(left=Sum("n_left", default=0))["left"]
    return count


def entry_page(
    *,
    units: Sequence[Unit],
    unit: Unit,
    month: Period,
    due: Due,
    refused: Refused = NOTHING_REFUSED,
    problem: str = "",
    show: str = "",
) -> EntryPage:
    """Build the page of what is due; `refused` and `problem` say why a post was turned down."""
    calendar, today = _present()
    left: Mapping[int, int] = _left(units, reports_due(month, calendar, today))
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
        months=_months(calendar, month, _ended(calendar, today).ordinal + 1),
        problem=problem,
        show=show,
        time=entry_time(unit, month, due),
    )


def _months(calendar: FiscalCalendar, month: Period, newest: int) -> list[Choice]:
    wanted = sorted({month.ordinal, *range(newest - CHOICES, newest + 1)}, reverse=True)
    periods = [Period(Frequency.MONTHLY, ordinal) for ordinal in wanted]
    return [Choice(period_name(p), calendar.format(p), p == month) for p in periods]
