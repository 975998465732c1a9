"""Read the parts of a figure on the path of the roll-up: what counts there counts here.

So values carried forward, approved values only, overrides, dated definitions and what was known
at a moment are those that the figure itself was made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np

from organization.models import Unit
from scorecard.engine import targets
from scorecard.engine.contributions import Parts, Whole, keeps_parts
from scorecard.engine.explain import Standing
from scorecard.engine.periods import Period
from scorecard.engine.states import EXTREMES, QUOTIENTS, roll_up
from scorecard.engine.tree import ROOT, TreeSpan, build_tree
from scorecard.engine.types import ANCHORS, TimeRule, UnitRule
from scorecard.models import Kpi, KpiVersion
from scorecard.selectors.context import Context
from scorecard.selectors.families import Family
from scorecard.selectors.figures import FIGURE_COLUMNS, Figure, figure_of
from scorecard.selectors.periods import VIEWS, before
from scorecard.services.rollup.base import base_table
from scorecard.services.rollup.history import History, load_history
from scorecard.services.rollup.meanings import load_meaning
from scorecard.services.rollup.sources import Sources, read_sources
from scorecard.services.rollup.stretches import Stretch
from scorecard.services.rollup.unit_views import kpi_figures

UNKNOWN = float("nan")
COLUMNS = ("unit_id", "period", "a", "b", *FIGURE_COLUMNS)
#: Partial state a and b, value, goal.
State: TypeAlias = tuple[float, float, float, float]
NOTHING: State = (0.0, 0.0, UNKNOWN, UNKNOWN)
Rows: TypeAlias = Mapping[tuple[int, int], Mapping[str, Any]]


def read_family(
    context: Context, kpi: Kpi, period: Period, as_of: datetime | None = None
) -> Family | None:
    """Return the parts of a figure, in a number of queries that does not grow with the units.

    Parameters
    ----------
    period
        A base period of the KPI, or a longer one.
    as_of
        What was known at a moment, without one what is known now.

    Returns
    -------
    Family or None
        None where a figure of so many base periods has no parts.
    """
    reader = _Reader(context.unit, kpi, period, as_of)
    return reader.family() if reader.has_parts else None


class _Reader:
    """Reads one KPI at and below a unit in a period and in the one before."""

    def __init__(self, unit: Unit, kpi: Kpi, period: Period, as_of: datetime | None) -> None:
        self.unit, self.kpi, self.as_of = unit, kpi, as_of
        self.periods = (before(period), period)
        self.history: History = load_history(as_of)
        self.meaning = load_meaning(self.history.known, kpi.pk)
        calendar, frequency = self.history.calendar, self.meaning.frequency
        self.versions = [self.meaning.on(calendar.last_day(each)) for each in self.periods]
        self.rule = UnitRule(self.versions[1].unit_rule)
        self.within = [calendar.within(each, frequency) for each in self.periods]
        first, stop = self.within[0].start, self.within[1].stop
        self.stretch = Stretch(self.history, frequency, range(first, stop))

    @property
    def has_parts(self) -> bool:
        """Whether the figure still has the parts that one base period has."""
        time_rule = TimeRule(self.versions[1].time_rule)
        return not self.is_long or keeps_parts(self.rule, time_rule)

    @property
    def is_long(self) -> bool:
        """Whether the figure is made of several base periods."""
        return self.periods[1].frequency is not self.meaning.frequency

    def family(self) -> Family:
        """Return the figure with its parts by code."""
        self.below = {
            period.ordinal: self.history.directly_below(self.unit.pk, period)
            for period in self.stretch.periods
        }
        self.rows = self._rows()
        self.own = _OwnEntries(self)
        units = self._members()
        longer = self._longer_figures(units)
        own = next((at for at, unit in enumerate(units) if unit == self.unit), None)
        return Family(
            rule=self.rule,
            units=tuple(units),
            earlier=self._comparable(self._standing(units, 0, {})),
            now=self._standing(units, 1, longer),
            figures=tuple(self._figure(unit, longer) for unit in units),
            own=own,
            own_carried=own is not None and self.own.is_carried(self.within[1]),
            unassigned=None if self.is_long else self.own.unassigned(),
        )

    def _rows(self) -> Rows:
        """Return the base results of the unit and of all that ever hung below it meanwhile."""
        ids = {self.unit.pk}.union(*self.below.values())
        stretch = replace(self.stretch, history=self.history.only(*ids))
        table = base_table([(self.meaning, stretch)], COLUMNS)
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in table.tolist()]
        return {(int(row["unit_id"]), int(row["period"])): row for row in rows}

    def _members(self) -> list[Unit]:
        """Return the units that are parts; of the rule `none` only the unit itself."""
        ids = {self.unit.pk} if self.own.states else set()
        if self.rule is not UnitRule.NONE:
            ids |= {
                unit_id
                for ordinal, below in self.below.items()
                for unit_id in below
                if (unit_id, ordinal) in self.rows
            }
        return sorted(Unit.objects.filter(pk__in=ids), key=lambda unit: unit.code)

    def _standing(
        self, units: Sequence[Unit], place: int, longer: Mapping[int, Figure]
    ) -> Standing:
        ordinals = self._counting(place)
        states = [self._with_goal(unit.pk, self._part(unit.pk, ordinals), longer) for unit in units]
        columns = np.array(states, dtype=np.float64).reshape(-1, len(NOTHING)).T
        rows = self._found(self.unit.pk, ordinals)
        state = self._added(map(_state, rows))
        _a, b, value, goal = self._with_goal(self.unit.pk, state, longer)
        replaces = rows[0]["computed"] if len(rows) == 1 and rows[0]["overridden"] else None
        return Standing(Whole(value, goal, b, replaces), Parts(*columns))

    def _counting(self, place: int) -> Sequence[int]:
        """Return the base periods that the figure is made of: of the rule `last`, only that one."""
        within = self.within[place]
        if len(within) == 1 or self.versions[place].time_rule != TimeRule.LAST:
            return within
        with_value = [row["period"] for row in self._found(self.unit.pk, within) if _known(row)]
        return [int(with_value[-1])] if with_value else []

    def _found(self, unit_id: int, ordinals: Iterable[int]) -> list[Mapping[str, Any]]:
        return [self.rows[unit_id, each] for each in ordinals if (unit_id, each) in self.rows]

    def _part(self, unit_id: int, ordinals: Sequence[int]) -> State:
        """Return what a part was: nothing in the periods in which it hung elsewhere."""
        if unit_id == self.unit.pk:
            return self._added(self.own.states[o] for o in ordinals if o in self.own.states)
        there = [ordinal for ordinal in ordinals if unit_id in self.below[ordinal]]
        return self._added(map(_state, self._found(unit_id, there)))

    def _added(self, states: Iterable[State]) -> State:
        """Put the states of base periods together, as the rules over time do that keep parts."""
        found = list(states)
        if len(found) < 2:  # noqa: PLR2004 - one stays as it is
            return found[0] if found else NOTHING
        columns = np.array(found, dtype=np.float64).T
        a, b = (float(np.nansum(column)) for column in columns[:2])
        values = columns[2][~np.isnan(columns[2])]
        if self.rule in QUOTIENTS:
            return a, b, a / b if b else UNKNOWN, UNKNOWN
        if not values.size:
            return a, b, UNKNOWN, UNKNOWN
        value = EXTREMES[self.rule].reduce(values) if self.rule in EXTREMES else values.sum()
        return a, b, float(value), UNKNOWN

    def _with_goal(self, unit_id: int, state: State, longer: Mapping[int, Figure]) -> State:
        """Give a state of a longer period the goal of that period."""
        goal = longer[unit_id].goal if unit_id in longer else None
        return state if goal is None else (*state[:3], goal)

    def _longer_figures(self, units: Sequence[Unit]) -> dict[int, Figure]:
        """Return what unit and parts say in a longer period; nothing for a base period."""
        if not self.is_long:
            return {}
        period = self.periods[1]
        ids, view = {self.unit.pk, *(unit.pk for unit in units)}, VIEWS[period.frequency]
        found = kpi_figures(self.kpi, ids, view, [period], self.as_of)
        return {unit_id: figures[period] for unit_id, figures in found.items() if figures}

    def _figure(self, unit: Unit, longer: Mapping[int, Figure]) -> Figure | None:
        if unit == self.unit:
            return None
        if self.is_long:
            return longer.get(unit.pk)
        period = self.periods[1]
        row = self.rows.get((unit.pk, period.ordinal))
        if row is None or unit.pk not in self.below[period.ordinal]:
            return None
        return figure_of(period, [_stored(name, row[name]) for name in FIGURE_COLUMNS])

    def _comparable(self, earlier: Standing) -> Standing:
        """Know nothing of an earlier figure that was made by another rule."""
        if self.versions[0].unit_rule == self.versions[1].unit_rule:
            return earlier
        return Standing(replace(earlier.whole, value=UNKNOWN), earlier.parts)


class _OwnEntries:
    """What the unit entered itself in both periods: the states of what counts, by base period."""

    def __init__(self, reader: _Reader) -> None:
        self.history, self.stretch = reader.history, reader.stretch
        index = self.history.index_of(np.array([reader.unit.pk]))
        self.at = int(index[0])
        by_version = {version.pk: self._read(version) for version in reader.versions}
        self.states: dict[int, State] = {}
        self.carried: set[int] = set()
        for version, within in zip(reader.versions, reader.within, strict=True):
            self._take(by_version[version.pk], within)
        self.newest = by_version[reader.versions[1].pk]

    def _read(self, version: KpiVersion) -> Sources:
        return read_sources(self.stretch, version)

    def _take(self, sources: Sources, within: range) -> None:
        """Keep what counts as reported or is carried, as the roll-up makes it of the unit alone."""
        mine = sources.own.each(lambda array: array[[self.at]])
        n_periods = len(self.stretch.ordinals)
        alone = [TreeSpan(0, n_periods, build_tree(np.array([ROOT])))]
        cells = roll_up(sources.rule, alone, replace(mine, override=None, override_w=None))
        for ordinal in within:
            column = ordinal - self.stretch.ordinals.start
            if not (cells.reported[0, column] or cells.carried[0, column]):
                continue
            a, b, value = (float(each[0, column]) for each in (cells.a, cells.b, cells.value))
            self.states[ordinal] = (0.0 if np.isnan(a) else a, b, value, UNKNOWN)
            if cells.carried[0, column]:
                self.carried.add(ordinal)

    def is_carried(self, within: range) -> bool:
        """Tell whether an own entry of the period was carried forward."""
        return any(ordinal in self.carried for ordinal in within)

    def unassigned(self) -> float | None:
        """Return the goal set for the unit in the last period less what the goals below make."""
        sources, column = self.newest, len(self.stretch.ordinals) - 1
        resolved = targets.resolve(
            sources.explicit,
            sources.longer,
            sources.rule,
            sources.time_rule,
            sources.profile,
            sources.scoring,
        )
        goal = resolved.anchors[0, self.at, column] if resolved.anchors.size else UNKNOWN
        is_goal = ANCHORS[sources.scoring][:1] == ("goal",)
        if np.isnan(goal) or not is_goal or sources.rule is UnitRule.NONE:
            return None
        # Without its own goal, the unit would have what is rolled up from below.
        resolved.anchors[:, self.at, column] = UNKNOWN
        spans = self.history.spans(self.stretch.periods)
        below = targets.roll_up_targets(sources.rule, spans, sources.own, resolved)
        made = below.anchors[0, self.at, column]
        return None if np.isnan(made) else float(goal - made)


def _state(row: Mapping[str, Any]) -> State:
    a, b = (0.0 if np.isnan(row[name]) else row[name] for name in ("a", "b"))
    return a, b, row["value"], row["goal"]


def _known(row: Mapping[str, Any]) -> bool:
    return not np.isnan(row["value"])


COUNTED = ("status", "reported", "expected", "carried")


def _stored(name: str, number: float) -> Any:
    """Return a number of a table of floats as a row has it."""
    if name in COUNTED:
        return int(number)
    if name == "overridden":
        return bool(number)
    return None if np.isnan(number) else number
