"""Which units still owe figures whose time is over."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, Sum

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.models import Draft, Entry, Reporter
from scorecard.selectors.deadlines import Deadlines, Due, extensions_of, read_deadlines
from scorecard.selectors.due import periods_due, periods_used, reports_of

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
    values. `words` say how late it is, where there is a reporting calendar.
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


class Counted(NamedTuple):
    """A unit, and how many of its figures are in and due."""

    pk: int
    path: str
    code: str
    name: str
    reported: int
    expected: int


def late_units(
    user: "User", unit: Unit, month: "Period", calendar: "FiscalCalendar", now: "datetime"
) -> Late:
    """Return units at and below `unit` whose figures of `month` are late at a moment.

    Its weeks are figures of their own; a quarter and a year belong to their last month.

    None for a unit above one's own: what is below it is not for `user` to see. At most seven
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
    counted = _counts(paths, periods, calendar)
    owing = [one for one in counted if one.reported < one.expected]
    extended = extensions_of([month.ordinal]) if owing else {}
    late = _late_of(owing, periods, deadlines, now, paths)
    found = []
    for one, due in late:
        more = replace(due, extended=extended.get((one.pk, month.ordinal)))
        if more.is_over(now):
            words = more.words(now) if due.has_time or more.extended else ""
            line = LateUnit(one.code, one.name, one.reported, one.expected, words=words)
            found.append((one.path, line))
    found.sort(key=lambda pair: (pair[1].reported - pair[1].expected, pair[1].name))
    told = {path for path, _line in found}
    waiting = [one.path for one in owing if one.path not in told]
    return LateBelow(found, [one.path for one in counted], waiting)


def _counts(
    paths: "Sequence[str]", periods: "Sequence[Period]", calendar: "FiscalCalendar"
) -> list[Counted]:
    rows = reports_of(periods, calendar).below(list(paths)).order_by()
    columns = rows.values_list("unit_id", "unit__path", "unit__code", "unit__name")
    return [Counted(*row) for row in columns.annotate(reported=Sum("n_in"), expected=Sum("n_due"))]


def _late_of(
    owing: "Sequence[Counted]",
    periods: "Sequence[Period]",
    deadlines: Deadlines,
    now: "datetime",
    paths: "Sequence[str]",
) -> list[tuple[Counted, Due]]:
    """Return who misses something whose time is over by the calendar, and when it was due.

    Units in other time zones may be late with fewer periods: each such set is counted anew.
    """
    by_late: dict[tuple[Period, ...], list[Counted]] = defaultdict(list)
    for one in owing:
        over = (each for each in periods if deadlines.due(each, one.path).is_over(now))
        by_late[tuple(over)].append(one)
    by_late.pop((), None)
    found = []
    for late, units in by_late.items():
        counted = units
        if len(late) < len(periods):
            known = {one.pk: one for one in _counts(paths, late, deadlines.calendar)}
            counted = [known[one.pk] for one in units if one.pk in known]
        missing = [one for one in counted if one.reported < one.expected]
        found += [(one, _last_due(deadlines, late, one.path)) for one in missing]
    return found


def _last_due(deadlines: Deadlines, periods: "Sequence[Period]", path: str) -> Due:
    """Return the latest of what is due: whoever misses anything is late by so much at least."""
    return max((deadlines.due(each, path) for each in periods), key=lambda due: due.late)


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
