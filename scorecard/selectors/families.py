"""The parts that a figure is made of, in a period and in the one before, as the engine takes them.

All of them, whoever looks: a figure can be explained only by everything that is in it. Who may see
which of them is decided where they are named.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from organization.models import Unit
from scorecard.engine.contributions import Parts, Whole
from scorecard.engine.explain import Standing
from scorecard.engine.periods import Period
from scorecard.engine.states import roll_up
from scorecard.engine.tree import ROOT, TreeSpan, build_tree
from scorecard.engine.types import Floats, Own, UnitRule
from scorecard.models import Entry, Kpi, Reporter, Result
from scorecard.selectors.breakdowns import all_below_in
from scorecard.selectors.context import Context
from scorecard.selectors.periods import before

UNKNOWN = float("nan")
State: TypeAlias = tuple[float, float, float, float]
NOTHING: State = (0.0, 0.0, UNKNOWN, UNKNOWN)
States: TypeAlias = Mapping[tuple[int, int], State]


@dataclass(frozen=True, eq=False)
class Family:
    """A figure and its parts.

    Attributes
    ----------
    units
        The parts by code: the units below that had a figure due in one of the two periods, and
        the unit itself where it entered one of its own.
    earlier, now
        The same parts in the period before, and in the period.
    """

    units: tuple[Unit, ...]
    earlier: Standing
    now: Standing


def read_family(context: Context, kpi: Kpi, period: Period) -> Family:
    """Return the parts of a figure in a base period of its KPI, in a fixed number of queries."""
    return _Reader(context, kpi, (before(period), period)).family()


class _Reader:
    """Reads one KPI at and below a unit in two periods."""

    def __init__(self, context: Context, kpi: Kpi, periods: tuple[Period, Period]) -> None:
        self.unit, self.kpi = context.unit, kpi
        self.rule = UnitRule(kpi.definition.unit_rule)
        self.ordinals = [period.ordinal for period in periods]
        self.below = [
            {unit.pk: unit for unit in all_below_in(context, [context.unit.pk], period)}
            for period in periods
        ]
        self.results = self._results({self.unit.pk, *self.below[0], *self.below[1]})
        self.own = self._own_states()

    def family(self) -> Family:
        """Return the figure with its parts by code."""
        units = sorted(self._members().values(), key=lambda unit: unit.code)
        earlier, now = (self._standing(units, place) for place in (0, 1))
        return Family(tuple(units), earlier, now)

    def _members(self) -> dict[int, Unit]:
        own = {self.unit.pk: self.unit} if self.own else {}
        if self.rule is UnitRule.NONE:
            return own
        children = {
            pk: unit
            for below, ordinal in zip(self.below, self.ordinals, strict=True)
            for pk, unit in below.items()
            if (pk, ordinal) in self.results
        }
        return children | own

    def _standing(self, units: Sequence[Unit], place: int) -> Standing:
        ordinal = self.ordinals[place]
        states = [self._state(unit.pk, place) for unit in units]
        columns = np.array(states, dtype=np.float64).reshape(-1, len(NOTHING)).T
        _a, b, value, goal = self.results.get((self.unit.pk, ordinal), NOTHING)
        return Standing(Whole(value, goal, b), Parts(*columns))

    def _state(self, pk: int, place: int) -> State:
        """Return what a part was in a period: nothing where it hung elsewhere."""
        ordinal = self.ordinals[place]
        if pk == self.unit.pk:
            return self.own.get(ordinal, NOTHING)
        return self.results.get((pk, ordinal), NOTHING) if pk in self.below[place] else NOTHING

    def _results(self, unit_ids: Collection[int]) -> States:
        rows = Result.objects.filter(
            kpi=self.kpi, period__in=self.ordinals, unit__in=list(unit_ids)
        ).values_list("unit_id", "period", "a", "b", "value", "goal")
        return {
            (unit_id, period): (a or 0.0, b or 0.0, _known(value), _known(goal))
            for unit_id, period, a, b, value, goal in rows
        }

    def _own_states(self) -> dict[int, State]:
        """Return the states of the unit's own entries, by period: only of those that count."""
        entries = _OwnEntries(self.unit, self.kpi, self.rule, self.ordinals)
        return entries.states() if entries.are_any else {}


class _OwnEntries:
    """What a unit entered itself for a KPI in some periods."""

    def __init__(self, unit: Unit, kpi: Kpi, rule: UnitRule, ordinals: Sequence[int]) -> None:
        self.unit, self.kpi, self.rule, self.ordinals = unit, kpi, rule, ordinals
        self.entries = self._standing(kpi.pk)

    @property
    def are_any(self) -> bool:
        """Whether there is one at all."""
        return bool(self.entries)

    def states(self) -> dict[int, State]:
        """Return the state of each that counts as reported, as the roll-up makes it."""
        alone = [TreeSpan(0, len(self.ordinals), build_tree(np.array([ROOT])))]
        cells = roll_up(self.rule, alone, self._own())
        columns = zip(self.ordinals, cells.a[0], cells.b[0], cells.value[0], strict=True)
        states = {
            o: (float(np.nan_to_num(a)), float(b), float(x), UNKNOWN) for o, a, b, x in columns
        }
        return {o: states[o] for o in np.array(self.ordinals)[cells.reported[0] > 0].tolist()}

    def _own(self) -> Own:
        is_pair = self.rule is UnitRule.RATIO
        found = [self.entries.get(ordinal) for ordinal in self.ordinals]
        return Own(
            _numbers(found, "numerator" if is_pair else "value"),
            _numbers(found, "denominator") if is_pair else self._weights(),
            np.array([self._due()]),
            np.array([[entry is not None and entry.not_applicable for entry in found]]),
        )

    def _weights(self) -> Floats:
        weight_kpi = self.kpi.definition.weight_kpi_id
        entries = self._standing(weight_kpi) if weight_kpi else {}
        return _numbers([entries.get(ordinal) for ordinal in self.ordinals], "value")

    def _standing(self, kpi_id: int) -> dict[int, Entry]:
        standing = Entry.objects.standing().filter(
            kpi=kpi_id, unit=self.unit, period__in=self.ordinals
        )
        return {entry.period: entry for entry in standing.order_by("revision")}

    def _due(self) -> list[bool]:
        window = Reporter.objects.newest().filter(kpi=self.kpi, unit=self.unit).first()
        return [window is not None and _is_in(window, ordinal) for ordinal in self.ordinals]


def _is_in(window: Reporter, ordinal: int) -> bool:
    first, last = window.first_period, window.last_period
    return (first is None or first <= ordinal) and (last is None or ordinal <= last)


def _numbers(entries: Iterable[Entry | None], name: str) -> Floats:
    """Return a number of each entry as one row; NaN where there is none."""
    return np.array([[_known(getattr(entry, name, None)) for entry in entries]])


def _known(number: float | Decimal | None) -> float:
    """Return a number of a row as the engine takes it: NaN is unknown."""
    return UNKNOWN if number is None else float(number)
