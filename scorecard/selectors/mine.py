"""What of the figures waits for one person: to be entered, to be approved, to be explained."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import (
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Sum,
    Window,
)
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.policies import may_anywhere
from organization.querysets import held_by
from organization.roles import Action, Role
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, Status
from scorecard.engine.windows import candidates
from scorecard.models import Entry, Kpi, Line, OwnerExplanation, Reporter, Result
from scorecard.selectors.corrections import ToCorrect, figures_to_correct
from scorecard.selectors.deadlines import Deadlines, Due, extensions_of, read_deadlines
from scorecard.selectors.due import month_with, reports_due, weeks_of
from scorecard.selectors.entries import LEFT, present_month
from scorecard.selectors.owners import entered_by, people_of
from scorecard.selectors.revisions import written
from scorecard.selectors.waiting import waiting_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import User
    from organization.querysets import UnitQuerySet
    from scorecard.querysets import ReporterQuerySet, ResultQuerySet

# More lines of one kind hide the rest.
MOST = 12
COUNT_LEFT = Sum("n_left", default=0)


class Place(NamedTuple):
    """A unit, as far as it is told."""

    path: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ToEnter:
    """How many figures of a month somebody has to enter for a unit."""

    unit: Place
    month: Period
    left: int
    due: Due


@dataclass(frozen=True, slots=True)
class ToApprove:
    """A figure that waits for somebody's approval."""

    kpi: str
    kpi_code: str
    unit: Unit
    period: Period
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class ToExplain:
    """A KPI off target of which nobody has said what happened."""

    kpi: str
    kpi_code: str
    unit: Unit
    period: Period


@dataclass(frozen=True, slots=True)
class Mine:
    """All of that, as it stands today; `month` is the last one that has ended.

    Attributes
    ----------
    n_to_approve
        How many wait for their approval; `to_approve` has at most MOST of them.
    """

    calendar: FiscalCalendar
    today: date
    month: Period
    to_enter: list[ToEnter]
    to_correct: list[ToCorrect]
    to_approve: list[ToApprove]
    n_to_approve: int
    to_explain: list[ToExplain]

    def word(self, period: Period) -> str:
        """Return a period as the addresses of pages write it, which show weeks in months."""
        is_week = period.frequency is Frequency.WEEKLY
        shown = self.calendar.enclosing(period, Frequency.MONTHLY) if is_week else period
        return self.calendar.format(shown)


def mine(user: "User") -> Mine:
    """Return what of the figures waits for `user`, in a fixed number of queries."""
    calendar, today, month = present_month()
    to_correct = figures_to_correct(user)
    to_approve, n_to_approve = figures_to_approve(user)
    return Mine(
        calendar,
        today,
        month,
        _less(figures_to_enter(user, month, calendar, today), to_correct, calendar),
        to_correct,
        to_approve,
        n_to_approve,
        figures_to_explain(user, month, calendar),
    )


def figures_to_enter(
    user: "User", month: Period, calendar: FiscalCalendar, today: date
) -> list[ToEnter]:
    """Return the units for which `user` still has to enter figures of a month, in their order.

    Two queries, up to seven where anything is left: when it is due; none for somebody who enters
    nothing.
    """
    if not may_anywhere(user, Action.ENTER_VALUES):
        return []
    left_in_month = left_for(user, month, calendar, today).filter(LEFT)
    own = entered_by(left_in_month, user).order_by("unit__path")
    rows = own.values_list(
        "unit__path", "unit__code", "unit__name", "unit_id", "kpi__current__frequency"
    ).annotate(left=COUNT_LEFT)
    found: dict[Place, list[tuple[int, str, int]]] = defaultdict(list)
    for path, code, name, pk, frequency, left in rows:
        found[Place(path, code, name)].append((pk, frequency, left))
    if not found:
        return []
    deadlines = read_deadlines(calendar, present_organization().time_zone)
    more = extensions_of([month.ordinal])
    return [_to_enter(place, month, parts, deadlines, more) for place, parts in found.items()]


def _to_enter(
    place: Place,
    month: Period,
    parts: "Sequence[tuple[int, str, int]]",
    deadlines: Deadlines,
    more: "Mapping[tuple[int, int], datetime]",
) -> ToEnter:
    """Return what is left of a unit, with when the first of it is due."""
    periods = [_last_of(month, Frequency(each), deadlines.calendar) for _pk, each, _left in parts]
    extended = more.get((parts[0][0], month.ordinal))
    left = sum(count for _pk, _frequency, count in parts)
    return ToEnter(place, month, left, deadlines.first_due(periods, place.path, extended))


def _last_of(month: Period, frequency: Frequency, calendar: FiscalCalendar) -> Period:
    """Return the period of a length that is reported with a month; of its weeks the last."""
    if frequency is Frequency.WEEKLY:
        return weeks_of(month, calendar)[-1]
    return calendar.enclosing(month, frequency)


def left_for(
    user: "User",
    month: Period,
    calendar: FiscalCalendar,
    today: date,
    in_use: frozenset[Frequency] | None = None,
) -> "ReporterQuerySet":
    """Return who reports what with a month for whom `user` may enter; `n_left` is what is left.

    One query goes ahead of it where `in_use`, how often KPIs are entered, is not told.
    """
    due = reports_due(month, calendar, today, in_use)
    rows: ReporterQuerySet = due.allowing(user, Action.ENTER_VALUES)
    return rows


def _less(
    to_enter: list[ToEnter], to_correct: list[ToCorrect], calendar: FiscalCalendar
) -> list[ToEnter]:
    """Return what is to be entered without what is said to be corrected: nothing counts twice."""
    owed = Counter(
        (one.unit.code, month_with(one.period, calendar)) for one in to_correct if one.is_owed
    )
    left = [replace(one, left=one.left - owed[one.unit.code, one.month]) for one in to_enter]
    return [one for one in left if one.left > 0]


def mine_at(user: "User", unit: Unit) -> set[int]:
    """Return the ids of the KPIs that are `user`'s to enter for a unit, in one query."""
    rows = entered_by(Reporter.objects.newest().filter(unit=unit), user)
    return set(rows.values_list("kpi_id", flat=True))


def figures_to_approve(user: "User") -> tuple[list[ToApprove], int]:
    """Return the figures that wait longest for the approval of `user`, and how many wait.

    At most MOST of them, in one query; the rest stands on the page of approvals.
    """
    rows = waiting_for(user).select_related("kpi__current", "unit", "author")
    counted = rows.annotate(n_waiting=Window(Count("pk"))).order_by("period", "unit__path", "pk")
    found = list(counted[:MOST])
    total = getattr(found[0], "n_waiting", 0) if found else 0
    return [_to_approve(entry) for entry in found], total


def _to_approve(entry: Entry) -> ToApprove:
    version = entry.kpi.definition
    period = Period(Frequency(version.frequency), entry.period)
    return ToApprove(
        kpi=version.name,
        kpi_code=entry.kpi.code,
        unit=entry.unit,
        period=period,
        text=_("does not apply") if entry.not_applicable else written(entry, version),
        by=entry.author.name if entry.author else str(entry.get_source_display()),
    )


def figures_to_explain(user: "User", month: Period, calendar: FiscalCalendar) -> list[ToExplain]:
    """Return what is off target in a month and unexplained, for which `user` answers; one query."""
    related = unexplained(user, month, calendar).select_related("kpi__current", "unit")
    found = [_to_explain(row) for row in related]
    return sorted(found, key=lambda one: (one.unit.path, one.kpi.casefold()))


def unexplained(user: "User", month: Period, calendar: FiscalCalendar) -> "ResultQuerySet":
    """Return the results off target in a month that nobody explained, for which `user` answers.

    As manager of the unit, or as owner of the KPI there; those whose deputy they are, too.
    """
    people = people_of(user)
    managed = {held.path for held in held_by(user) if held.role is Role.UNIT_MANAGER}
    said = OwnerExplanation.objects.filter(
        unit=OuterRef("unit"), kpi=OuterRef("kpi"), period=OuterRef("period")
    )
    mine = Q(unit__path__in=managed) | Q(unit__parent=None, kpi__current__owner__in=people)
    owns = Line.objects.filter(unit=OuterRef("unit"), kpi=OuterRef("kpi"), owner__in=people)
    rows = _counting_in(month, calendar).filter(
        mine | Q(Exists(owns)), Exists(_lines()), ~Exists(said), status=Status.RED
    )
    return rows.filter(unit__in=_units(managed, people))


def _units(managed: set[str], people: set[int]) -> "UnitQuerySet":
    """Return the units at which somebody may be asked for an explanation."""
    rows: UnitQuerySet = Unit.objects.filter(
        Q(path__in=managed) | Q(parent=None) | Q(lines__owner__in=people)
    )
    return rows


def _lines() -> "QuerySet[Line]":
    """Return the lines of the scorecard of the result that asks, inherited ones too."""
    path = ExpressionWrapper(OuterRef("unit__path"), output_field=CharField())
    lines = Line.objects.filter(kpi=OuterRef("kpi")).annotate(asked=path)
    return lines.filter(asked__startswith=F("unit__path"))


def _counting_in(month: Period, calendar: FiscalCalendar) -> "ResultQuerySet":
    """Return the results of the periods that count in a month, each KPI by its frequency."""
    newest = {each: candidates(calendar, each, month.ordinal)[0] for each in Frequency}
    counting = [
        Q(kpi__current__frequency=frequency.value, period=period)
        for frequency, period in newest.items()
    ]
    # Results are kept by KPI, period and unit: named all three, few rows are read.
    rows: ResultQuerySet = Result.objects.filter(
        reduce(or_, counting),
        kpi__in=Kpi.objects.exclude(current=None).order_by().values("pk"),
        period__in=sorted(set(newest.values())),
    )
    return rows


def _to_explain(row: Result) -> ToExplain:
    version = row.kpi.definition
    period = Period(Frequency(version.frequency), row.period)
    return ToExplain(version.name, row.kpi.code, row.unit, period)
