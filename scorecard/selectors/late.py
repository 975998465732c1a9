"""Which units still owe figures whose time is over."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.models import Draft, Entry, Reporter
from scorecard.selectors.deadlines import extensions_of, read_deadlines
from scorecard.selectors.due import counted_by_period, periods_due, periods_used

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import User
    from scorecard.engine.periods import FiscalCalendar, Period
    from scorecard.querysets import ReporterQuerySet


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit and how many of its figures that are due by now are in.

    `typed` is how many more somebody has typed and not submitted: for the office, without the
    values. `words` say how late the first of what is missing is, where there is a reporting
    calendar.
    """

    code: str
    name: str
    reported: int
    expected: int
    typed: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """The late units, those that miss most first, out of how many that report.

    `waiting` says of how many more something is missing that is not late yet.
    """

    units: list[LateUnit]
    n_reporting: int
    waiting: int = 0


def late_units(
    user: "User", unit: Unit, month: "Period", calendar: "FiscalCalendar", now: "datetime"
) -> Late:
    """Return units at and below `unit` whose figures of `month` are late at a moment.

    Its weeks are figures of their own; a quarter and a year belong to their last month.

    None for a unit above one's own: what is below it is not for `user` to see. At most six
    queries, however many units; one more for the office, which is told of what is typed.
    """
    if not may(user, Action.SEE_UNIT, unit):
        return Late([], 0)
    found = late_below([unit.path], month, calendar, now)
    late = [line for _path, line in found.units]
    if late and may(user, Action.REMARK, unit):
        typed = _typed(unit, periods_due(month, calendar, now.date()))
        late = [replace(one, typed=typed.get(one.code, 0)) for one in late]
    return Late(late, len(found.reporting), len(found.waiting))


class LateBelow(NamedTuple):
    """The same with the paths of the units: of the late ones, of all and of those not late yet."""

    units: list[tuple[str, LateUnit]]
    reporting: list[str]
    waiting: list[str]


def late_below(
    paths: "Sequence[str]", month: "Period", calendar: "FiscalCalendar", now: "datetime"
) -> LateBelow:
    """Return which units at and below some are late with a month, those that miss most first."""
    home = present_organization().time_zone
    periods = periods_used(month, calendar, now.astimezone(ZoneInfo(home)).date())
    deadlines = read_deadlines(calendar, home)
    counted = counted_by_period(paths, periods, calendar)
    owing = [unit for unit, cells in counted if any(come < due for come, due in cells)]
    extended = extensions_of([month.ordinal]) if owing else {}
    found = []
    for (pk, path, code, name), cells in counted:
        more = extended.get((pk, month.ordinal))
        over = [
            (period, *cell)
            for period, cell in zip(periods, cells, strict=True)
            if deadlines.due(period, path, more).is_over(now)
        ]
        missing = [period for period, come, due in over if come < due]
        if missing:
            since = deadlines.first_due(missing, path, more)
            words = since.words(now) if since.has_time or more else ""
            come, due = (sum(counts) for counts in list(zip(*over, strict=True))[1:])
            found.append((path, LateUnit(code, name, come, due, words=words)))
    found.sort(key=lambda pair: (pair[1].reported - pair[1].expected, pair[1].name))
    told = {path for path, _line in found}
    waiting = [path for _pk, path, _code, _name in owing if path not in told]
    return LateBelow(found, [path for (_pk, path, _code, _name), _cells in counted], waiting)


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
