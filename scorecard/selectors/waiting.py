"""The figures that wait for approval: whose approval, by month, the doubtful ones first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, F, FloatField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from core import numbers
from core.numbers import difference, target
from organization.models import Unit
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.plausibility import is_off_target
from scorecard.engine.types import Frequency
from scorecard.models import CheckRule, Entry, EntryEvent, EntryQuestion, Kpi, Reporter, Result
from scorecard.selectors.due import month_with, periods_ending_with, weeks_of
from scorecard.selectors.entry_fields import figure_query
from scorecard.selectors.entry_numbers import value_of
from scorecard.selectors.evidence import EvidenceLine, evidence_of
from scorecard.selectors.owners import managed_by, people_of
from scorecard.selectors.periods import period_name
from scorecard.selectors.revisions import origin, written

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import EntryQuerySet, ResultQuerySet

Cell = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class WaitingFigure:
    """A figure that waits, with what helps to decide.

    Attributes
    ----------
    before, change
        What stood for the period before, and how much more this is; empty where nothing did.
    doubts
        What was asked about it when it was submitted; `comment` is the answer.
    checked
        Whether it was held against what came before.
    evidence
        The files that are attached to it.
    is_off_target
        Whether it is at the red flag or beyond it.
    """

    entry_id: int
    figure_hash: str
    kpi: Kpi
    unit: Unit
    period: Period
    text: str
    before: str
    change: str
    target: str
    doubts: tuple[str, ...]
    checked: bool
    is_off_target: bool
    was_asked_for_red: bool
    comment: str
    by: str
    origin: str
    at: datetime
    corrects: bool
    evidence: tuple[EvidenceLine, ...]

    @property
    def period_name(self) -> str:
        """The period as people read it."""
        return period_name(self.period)

    @property
    def is_named_period(self) -> bool:
        """Whether the period has to be named beside the month of the page."""
        return self.period.frequency is not Frequency.MONTHLY

    @property
    def is_doubtful(self) -> bool:
        """Whether there is a reason to look twice."""
        return bool(self.doubts) or self.is_off_target

    @property
    def says_off_target(self) -> bool:
        """Whether it is off target and nothing was asked because of that."""
        return self.is_off_target and not self.was_asked_for_red

    @property
    def query(self) -> str:
        """Which figure it is, for the address of its history."""
        return figure_query(self.unit, self.kpi, self.period)

    @property
    def choice(self) -> str:
        """What a form sends to choose it: which figure, as it was read."""
        return f"{self.entry_id}:{self.figure_hash}"


def waiting_for(user: "User") -> "EntryQuerySet":
    """Return the figures that wait for the approval of `user`.

    Those for whose unit and KPI they are named; where nobody is, those of which they are the
    nearest manager who did not enter them. The office may approve all, and has to approve none.
    """
    people = people_of(user)
    named = Reporter.objects.newest().filter(kpi=OuterRef("kpi"), unit=OuterRef("unit"))
    rows = _waiting(user, Action.SEE_UNIT).annotate(named=Subquery(named.values("approver")[:1]))
    mine = Q(named__in=people) | (Q(named=None) & managed_by(user, but="author"))
    found: EntryQuerySet = rows.filter(mine)
    return found


def waiting_below(user: "User") -> "EntryQuerySet":
    """Return all the figures that wait where `user` has the last word, whoever is to approve."""
    return _waiting(user, Action.OVERRIDE)


def _waiting(user: "User", action: Action) -> "EntryQuerySet":
    cell = {name: OuterRef(name) for name in ("kpi", "unit", "period")}
    later = Entry.objects.standing().filter(**cell, revision__gt=OuterRef("revision"))
    approved = EntryEvent.objects.filter(entry=OuterRef("pk"), kind=EntryEvent.APPROVED)
    # Few KPIs need approval, and entries are kept by KPI: a join would read all of them.
    kpis = Kpi.objects.filter(current__approved_only=True).order_by().values("pk")
    rows: EntryQuerySet = Entry.objects.filter(kpi__in=kpis, kind=Entry.ENTRY).standing()
    rows = rows.allowing(user, action).exclude(author__in=people_of(user))
    return rows.filter(~Exists(later), ~Exists(approved))


def by_month(rows: "EntryQuerySet", calendar: FiscalCalendar) -> Counter[Period]:
    """Return how many figures wait on the page of which month, in one query."""
    counted = rows.order_by().values_list("kpi__current__frequency", "period")
    found: Counter[Period] = Counter()
    for frequency, ordinal, count in counted.annotate(count=Count("pk")):
        period = Period(Frequency(frequency), ordinal)
        found[month_with(period, calendar)] += count
    return found


def of_month(rows: "EntryQuerySet", month: Period, calendar: FiscalCalendar) -> "EntryQuerySet":
    """Return what stands on the page of a month, the doubtful ones first."""
    return doubtful_first(entered_with(rows, month, calendar))


def entered_with(rows: "EntryQuerySet", month: Period, calendar: FiscalCalendar) -> "EntryQuerySet":
    """Leave what is entered on the page of a month."""
    wanted = [
        Q(kpi__current__frequency=period.frequency.value, period=period.ordinal)
        for period in (*weeks_of(month, calendar), *periods_ending_with(month, calendar))
    ]
    found: EntryQuerySet = rows.filter(reduce(or_, wanted))
    return found


def doubtful_first(rows: "EntryQuerySet") -> "EntryQuerySet":
    """Order by how doubtful: asked about, then off target, then the rest, unit by unit."""
    asked = Exists(EntryQuestion.objects.filter(entry=OuterRef("pk")))
    rank = Case(
        When(asked, then=Value(0)), When(Exists(_off_target()), then=Value(1)), default=Value(2)
    )
    shares = Cast("numerator", FloatField()) / NullIf(Cast("denominator", FloatField()), 0.0)
    number = Coalesce(Cast("value", FloatField()), shares)
    ranked: EntryQuerySet = rows.annotate(number=number).annotate(rank=rank)
    return ranked.order_by("rank", "unit__path", "kpi__code", "period", "pk")


def _off_target() -> "ResultQuerySet":
    """Return the result that says that the figure of the row that asks is off target."""
    number = OuterRef("number")
    rising = Q(goal__gt=F("red_flag"), red_flag__gte=number)
    falling = Q(goal__lt=F("red_flag"), red_flag__lte=number)
    cell = {name: OuterRef(name) for name in ("kpi", "unit", "period")}
    rows: ResultQuerySet = Result.objects.filter(
        rising | falling, **cell, kpi__current__scoring="goal_red_flag"
    )
    return rows


def waiting_figures(entries: Sequence[Entry]) -> tuple[WaitingFigure, ...]:
    """Return what helps to decide on some figures, in four queries.

    Parameters
    ----------
    entries
        Fetched with `with_all`, not more than a page of them.
    """
    before, limits = _before(entries), _limits(entries)
    evidence = evidence_of(map(_cell, entries))
    return tuple(
        _figure(
            entry,
            before.get(_cell(entry)),
            limits.get(_cell(entry), (None, None)),
            evidence.get(_cell(entry), ()),
        )
        for entry in entries
    )


def with_all(rows: "EntryQuerySet") -> "EntryQuerySet":
    """Fetch along what `waiting_figures` shows."""
    related = rows.select_related("unit", "author", "kpi__current")
    return related.prefetch_related("questions")


def _cell(entry: Entry) -> Cell:
    return entry.kpi_id, entry.unit_id, entry.period


def _before(entries: Iterable[Entry]) -> Mapping[Cell, Entry]:
    """Return what stands for the period before, by the cell after it."""
    wanted = [Q(kpi=entry.kpi_id, unit=entry.unit_id, period=entry.period - 1) for entry in entries]
    rows = Entry.objects.standing().filter(reduce(or_, wanted, Q(pk__in=[])))
    return {
        (entry.kpi_id, entry.unit_id, entry.period + 1): entry
        for entry in rows.order_by("revision")
    }


def _limits(entries: Iterable[Entry]) -> Mapping[Cell, tuple[float | None, float | None]]:
    """Return goal and red flag of each cell."""
    wanted = [Q(kpi=entry.kpi_id, unit=entry.unit_id, period=entry.period) for entry in entries]
    rows = Result.objects.filter(reduce(or_, wanted, Q(pk__in=[])))
    return {(row.kpi_id, row.unit_id, row.period): (row.goal, row.red_flag) for row in rows}


def _figure(
    entry: Entry,
    before: Entry | None,
    limits: tuple[float | None, float | None],
    evidence: tuple[EvidenceLine, ...],
) -> WaitingFigure:
    version, value = entry.kpi.definition, value_of(entry)
    was = value_of(before) if before else None
    unit, decimals = version.unit_of_measure, version.decimals
    goal, red = limits
    return WaitingFigure(
        entry_id=entry.pk,
        figure_hash=entry.figure_hash,
        kpi=entry.kpi,
        unit=entry.unit,
        period=Period(Frequency(version.frequency), entry.period),
        text=_("does not apply") if entry.not_applicable else written(entry, version),
        before="" if was is None else numbers.figure(was, unit, decimals=decimals),
        change=""
        if was is None or value is None
        else difference(value - was, unit, decimals=decimals),
        target="" if goal is None else target(goal, red, unit),
        doubts=tuple(str(each.get_kind_display()) for each in entry.questions.all()),
        checked=entry.is_checked,
        is_off_target=is_off_target(value, goal, red) and version.scoring == "goal_red_flag",
        was_asked_for_red=CheckRule.RED in {each.kind for each in entry.questions.all()},
        comment=entry.comment,
        by=entry.author.name if entry.author else "",
        origin=origin(entry),
        at=entry.recorded_at,
        corrects=entry.revision > 1,
        evidence=evidence,
    )
