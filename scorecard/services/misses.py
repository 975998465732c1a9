"""Read what the units below contribute to a figure that misses its target."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from django.db.models import Max, Q, Sum

from organization.models import Unit
from scorecard.engine.contributions import (
    Parts,
    Split,
    Whole,
    can_be_split,
    keeps_parts,
    split_miss,
)
from scorecard.engine.types import Floats, Frequency, TimeRule, UnitRule, View
from scorecard.models import KpiVersion, Result
from scorecard.selectors.breakdowns import children_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import FIGURE_COLUMNS, Column, Figure, figure_of
from scorecard.selectors.lines import Strategy
from scorecard.selectors.misses import Miss, MissedKpi, Reading, miss_page, missed_kpis
from scorecard.services.figures import columns_of_months
from scorecard.services.rollup.unit_views import kpi_figures, unit_columns

States = Mapping[int, tuple[Any, ...]]
STORED = ("a", "b", *FIGURE_COLUMNS)


def read_miss(context: Context, strategy: Strategy, code: str) -> Miss | None:
    """Return what drives the miss of a KPI at the unit of `context`; None where nothing misses.

    Parameters
    ----------
    strategy
        The scorecard of the unit.
    code
        The KPI to look into; one that misses nothing counts as the worst that can be looked into.
    """
    missed = missed_kpis(context, strategy, _own(context, strategy))
    asked = [each for each in missed if each.code == code]
    chosen = asked or _with_parts(context, missed) or missed
    if not chosen:
        return None
    return _look_into(context, chosen[0], missed, _Stored(context, chosen[:1]))


def read_misses(
    context: Context, strategy: Strategy, column: Column, codes: Collection[str]
) -> dict[str, Miss]:
    """Return what drives the misses of some KPIs, by code; nothing for one that misses nothing.

    What one base period says is read for all of them together; a figure of several base periods
    takes questions of its own.

    Parameters
    ----------
    strategy, column
        The scorecard of the unit of `context`, and what it says in the period of the page.
    """
    missed = missed_kpis(context, strategy, column)
    chosen = [each for each in missed if each.code in codes]
    stored = _Stored(context, chosen)
    return {each.code: _look_into(context, each, missed, stored) for each in chosen}


def _look_into(
    context: Context, chosen: MissedKpi, missed: Sequence[MissedKpi], stored: "_Stored"
) -> Miss:
    reading = _Reader(context, chosen, stored).read()
    return miss_page(context, chosen, missed, reading)


def _with_parts(context: Context, missed: Sequence[MissedKpi]) -> list[MissedKpi]:
    """Return those that units below report and whose rules leave parts, in one query."""
    ordinals = {each.line.kpi.pk: _ordinals(context, each) for each in missed}
    below = Result.objects.filter(
        kpi__in=list(ordinals),
        period__in=sorted({ordinal for found in ordinals.values() for ordinal in found}),
        unit__in=children_in(context, context.period).values("pk"),
    )
    # A sum is split along own targets.
    sums = [each.line.kpi.pk for each in missed if each.line.version.unit_rule == UnitRule.SUM]
    parted = below.filter(~Q(kpi__in=sums) | Q(goal__isnull=False))
    reported = set(parted.order_by().values_list("kpi", "period").distinct())
    return [
        each
        for each in missed
        if _leaves_parts(each.line.version, len(ordinals[each.line.kpi.pk]))
        and any((each.line.kpi.pk, ordinal) in reported for ordinal in ordinals[each.line.kpi.pk])
    ]


def _ordinals(context: Context, missed: MissedKpi) -> list[int]:
    return list(context.calendar.within(missed.figure.period, missed.line.frequency))


def _leaves_parts(version: KpiVersion, n_periods: int) -> bool:
    """Tell whether the rules of a definition leave parts in a figure of so many base periods."""
    rule, time_rule = UnitRule(version.unit_rule), TimeRule(version.time_rule)
    return rule is not UnitRule.NONE and (n_periods == 1 or keeps_parts(rule, time_rule))


def _own(context: Context, strategy: Strategy) -> Column:
    """Return what the unit's own scorecard says in the period of the page."""
    if context.view is View.BASE:
        months = [context.period.ordinal]
        return columns_of_months(context, strategy, months)[0]
    return unit_columns(context.unit.pk, context.view, [context.period])[0]


class _Stored:
    """What is stored of some KPIs at a unit and directly below it, where one base period says all.

    Attributes
    ----------
    children
        The units directly below by id, for each period of a figure.
    rows
        `STORED` of a result by unit id, for each KPI id and base period.
    """

    def __init__(self, context: Context, missed: Sequence[MissedKpi]) -> None:
        self.children = {
            period: {unit.pk: unit for unit in children_in(context, period)}
            for period in {each.figure.period for each in missed}
        }
        self.rows: dict[tuple[int, int], dict[int, tuple[Any, ...]]] = {}
        single = {
            each.line.kpi.pk: ordinals[0]
            for each in missed
            if len(ordinals := _ordinals(context, each)) == 1
        }
        units = {context.unit.pk, *(pk for below in self.children.values() for pk in below)}
        found = Result.objects.filter(
            kpi__in=list(single), period__in=sorted(set(single.values())), unit__in=sorted(units)
        )
        for kpi_id, period, unit_id, *numbers in found.values_list(
            "kpi_id", "period", "unit_id", *STORED
        ):
            self.rows.setdefault((kpi_id, period), {})[unit_id] = tuple(numbers)


class _Reader:
    """Reads one KPI at a unit and below it, in the period of its figure."""

    def __init__(self, context: Context, missed: MissedKpi, stored: _Stored) -> None:
        self.context, self.kpi, self.figure = context, missed.line.kpi, missed.figure
        self.stored = stored
        # What held in the period of the page, whatever the KPI means today.
        self.version = missed.line.version
        self.rule = UnitRule(self.version.unit_rule)
        self.time_rule = TimeRule(self.version.time_rule)
        self.ordinals = self._base_periods(missed.line.frequency)

    def read(self) -> Reading:
        """Return the units below that have a figure, by code, and how the miss splits."""
        children = self.stored.children[self.figure.period]
        figures = self._figures(children)
        units = sorted((children[pk] for pk in figures), key=lambda unit: unit.code)
        return Reading(tuple(units), figures, self._split(units, figures))

    def _base_periods(self, frequency: Frequency) -> list[int]:
        """Return the base periods that the figure is made of: of the rule `last`, only that one."""
        within = list(self.context.calendar.within(self.figure.period, frequency))
        if len(within) == 1 or self.time_rule is not TimeRule.LAST:
            return within
        valued = self._results(within, [self.context.unit.pk]).exclude(value=None)
        last = valued.aggregate(last=Max("period"))["last"]
        return within if last is None else [last]

    def _results(self, ordinals: Sequence[int], unit_ids: Collection[int]) -> Any:
        return Result.objects.filter(kpi=self.kpi, period__in=ordinals, unit__in=list(unit_ids))

    def _figures(self, unit_ids: Collection[int]) -> dict[int, Figure]:
        period = self.figure.period
        if (rows := self._stored()) is not None:
            of_units = {pk: rows[pk] for pk in unit_ids if pk in rows}
            return {pk: figure_of(period, numbers) for pk, (_a, _b, *numbers) in of_units.items()}
        if len(self.ordinals) == 1:
            found = self._results(self.ordinals, unit_ids).values_list("unit_id", *FIGURE_COLUMNS)
            return {unit_id: figure_of(period, numbers) for unit_id, *numbers in found}
        made = kpi_figures(self.kpi, unit_ids, self.context.view, [period])
        return {unit_id: figures[period] for unit_id, figures in made.items() if figures}

    def _stored(self) -> dict[int, tuple[Any, ...]] | None:
        """Return what was read of this KPI with others; None where it takes more than that."""
        return self.stored.rows.get((self.kpi.pk, self.ordinals[0]))

    def _split(self, units: Sequence[Unit], figures: Mapping[int, Figure]) -> Split | None:
        """Split the miss over the units, where that has a meaning."""
        if self.figure.overridden and len(self.ordinals) == 1:
            return self._overridden(units, figures)
        if not units or not _leaves_parts(self.version, len(self.ordinals)):
            return None
        states = self._states([self.context.unit.pk, *figures])
        a, b = (self._column(units, lambda pk, n=n: states[pk][n]) for n in (0, 1))
        value = self._column(units, lambda pk: figures[pk].value)
        parts = Parts(a, b, value, self._column(units, lambda pk: figures[pk].goal))
        if not can_be_split(self.rule, parts):
            return None
        own = states[self.context.unit.pk][1]
        whole = Whole(self.figure.value or 0.0, self.figure.goal or 0.0, own)
        return split_miss(self.rule, whole, parts)

    def _overridden(self, units: Sequence[Unit], figures: Mapping[int, Figure]) -> Split:
        """Let an override carry its miss itself, whatever the rule of the KPI."""
        value = self._column(units, lambda pk: figures[pk].value)
        computed = self.figure.computed
        whole = Whole(
            self.figure.value or 0.0,
            self.figure.goal or 0.0,
            np.nan,
            replaces=np.nan if computed is None else computed,
        )
        return split_miss(self.rule, whole, Parts(value, value, value, value))

    def _states(self, unit_ids: Collection[int]) -> States:
        if (stored := self._stored()) is not None:
            return {pk: stored[pk][:2] for pk in unit_ids if pk in stored}
        rows = self._results(self.ordinals, unit_ids).order_by().values("unit_id")
        sums = rows.annotate(all_a=Sum("a"), all_b=Sum("b"))
        return {row["unit_id"]: (row["all_a"], row["all_b"]) for row in sums}

    @staticmethod
    def _column(units: Sequence[Unit], number: Any) -> Floats:
        """Return a number of each unit, NaN where it is unknown."""
        return np.array([number(unit.pk) for unit in units], dtype=np.float64)
