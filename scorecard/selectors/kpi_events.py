"""Gathers what happened to a KPI at a unit, as far as the reader may see it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates, numbers
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, Flag, OwnerExplanation, Target
from scorecard.policies import may_speak_for
from scorecard.selectors.context import Context
from scorecard.selectors.events import Event, Happened, Knowledge
from scorecard.selectors.figures import Figure
from scorecard.selectors.lines import known
from scorecard.selectors.periods import address, period_name
from scorecard.selectors.subjects import Subject
from scorecard.selectors.tree_events import tree_events

#: A target that changes more often follows a profile: each step is no event.
MOST_STEPS = 3
LONGEST = 160


def kpi_events(
    context: Context,
    subject: Subject,
    course: Mapping[Period, Figure],
    known_of: Knowledge,
    elsewhere: Happened | None = None,
) -> list[Event]:
    """Return what happened to a KPI at the unit of `context`, as far as the reader may see it.

    Above one's own unit these are the changes of its published target, and what its owner may
    read. In a fixed number of queries.

    Parameters
    ----------
    course
        The figures that are drawn.
    elsewhere
        Says what happened that this app knows nothing of.
    """
    if not course:
        return []
    unit, kpi, as_of = context.unit, subject.kpi, known_of.as_of
    found = _Happened(context, subject, course, as_of)
    events = [*found.new_targets()]
    if context.can_see_breakdown:
        events += [*found.targets_set_anew(), *found.corrections()]
        events += tree_events(context, kpi, as_of)
    if context.can_see_breakdown or may_speak_for(context.user, unit, kpi, known_of.owned):
        events += [*found.explanations(), *found.flags()]
    if elsewhere:
        events += elsewhere(context.user, unit, kpi, subject.objective_ids, as_of)
    return events


class _Happened:
    """Reads what happened to a KPI at a unit, one query for each kind."""

    def __init__(
        self,
        context: Context,
        subject: Subject,
        course: Mapping[Period, Figure],
        as_of: datetime | None,
    ) -> None:
        self.context, self.kpi, self.version = context, subject.kpi, subject.version
        self.course, self.as_of = course, as_of
        self.calendar, self.frequency = context.calendar, subject.frequency
        self.zone = ZoneInfo(context.organization.time_zone)

    def new_targets(self) -> Iterable[Event]:
        """Yield from when on the target is another one."""
        goals = [(period, self.course[period].goal) for period in sorted(self.course, key=_ordinal)]
        stated = [(period, goal) for period, goal in goals if goal is not None]
        steps = [(now, was) for was, now in pairwise(stated) if self._differ(was[1], now[1])]
        if len(steps) > MOST_STEPS:
            return
        for (period, goal), (_period, was) in steps:
            values = {"now": self._written(goal), "before": self._written(was)}
            text = _("The target is %(now)s from here on, before that %(before)s") % values
            yield Event(self.calendar.first_day(period), text)

    def _differ(self, was: float, now: float) -> bool:
        # Of a quarter it is the mean of months, which need not come out the same to the last bit.
        return self._written(was) != self._written(now)

    def targets_set_anew(self) -> Iterable[Event]:
        """Yield when somebody decided anew what the unit aims at in a period."""
        rows = known(Target.objects.filter(kpi=self.kpi, unit=self.context.unit), self.as_of)
        held: dict[tuple[str, int], Target] = {}
        for row in rows.order_by("id"):
            was = held.get((row.frequency, row.period))
            held[row.frequency, row.period] = row
            if was is not None and was.goal != row.goal:
                yield Event(self._day(row.recorded_at), self._set_anew(was, row))

    def _set_anew(self, was: Target, row: Target) -> str:
        values = {
            "period": period_name(Period(Frequency(row.frequency), row.period)),
            "now": self._written(row.goal),
            "before": self._written(was.goal),
        }
        return _("The target of %(period)s was set to %(now)s, before that %(before)s") % values

    def corrections(self) -> Iterable[Event]:
        """Yield which periods were corrected after the one that follows them was over, too."""
        within = self._base_ordinals()
        rows = Entry.objects.filter(
            kpi=self.kpi, period__in=within, revision__gt=1, kind=Entry.ENTRY
        )
        counted = (
            known(rows, self.as_of)
            .standing()
            .below([self.context.unit.path])
            .order_by()
            .annotate(day=TruncDate("recorded_at", tzinfo=self.zone))
            .values_list("period", "day")
            .annotate(count=Count("id"))
        )
        late: dict[int, list[tuple[date, int]]] = {}
        for ordinal, day, count in counted:
            following = Period(self.frequency, ordinal + 1)
            if day > self.calendar.last_day(following):
                late.setdefault(ordinal, []).append((day, count))
        for ordinal, days in late.items():
            yield self._corrected(Period(self.frequency, ordinal), days)

    def _corrected(self, period: Period, days: Sequence[tuple[date, int]]) -> Event:
        count = sum(each for _day, each in days)
        values = {"count": count, "day": dates.day(max(day for day, _count in days))}
        text = ngettext(
            "%(count)d figure was corrected long after, on %(day)s",
            "%(count)d figures were corrected long after, the last on %(day)s",
            count,
        )
        return Event(self.calendar.last_day(period), text % values)

    def explanations(self) -> Iterable[Event]:
        """Yield what owners said of the periods drawn."""
        drawn = {period.ordinal: period for period in self.course}
        rows = OwnerExplanation.objects.filter(
            unit=self.context.unit,
            kpi=self.kpi,
            frequency=next(iter(self.course)).frequency.value,
            period__in=drawn,
        )
        newest = {
            row.period: row
            for row in known(rows, self.as_of).select_related("author").order_by("id")
        }
        for ordinal, row in newest.items():
            period = drawn[ordinal]
            yield Event(
                day=self.calendar.last_day(period),
                text=_("In the owner’s words: %(words)s") % {"words": _short(row.happened)},
                by=row.author.name,
                url=self._page(period),
            )

    def flags(self) -> Iterable[Event]:
        """Yield when somebody raised a flag, and when it was over."""
        rows = known(Flag.objects.filter(unit=self.context.unit, kpi=self.kpi), self.as_of)
        query = urlencode({"unit": self.context.unit.code})
        url = f"{reverse('scorecard:flag-kpi', args=[self.kpi.code])}?{query}"
        for row in rows.select_related("raised_by", "ending__ended_by").order_by("id"):
            text = _("A flag was raised: %(fear)s") % {"fear": _short(row.fear)}
            yield Event(self._day(row.recorded_at), text, row.raised_by.name, url)
            ending = getattr(row, "ending", None)
            if ending and (self.as_of is None or ending.recorded_at <= self.as_of):
                text = _("The flag is over: %(reason)s") % {"reason": _short(ending.reason)}
                yield Event(self._day(ending.recorded_at), text, ending.ended_by.name, url)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _base_ordinals(self) -> list[int]:
        within = (self.calendar.within(period, self.frequency) for period in self.course)
        return [ordinal for each in within for ordinal in each]

    def _page(self, period: Period) -> str:
        word = self.calendar.format(period)
        place = address(self.context.unit.code, word, self.context.as_of)
        return f"{reverse('scorecard:kpi', args=[self.kpi.code])}{place}"

    def _written(self, number: numbers.Number | None) -> str:
        if number is None:
            return _("none")
        return numbers.figure(number, self.version.unit_of_measure)


def _ordinal(period: Period) -> int:
    return period.ordinal


def _short(text: str) -> str:
    return Truncator(text).chars(LONGEST)
