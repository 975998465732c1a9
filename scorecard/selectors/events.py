"""What happened to a KPI and its unit that may explain a bend in its course."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import Kpi
from scorecard.policies import Owned
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from accounts.models import User

#: More marks than these would hide the line; the rest stand in the list.
MOST_MARKS = 8


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day; `by` and `url`, where its page is, are empty where there are none."""

    day: date
    text: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """As of which moment things were known, None for now, and what the reader owns."""

    as_of: datetime | None
    owned: Owned


#: Who looks, at which unit, at which KPI with which objectives, as of when.
Happened = Callable[["User", Unit, Kpi, Collection[int], datetime | None], list[Event]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What happened in one period of a course.

    Attributes
    ----------
    number
        As it stands on the chart; None where the chart has no room for it.
    """

    number: int | None
    period: Period
    name: str
    events: tuple[Event, ...]

    @property
    def words(self) -> str:
        """All that happened, in one line."""
        return "; ".join(event.text for event in self.events)


def marks(
    events: Iterable[Event], periods: Sequence[Period], calendar: FiscalCalendar
) -> tuple[Mark, ...]:
    """Gather events by the periods of a course, the first one first; the newest are numbered.

    What happened before or after the course is left out.
    """
    shown = set(periods)
    found: dict[Period, list[Event]] = {}
    for event in sorted(events, key=lambda event: event.day):
        period = calendar.containing(event.day, periods[0].frequency) if periods else None
        if period in shown:
            found.setdefault(period, []).append(event)
    unnumbered = max(0, len(found) - MOST_MARKS)
    return tuple(
        Mark(
            number=place - unnumbered if place > unnumbered else None,
            period=period,
            name=period_name(period),
            events=tuple(each),
        )
        for place, (period, each) in enumerate(found.items(), start=1)
    )
