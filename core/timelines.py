"""Geometry of a timeline of milestones: quarters, today, a span and its milestones on one line."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from core import dates
from core.pictures import Span

WIDTH = 300
QUARTER_STARTS = (1, 4, 7, 10)
MOST_QUARTERS_NAMED = 8


class Milestone(Protocol):
    """What a milestone must tell to be drawn."""

    @property
    def name(self) -> str:
        """What is to be reached."""

    @property
    def due(self) -> dt.date:
        """When."""

    @property
    def state(self) -> str:
        """One of done, planned, missed, decision and stopped."""


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place on the axis."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone: where, in which shape, and its words for the tooltip."""

    x: float
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Road:
    """A line of milestones; lengths in units of a view box 300 wide."""

    quarters: tuple[Label, ...]
    today: float | None
    span: Span | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days that a timeline shows, first and last included, and which of them is today."""

    first: dt.date
    last: dt.date
    today: dt.date

    def place(self, day: dt.date) -> float:
        """Return where a day stands; days outside stand at the edge.

        >>> Horizon(dt.date(2026, 7, 1), dt.date(2026, 7, 31), None).place(dt.date(2026, 7, 16))
        150.0
        """
        share = (day - self.first) / (self.last - self.first)
        return round(min(1.0, max(0.0, share)) * WIDTH, 1)

    def quarters(self) -> Iterable[dt.date]:
        """Yield the first day of every calendar quarter shown."""
        for year in range(self.first.year, self.last.year + 1):
            for month in QUARTER_STARTS:
                if self.first <= dt.date(year, month, 1) <= self.last:
                    yield dt.date(year, month, 1)


def road(
    horizon: Horizon,
    milestones: Sequence[Milestone] = (),
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Road:
    """Place milestones, and the line from start to end where both are known."""
    span = None
    if starts_on and ends_on:
        left, right = horizon.place(starts_on), horizon.place(ends_on)
        span = Span(left, round(right - left, 1))
    starts = tuple(horizon.quarters())
    name = _quarter if len(starts) <= MOST_QUARTERS_NAMED else _year
    return Road(
        quarters=tuple(Label(horizon.place(day), name(day)) for day in starts),
        today=horizon.place(horizon.today)
        if horizon.first <= horizon.today <= horizon.last
        else None,
        span=span,
        marks=tuple(
            Mark(horizon.place(each.due), each.state, f"{each.name}, {dates.day(each.due)}")
            for each in sorted(milestones, key=lambda each: each.due)
        ),
    )


def _quarter(day: dt.date) -> str:
    quarter = f"Q{(day.month + 2) // 3}"
    # The year once, where it begins; the pages have little room.
    return f"{quarter} {day:%y}" if day.month == 1 else quarter


def _year(day: dt.date) -> str:
    return str(day.year) if day.month == 1 else ""
