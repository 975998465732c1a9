"""The heat map: the units directly below one, by objective, worst first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Status
from scorecard.models import ObjectiveVersion, Score
from scorecard.selectors import sentences
from scorecard.selectors.breakdowns import below_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Node, NodeFigure
from scorecard.selectors.lines import known, valid_on
from scorecard.selectors.map_cells import (
    NOTHING_DUE,
    NOWHERE,
    Cell,
    Count,
    NamedCell,
    cell_of,
    worst_of,
)
from scorecard.selectors.map_coverage import figures_in
from scorecard.selectors.map_order import Order
from scorecard.selectors.periods import before, period_short
from scorecard.selectors.sort_heads import Key

UnitNodes = Mapping[Period, Mapping[Node, NodeFigure]]
# More children than any unit should have; the rest is on the next page.
MOST_ROWS = 40
MOST_WORST = 3
UNKNOWN = frozenset({Status.NO_DATA, Status.INSUFFICIENT})


@dataclass(frozen=True, slots=True)
class MapRow:
    """A unit in the map.

    Attributes
    ----------
    query
        Unit and period, for the address of its own pages.
    level
        How far it stands below the unit of the page: 0 is that unit itself.
    has_below
        Whether it can be opened.
    whole
        What its whole scorecard says.
    cells
        What each objective says.
    ranked_by
        What the units are ranked by, where that has a column only because of it.
    worst
        The names of what is off target with their cells, the worst ones only, worst first; where
        the map tells how scores moved, of what fell, and where it tells coverage, of what is not
        complete. `n_more` counts the others, `n_unknown` those without a score.
    rank
        Its rank among those beside it; None where there is none.
    """

    code: str
    name: str
    query: str
    level: int
    has_below: bool
    whole: Cell
    cells: tuple[Cell, ...]
    ranked_by: Cell | None
    worst: tuple[NamedCell, ...]
    n_more: int
    n_unknown: int
    rank: int | None = None

    @property
    def told(self) -> tuple[Cell, ...]:
        """Its cells from left to right."""
        return (self.ranked_by, *self.cells) if self.ranked_by else self.cells

    def by(self, column: str) -> Key:
        """Return by what it stands in order: its name, or what its whole scorecard says."""
        if column == "unit":
            return self.name.casefold()
        return self.whole.told(column)


@dataclass(frozen=True, slots=True)
class MapGroup:
    """A perspective and its objectives: neighbouring columns."""

    name: str
    objectives: tuple[ObjectiveVersion, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The map of a unit in a period; `own` None where nothing is scored at and below it.

    Attributes
    ----------
    rows
        The units directly below, in the order asked for, no more than fit on a page.
    n_units
        How many there are in all; `later` is the address of the next ones, `earlier` of those
        before, empty at the ends.
    order
        What the map tells, by what the rows stand in order, and the addresses to change that.
    """

    finding: str
    own: MapRow | None
    rows: tuple[MapRow, ...]
    groups: tuple[MapGroup, ...]
    order: Order
    n_units: int
    earlier: str
    later: str
    since: str
    depth: int
    cut_red: int
    cut_green: int

    @property
    def objective_codes(self) -> str:
        """The columns, for whoever asks for more rows."""
        return ",".join(each.objective.code for group in self.groups for each in group.objectives)


def objectives_scored(
    context: Context,
    nodes: Iterable[UnitNodes],
    codes: Collection[str] = (),
    as_of: datetime | None = None,
) -> list[ObjectiveVersion]:
    """Return the objectives with a score at one of the units, or those asked for, in one query."""
    versions = ObjectiveVersion.objects.select_related("perspective", "objective")
    if codes:
        wanted = versions.filter(objective__code__in=codes)
    else:
        ids = {node for each in nodes for kind, node in each[context.period] if _is_objective(kind)}
        wanted = versions.filter(objective__in=ids)
    found = valid_on(context.last_day, known(wanted, as_of), lambda version: version.objective_id)
    return sorted(found.values(), key=_place)


def _is_objective(kind: int) -> bool:
    return kind == Score.OBJECTIVE


def _place(version: ObjectiveVersion) -> tuple[int, str, str]:
    """Sort as the scorecard does."""
    perspective = version.perspective
    return perspective.position, perspective.code, version.objective.code


def groups_of(objectives: Sequence[ObjectiveVersion]) -> tuple[MapGroup, ...]:
    """Put neighbouring objectives of one perspective together."""
    by_name: dict[str, list[ObjectiveVersion]] = {}
    for version in objectives:
        by_name.setdefault(version.perspective.name, []).append(version)
    return tuple(MapGroup(name, tuple(versions)) for name, versions in by_name.items())


@dataclass(frozen=True, slots=True)
class Figures:
    """What the rows of some units are made of, by unit id.

    Attributes
    ----------
    nodes
        What their scorecards say, in the period of the page and the one before.
    counts
        The figures of each objective, by its id, where the map tells coverage.
    extra
        What the units are ranked by beside that.
    """

    nodes: Mapping[int, UnitNodes]
    counts: Mapping[int, Mapping[int, Count]]
    extra: Mapping[int, Cell]


def map_rows(
    context: Context,
    units: Sequence[Unit],
    figures: Figures,
    order: Order,
    *,
    level: int,
    as_of: datetime | None = None,
) -> list[MapRow]:
    """Return a row for each unit, in two queries; the caller has asked the gate.

    How much had come in is not counted as of a moment.
    """
    ids = [unit.pk for unit in units]
    below = below_in(context, ids, context.period, as_of).order_by()
    opened = set(below.values_list("then_below", flat=True).distinct())
    make = _Rows(context, figures, order, {} if as_of else figures_in(context, ids))
    return [make.row(unit, level, has_below=unit.pk in opened) for unit in units]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Makes rows out of figures."""

    context: Context
    figures: Figures
    order: Order
    counts: Mapping[int, Count]

    def row(self, unit: Unit, level: int, *, has_below: bool) -> MapRow:
        cells = self._cells(unit.pk)
        names = [measure.name for measure in self.order.measures.objectives]
        worst = worst_of(list(zip(names, cells, strict=True)), self.order.tell)
        extra = self.figures.extra.get(unit.pk, NOWHERE) if self.order.extra else None
        return MapRow(
            code=unit.code,
            name=unit.name,
            query=self.context.query_for(unit.code),
            level=level,
            has_below=has_below,
            whole=self._cell(unit.pk, (Score.SCORECARD, unit.pk), unit.code, self.counts),
            cells=tuple(cells),
            ranked_by=extra,
            worst=tuple(worst[:MOST_WORST]),
            n_more=len(worst[MOST_WORST:]),
            n_unknown=sum(cell.status in UNKNOWN for cell in cells),
        )

    def _cells(self, unit_id: int) -> list[Cell]:
        return [
            self._cell(unit_id, each.node, each.code, self.figures.counts.get(each.pk, {}))
            for each in self.order.measures.objectives
        ]

    def _cell(self, unit_id: int, node: Node, code: str, counts: Mapping[int, Count]) -> Cell:
        nodes, count = self.figures.nodes[unit_id], counts.get(unit_id, NOTHING_DUE)
        return node_cell(self.context, nodes, node, code, count)


def node_cell(context: Context, nodes: UnitNodes, node: Node, code: str, count: Count) -> Cell:
    """Return what a node of a unit's scorecard says in the period of the page."""
    now, earlier = nodes[context.period].get(node), nodes[before(context.period)].get(node)
    return cell_of(now, earlier, context.cuts, code, count)


def heatmap_page(
    context: Context,
    objectives: Sequence[ObjectiveVersion],
    rows: Sequence[MapRow],
    order: Order,
    first: int,
    most: int | None,
) -> Heatmap:
    """Return the map of the unit and period of `context`, in no query.

    Parameters
    ----------
    objectives
        The columns.
    rows
        The unit itself, then those directly below it as their parent lists them.
    first
        How many units to leave out at the beginning, those shown before.
    most
        How many to show, None for all.
    """
    own, *below = rows
    last = len(below) if most is None else first + most
    page = order.ranked(below)[first:last]
    return Heatmap(
        finding=sentences.units_finding([(row.name, row.whole.status) for row in below]),
        own=own if own.whole.status is not None else None,
        rows=tuple(page),
        groups=groups_of(objectives),
        order=order,
        n_units=len(below),
        earlier=order.page_url(max(0, first - MOST_ROWS)) if first else "",
        later=order.page_url(last) if last < len(below) else "",
        since=period_short(before(context.period)),
        depth=len(context.above),
        cut_red=ceil(context.cuts.red),
        cut_green=ceil(context.cuts.goal),
    )
