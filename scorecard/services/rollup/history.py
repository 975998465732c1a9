"""The organisation as arrays: who was open when, and under whom each unit hung."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.utils import timezone

from jobs.services.keeping import once
from organization.models import Organization, Placement, Unit, UnitWindow
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.scores import Cuts
from scorecard.engine.tree import OUTSIDE, ROOT, Tree, TreeSpan, build_tree, climb
from scorecard.engine.types import Bools, Ints
from scorecard.services.rollup.known import NOW, Known

FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
# Placements of unit u from day d sort by u * DAYS + d.
DAYS = LAST_DAY + 1
WINDOW = ("unit_id", "opened_on", "closed_on")
PLACE = ("unit_id", "valid_from", "parent_id")


@dataclass(frozen=True, eq=False)
class History:
    """Units in the order of their codes, and what the calendar and the tree were at any time.

    Days are proleptic ordinals. `unit_ids`, `opened`, `closed` are (n_units,); `placed_keys`
    (n_placements,) ascending, `placed_under` the parent's index for each, ROOT for the top.
    `known` says which rows count, here and wherever figures of this organisation are read or
    computed. `whole` is the organisation that some units were taken from.
    """

    calendar: FiscalCalendar
    cuts: Cuts
    zone: ZoneInfo
    today: date
    unit_ids: Ints
    opened: Ints
    closed: Ints
    placed_keys: Ints
    placed_under: Ints
    known: Known = NOW
    whole: "History | None" = None
    _trees: dict[bytes, Tree] = field(default_factory=dict)

    @property
    def n_units(self) -> int:
        """How many units there ever were."""
        return len(self.unit_ids)

    @property
    def is_whole(self) -> bool:
        """Whether these are all units."""
        return self.whole is None

    def only(self, *unit_ids: int) -> "History":
        """Return the same organisation with some units: for figures, not for trees."""
        taken = np.flatnonzero(np.isin(self.unit_ids, unit_ids))
        return replace(
            self,
            unit_ids=self.unit_ids[taken],
            opened=self.opened[taken],
            closed=self.closed[taken],
            whole=self.whole or self,
        )

    def index_of(self, unit_ids: Ints) -> Ints:
        """Return the indexes of units given by id, (n,) -> (n,)."""
        order = np.argsort(self.unit_ids)
        found: Ints = order[np.searchsorted(self.unit_ids, unit_ids, sorter=order)]
        return found

    def below(self, unit_id: int) -> list[int]:
        """Return the ids of a unit and of all that hang below it today, closed ones included."""
        parents = self._parents_on(np.full(self.n_units, self.today.toordinal()))
        inside, above = self.unit_ids == unit_id, np.maximum(parents, 0)
        while not np.array_equal(grown := inside | ((parents >= 0) & inside[above]), inside):
            inside = grown
        found: list[int] = self.unit_ids[inside].tolist()
        return found

    def and_above(self, unit_ids: Collection[int], periods: Sequence[Period]) -> Ints:
        """Return the ids of units and of all that they hung below in any of the periods."""
        found = np.isin(self.unit_ids, list(unit_ids))
        for span in self.spans(periods):
            marks = found[span.tree.order].astype(np.float64)
            climb(span.tree, marks, np.maximum)
            found[span.tree.order] |= marks > 0
        ids: Ints = self.unit_ids[found]
        return ids

    def directly_below(self, unit_id: int, period: Period) -> set[int]:
        """Return the ids of the units that hung directly below one in a period, and were open."""
        parents = self._parents_in(period)
        below: list[int] = self.unit_ids[parents == self.index_of(np.array([unit_id]))[0]].tolist()
        return set(below)

    def open_in(self, periods: Sequence[Period]) -> Bools:
        """Tell which unit was open on any day of each period, (n_units, n_periods)."""
        first, last = self.days_of(periods)
        return (self.opened[:, None] <= last) & (self.closed[:, None] >= first)

    def begun(self, periods: Sequence[Period]) -> Bools:
        """Tell which periods have begun, (n_periods,)."""
        first, _ = self.days_of(periods)
        return first <= self.today.toordinal()

    def days_of(self, periods: Sequence[Period]) -> tuple[Ints, Ints]:
        """Return first and last day of each period."""
        first = [self.calendar.first_day(period).toordinal() for period in periods]
        last = [self.calendar.last_day(period).toordinal() for period in periods]
        return np.array(first), np.array(last)

    def spans(self, periods: Sequence[Period]) -> list[TreeSpan]:
        """Return the trees of the periods, neighbours with the same tree together.

        A unit hangs where it hung on its last open day of the period.
        """
        parents = [self._parents_in(period) for period in periods]
        spans: list[TreeSpan] = []
        first = 0
        for column in range(1, len(parents) + 1):
            if column == len(parents) or not np.array_equal(parents[column], parents[first]):
                spans.append(TreeSpan(first, column, self._tree(parents[first])))
                first = column
        return spans

    def _parents_in(self, period: Period) -> Ints:
        first, last = self.days_of([period])
        is_open = (self.opened <= last[0]) & (self.closed >= first[0])
        return np.where(is_open, self._parents_on(np.minimum(self.closed, last[0])), OUTSIDE)

    def _parents_on(self, day: Ints) -> Ints:
        """Return the parent of each unit on a day of its own, (n_units,), open or not."""
        if not len(self.placed_keys):
            return np.full(self.n_units, OUTSIDE)
        units = np.arange(self.n_units)
        row = np.searchsorted(self.placed_keys, units * DAYS + day, "right") - 1
        placed = (row >= 0) & (self.placed_keys[row] // DAYS == units)
        return np.where(placed, self.placed_under[row], OUTSIDE)

    def _tree(self, parents: Ints) -> Tree:
        """Build a tree once, however many periods and KPIs use it."""
        key = parents.tobytes()
        if key not in self._trees:
            self._trees[key] = build_tree(parents)
        return self._trees[key]


def load_history(as_of: datetime | None = None) -> History:
    """Read the organisation as it was known at a moment, without one as it is known now."""
    known = Known(as_of)
    organization = known.among(Organization.objects.order_by("-id")).first() or Organization()
    zone = ZoneInfo(organization.time_zone)
    # Before the units: whoever adds some meanwhile adds none that these rows name.
    windows = list(known.among(UnitWindow.objects.order_by("id")).values_list(*WINDOW))
    places = list(known.among(Placement.objects.order_by("id")).values_list(*PLACE))
    # Sorted here: databases compare codes by their own collations.
    unit_ids = [key for _, key in sorted(Unit.objects.values_list("code", "id"))]
    index = {unit_id: unit for unit, unit_id in enumerate(unit_ids)}
    opened, closed = _windows(index, windows)
    keys, under = _placements(index, places)
    return History(
        calendar=FiscalCalendar(organization.fiscal_year_start_month),
        cuts=Cuts(organization.score_at_red_flag, organization.score_at_goal),
        zone=zone,
        today=known.moment.astimezone(zone).date(),
        unit_ids=np.array(unit_ids, dtype=np.int64),
        opened=opened,
        closed=closed,
        placed_keys=keys,
        placed_under=under,
        known=known,
    )


def present_history() -> History:
    """Return the organisation as it is known now: the same object where it is still the same."""
    earlier = once("today", lambda: _Today(load_history()))
    if earlier.history.today != timezone.now().astimezone(earlier.history.zone).date():
        earlier.history = load_history()
    return earlier.history


@dataclass
class _Today:
    """The organisation, to be read again on the next day."""

    history: History


def _windows(index: dict[int, int], rows: Iterable[tuple[Any, ...]]) -> tuple[Ints, Ints]:
    opened = np.full(len(index), FIRST_DAY)
    closed = np.full(len(index), LAST_DAY)
    for unit_id, first, last in rows:
        opened[index[unit_id]] = first.toordinal() if first else FIRST_DAY
        closed[index[unit_id]] = last.toordinal() if last else LAST_DAY
    return opened, closed


def _placements(index: dict[int, int], rows: Iterable[tuple[Any, ...]]) -> tuple[Ints, Ints]:
    newest: dict[int, int] = {}
    for unit_id, valid_from, parent_id in rows:
        under = ROOT if parent_id is None else index[parent_id]
        newest[index[unit_id] * DAYS + valid_from.toordinal()] = under
    keys = sorted(newest)
    return np.array(keys, dtype=np.int64), np.array([newest[key] for key in keys], dtype=np.int64)
