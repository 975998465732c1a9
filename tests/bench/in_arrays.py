"""The roll-up of a world by the engine alone, as the services do it: from arrays to figures.

What the services read from the database and write back to it is left out.
"""

from dataclasses import dataclass, fields

import numpy as np

from scorecard.engine import (
    DEFAULT_CUTS,
    Cells,
    Figures,
    FiscalCalendar,
    Frequency,
    Lines,
    LongerTarget,
    Own,
    Targets,
    TimeRule,
    TreeSpan,
    UnitRule,
    View,
    Windows,
    build_tree,
    finish,
    over_time,
    resolve,
    roll_up,
    roll_up_targets,
    windows,
)
from scorecard.engine.states import PAIRED
from tests.bench.in_sql import LEAST_COVERAGE
from tests.bench.worlds import MONTHS, Measure, World

LONGER_VIEWS = (View.QUARTER, View.YEAR, View.YTD)


@dataclass(frozen=True, eq=False)
class Sources:
    """What one KPI is rolled up from: entries, and no target but those of whole years."""

    rule: UnitRule
    time_rule: TimeRule
    own: Own
    explicit: Targets
    longer: list[LongerTarget]

    @classmethod
    def of(cls, measure: Measure) -> "Sources":
        """Lay out one KPI as the services read it."""
        rule = UnitRule(measure.unit_rule)
        w = measure.w if rule in PAIRED else None
        none = np.full(measure.x.shape, np.nan)
        years = np.stack([measure.goal, measure.red])
        return cls(
            rule,
            TimeRule(measure.time_rule),
            Own(measure.x, w, measure.due, measure.not_applicable),
            Targets.pair(none, none),
            [_year_target(year, years[..., year].copy()) for year in range(years.shape[2])],
        )

    @property
    def bytes_read(self) -> int:
        """How many bytes of entries and targets there are."""
        own = [array for array in vars(self.own).values() if array is not None]
        targets = [self.explicit.anchors, *(target.anchors for target in self.longer)]
        return sum(array.nbytes for array in (*own, *targets))


def _year_target(year: int, anchors: np.ndarray) -> LongerTarget:
    return LongerTarget(year * MONTHS, (year + 1) * MONTHS, anchors, complete=True)


@dataclass(frozen=True, eq=False)
class RolledUp:
    """One KPI: its base cells, and its figures in each view."""

    cells: Cells
    views: dict[View, Figures]

    @property
    def bytes_written(self) -> int:
        """How many bytes of figures there are, each array counted once."""
        parts = (self.cells, *self.views.values())
        arrays = [getattr(part, field.name) for part in parts for field in fields(part)]
        return sum(array.nbytes for array in {id(array): array for array in arrays}.values())


def shown_windows(world: World) -> list[Windows]:
    """Return the windows of the longer views."""
    ordinals = range(world.first_month, world.first_month + world.n_months)
    calendar = FiscalCalendar()
    return [windows(view, ordinals, Frequency.MONTHLY, calendar) for view in LONGER_VIEWS]


def spans(world: World) -> list[TreeSpan]:
    """Return the one tree of all months."""
    return [TreeSpan(0, world.n_months, build_tree(world.parents))]


def roll_up_sources(sources: Sources, trees: list[TreeSpan], shown: list[Windows]) -> RolledUp:
    """Roll one KPI up over units, then over time, and score it in every view."""
    rule, time_rule, own = sources.rule, sources.time_rule, sources.own
    resolved = resolve(sources.explicit, sources.longer, rule, time_rule)
    cells = roll_up(rule, trees, own)
    targets = roll_up_targets(rule, trees, own, resolved)
    views = {View.BASE: finish(_base_lines(cells, targets), LEAST_COVERAGE, DEFAULT_CUTS)}
    for each in shown:
        lines = over_time(cells, targets, rule, time_rule, each, sources.longer)
        views[each.view] = finish(lines, LEAST_COVERAGE, DEFAULT_CUTS)
    return RolledUp(cells, views)


def _base_lines(cells: Cells, targets: Targets) -> Lines:
    return Lines(
        value=cells.value,
        reported=cells.reported,
        carried=cells.carried,
        expected=cells.expected,
        held=cells.held,
        due=cells.due,
        overridden=cells.overridden,
        anchors=targets.anchors,
        shown=np.full(cells.value.shape, -1),
    )
