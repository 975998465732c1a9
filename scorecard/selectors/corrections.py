"""Figures that were rejected and of which no newer revision came: a correction is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.policies import may_anywhere
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent, Kpi, Reporter
from scorecard.selectors.due import month_with
from scorecard.selectors.entry_fields import Placed, joined, place_of
from scorecard.selectors.owners import covering, entered_by, people_of
from scorecard.selectors.revisions import written

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import EntryQuerySet


_IS_REJECTED = Q(kind=EntryEvent.REJECTED)


@dataclass(frozen=True, slots=True)
class Rejection:
    """What was rejected in a cell, by whom, when and why; `by` is empty where that is unknown."""

    text: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ToCorrect:
    """A rejected figure whose correction is asked of somebody.

    `is_owed` where no other figure stands there and it is theirs to enter: it counts among those
    as well.
    """

    kpi: Kpi
    unit: Unit
    period: Period
    rejection: Rejection
    is_owed: bool

    def address(self, calendar: FiscalCalendar) -> str:
        """Return where it is corrected: the field on the page on which figures are entered."""
        return place_to_enter(self.unit, self.kpi, self.period, calendar)


def place_to_enter(unit: Unit, kpi: Kpi, period: Period, calendar: FiscalCalendar) -> str:
    """Return the address of a field on the page on which figures are entered."""
    month = month_with(period, calendar)
    place = {"unit": unit.code, "period": calendar.format(month)}
    field = joined("cell", *place_of(kpi, period))
    return reverse("scorecard:enter", query=place, fragment=field)


def figures_to_correct(user: "User") -> list[ToCorrect]:
    """Return the rejected figures that `user` is asked to correct, the oldest first.

    One query, three where there are any.
    """
    if not may_anywhere(user, Action.ENTER_VALUES):
        return []
    ordered = entries_to_correct(user).order_by("period", "unit__path", "id")
    return [_to_correct(entry, said) for entry in ordered if (said := rejection_in(entry))]


def entries_to_correct(user: "User") -> "EntryQuerySet":
    """Return the rejected entries that `user` is asked to correct; `is_owed` as in `ToCorrect`.

    Their author is, as long as they may enter there, and whose the figure is to enter now, unless
    they rejected it and there is an author to ask.
    """
    people = people_of(user)
    cell = {name: OuterRef(name) for name in ("kpi", "unit")}
    theirs = Exists(entered_by(Reporter.objects.newest().filter(**cell), user))
    asks = Exists(EntryEvent.objects.filter(_IS_REJECTED, entry=OuterRef("pk"), actor__in=people))
    author = covering().granting(Action.ENTER_VALUES).filter(person=OuterRef("author"))
    asked = Q(author__in=people) | (Q(theirs) & ~(Q(asks) & Q(Exists(author))))
    other = Entry.objects.standing().filter(kind=Entry.ENTRY, period=OuterRef("period"), **cell)
    is_owed = ExpressionWrapper(Q(theirs) & ~Q(Exists(other)), output_field=BooleanField())
    rows = _rejected().allowing(user, Action.ENTER_VALUES).filter(asked)
    found: EntryQuerySet = rows.annotate(is_owed=is_owed)
    return found


def rejections_in(unit: Unit, cells: Sequence[Placed]) -> dict[tuple[int, int], Rejection]:
    """Return what is rejected in cells of a unit, by KPI id and period.

    One query, three where there is any; none where all figures count at once.
    """
    decided = [placed for placed in cells if placed[0].definition.approved_only]
    if not decided:
        return {}
    wanted = {(kpi.pk, period.ordinal) for kpi, period in decided}
    kpis, periods = {kpi for kpi, _period in wanted}, {period for _kpi, period in wanted}
    rows = _rejected().filter(unit=unit, kpi__in=kpis, period__in=periods)
    found = {(entry.kpi_id, entry.period): rejection_in(entry) for entry in rows}
    return {place: said for place, said in found.items() if place in wanted and said}


def rejection_in(entry: Entry) -> Rejection | None:
    """Return the rejection of an entry, whose events are fetched; None where it has none."""
    events = [event for event in entry.events.all() if event.kind == EntryEvent.REJECTED]
    if not events:
        return None
    by = events[0].actor.name if events[0].actor else ""
    text = _("does not apply") if entry.not_applicable else written(entry, entry.kpi.definition)
    return Rejection(text, events[0].reason, by, events[0].recorded_at)


def _rejected() -> "EntryQuerySet":
    """Return the newest revisions of cells, as far as they were rejected, with what happened."""
    rejections = EntryEvent.objects.filter(_IS_REJECTED).values("entry")
    rows: EntryQuerySet = Entry.objects.newest().filter(
        pk__in=rejections, kpi__current__approved_only=True
    )
    return rows.select_related("kpi__current", "unit").prefetch_related("events__actor")


def _to_correct(entry: Entry, said: Rejection) -> ToCorrect:
    period = Period(Frequency(entry.kpi.definition.frequency), entry.period)
    return ToCorrect(entry.kpi, entry.unit, period, said, getattr(entry, "is_owed", False))
