"""What is due of a month at and below a unit, figure by figure, and when it came in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Min, Q

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import Draft, Entry, Extension, Reminder
from scorecard.selectors.deadlines import Deadlines, Due

Place = tuple[int, int, int]
COLUMNS = (
    *("unit_id", "unit__path", "unit__code", "unit__name", "unit__opened_on", "unit__closed_on"),
    *("kpi_id", "kpi__code", "kpi__current__name", "kpi__current__frequency"),
    *("first_period", "last_period"),
)


class Report(NamedTuple):
    """That a unit reports a KPI, from which to which period; in the order of COLUMNS."""

    unit: int
    path: str
    code: str
    name: str
    opened_on: date | None
    closed_on: date | None
    kpi: int
    kpi_code: str
    kpi_name: str
    frequency: str
    first_period: int | None
    last_period: int | None

    def includes(self, period: Period, first: date, last: date) -> bool:
        """Tell whether a period is reported, which lasts from `first` to `last`."""
        begins = self.first_period is None or self.first_period <= period.ordinal
        lasts = self.last_period is None or self.last_period >= period.ordinal
        is_opened = self.opened_on is None or self.opened_on <= last
        return (
            begins and lasts and is_opened and (self.closed_on is None or self.closed_on >= first)
        )


class Cell(NamedTuple):
    """A figure that is due: where it belongs, when it was in (None: it is not), and its time."""

    unit: int
    kpi: int
    due: Due
    at: datetime | None
    is_typed: bool


class Known(NamedTuple):
    """When figures came in, which are typed, and by unit id: more time, and the last reminder."""

    entered: Mapping[Place, datetime]
    typed: set[Place]
    more: Mapping[int, Extension]
    reminded: Mapping[int, datetime]


def what_is_known(
    unit: Unit, month: Period, periods: Sequence[Period], *, with_typed: bool
) -> Known:
    """Return what is known of the figures of a month at and below a unit, in four queries."""
    more = Extension.objects.newest().below([unit.path]).filter(month=month.ordinal)
    return Known(
        entered=_entered(unit, periods),
        typed=_typed(unit, periods) if with_typed else set(),
        more={row.unit_id: row for row in more},
        reminded=_reminded(unit, month),
    )


def _of_periods(periods: Sequence[Period]) -> Q:
    each = (
        Q(kpi__current__frequency=period.frequency.value, period=period.ordinal)
        for period in periods
    )
    return reduce(or_, each, Q(pk__in=[]))


def _entered(unit: Unit, periods: Sequence[Period]) -> dict[Place, datetime]:
    """Return when each figure first came in that stands; a correction makes nothing late."""
    rows = (
        Entry.objects.standing().below([unit.path]).filter(_of_periods(periods), kind=Entry.ENTRY)
    )
    found = rows.order_by().values_list("unit_id", "kpi_id", "period")
    return {
        (unit_id, kpi_id, period): first
        for unit_id, kpi_id, period, first in found.annotate(first=Min("recorded_at"))
    }


def _typed(unit: Unit, periods: Sequence[Period]) -> set[Place]:
    rows = Draft.objects.below([unit.path]).filter(_of_periods(periods))
    return set(rows.values_list("unit_id", "kpi_id", "period"))


def _reminded(unit: Unit, month: Period) -> dict[int, datetime]:
    rows = Reminder.objects.newest().below([unit.path]).filter(month=month.ordinal)
    return dict(rows.values_list("unit_id", "recorded_at"))


def cells_of(
    reports: Iterable[Report], periods: Sequence[Period], deadlines: Deadlines, known: Known
) -> Iterator[Cell]:
    """Yield each figure that is due for some periods."""
    calendar = deadlines.calendar
    days = {each: (calendar.first_day(each), calendar.last_day(each)) for each in periods}
    times: dict[tuple[Period, int], Due] = {}
    for row in reports:
        more = known.more.get(row.unit)
        for period, (first, last) in days.items():
            if period.frequency.value != row.frequency or not row.includes(period, first, last):
                continue
            at = (period, row.unit)
            if at not in times:
                times[at] = deadlines.due(period, row.path, more.until if more else None)
            place = (row.unit, row.kpi, period.ordinal)
            came = known.entered.get(place)
            yield Cell(row.unit, row.kpi, times[at], came, place in known.typed)
