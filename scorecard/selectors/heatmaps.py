"""The heat map: the units directly below one, by objective, worst first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Sum

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Status
from scorecard.models import Kpi, ObjectiveVersion, Result, Score
from scorecard.selectors import sentences
from scorecard.selectors.breakdowns import below_in
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Node, NodeFigure, shown
from scorecard.selectors.lines import valid_on
from scorecard.selectors.map_order import Order
from scorecard.selectors.periods import before, period_short

UnitNodes = Mapping[Period, Mapping[Node, NodeFigure]]
# More children than any unit should have; the rest is on the next page.
MOST_ROWS = 40
MOST_WORST = 3
UNKNOWN = frozenset({Status.NO_DATA, Status.INSUFFICIENT})


@dataclass(frozen=True, slots=True)
class Cell:
    """What an objective, known by its code, says at a unit; without a status it does not apply."""

    status: Status | None
    score: int | None
    code: str = ""


NOWHERE = Cell(None, None)


@dataclass(frozen=True, slots=True)
class MapRow:
    """A unit in the map; `score` and `change` are whole numbers as printed, None is unknown.

    Attributes
    ----------
    query
        Unit and period, for the address of its own pages.
    level
        How far it stands below the unit of the page: 0 is that unit itself.
    has_below
        Whether it can be opened.
    worst
        The names of the objectives off target with their cells, the worst ones only, worst first;
        `n_more` counts the others, `n_unknown` those without a score.
    """

    code: str
    name: str
    query: str
    level: int
    has_below: bool
    status: Status | None
    score: int | None
    change: int | None
    reported: int
    expected: int
    cells: tuple[Cell, ...]
    worst: tuple[tuple[str, Cell], ...]
    n_more: int
    n_unknown: int


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
        By what the rows stand in order, and the addresses to change that.
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
    context: Context, nodes: Iterable[UnitNodes], codes: Collection[str] = ()
) -> list[ObjectiveVersion]:
    """Return the objectives with a score at one of the units, or those asked for, in one query."""
    versions = ObjectiveVersion.objects.select_related("perspective", "objective")
    if codes:
        wanted = versions.filter(objective__code__in=codes)
    else:
        ids = {node for each in nodes for kind, node in each[context.period] if _is_objective(kind)}
        wanted = versions.filter(objective__in=ids)
    found = valid_on(context.last_day, wanted, lambda version: version.objective_id)
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


def map_rows(
    context: Context,
    units: Sequence[Unit],
    nodes: Mapping[int, UnitNodes],
    objectives: Sequence[ObjectiveVersion],
    *,
    level: int,
) -> list[MapRow]:
    """Return a row for each unit, in two queries; the caller has asked the gate."""
    ids = [unit.pk for unit in units]
    below = below_in(context, ids, context.period).order_by()
    opened = set(below.values_list("then_below", flat=True).distinct())
    coverage = _coverage(context, ids)
    make = _Rows(context, objectives, level)
    return [
        make.row(unit, nodes[unit.pk], coverage.get(unit.pk, (0, 0)), has_below=unit.pk in opened)
        for unit in units
    ]


def _coverage(context: Context, unit_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Count, for each unit, the figures due at and below it: those in, and all."""
    rows = Result.objects.filter(
        kpi__in=Kpi.objects.values("pk"), period__in=context.base_ordinals(), unit__in=unit_ids
    )
    counts = rows.order_by().values("unit_id").annotate(done=Sum("reported"), due=Sum("expected"))
    return {row["unit_id"]: (row["done"], row["due"]) for row in counts}


class _Rows:
    """Makes rows out of figures."""

    def __init__(
        self, context: Context, objectives: Sequence[ObjectiveVersion], level: int
    ) -> None:
        self.context, self.objectives, self.level = context, objectives, level

    def row(
        self, unit: Unit, nodes: UnitNodes, coverage: tuple[int, int], *, has_below: bool
    ) -> MapRow:
        now, earlier = nodes[self.context.period], nodes[before(self.context.period)]
        whole, previous = (each.get((Score.SCORECARD, unit.pk)) for each in (now, earlier))
        score, score_before = self._shown(whole), self._shown(previous)
        cells = [self._cell(now, version) for version in self.objectives]
        red = self._off_target(cells)
        return MapRow(
            code=unit.code,
            name=unit.name,
            query=self.context.query_for(unit.code),
            level=self.level,
            has_below=has_below,
            status=whole.status if whole else None,
            score=score,
            change=None if score is None or score_before is None else score - score_before,
            reported=coverage[0],
            expected=coverage[1],
            cells=tuple(cells),
            worst=tuple(red[:MOST_WORST]),
            n_more=len(red[MOST_WORST:]),
            n_unknown=sum(cell.status in UNKNOWN for cell in cells),
        )

    def _cell(self, now: Mapping[Node, NodeFigure], version: ObjectiveVersion) -> Cell:
        figure = now.get((Score.OBJECTIVE, version.objective_id))
        if figure is None:
            return NOWHERE
        return Cell(figure.status, self._shown(figure), version.objective.code)

    def _shown(self, figure: NodeFigure | None) -> int | None:
        return shown(figure.score, figure.by_score, self.context.cuts) if figure else None

    def _off_target(self, cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
        named = zip((version.name for version in self.objectives), cells, strict=True)
        red = [(name, cell) for name, cell in named if cell.status is Status.RED]
        # Capped by something critical without data, it may be red and have no score.
        return sorted(red, key=lambda pair: -1 if pair[1].score is None else pair[1].score)


def heatmap_page(
    context: Context,
    units: Sequence[Unit],
    nodes: Mapping[int, UnitNodes],
    order_word: str,
    first: int,
) -> Heatmap:
    """Return the map of the unit and period of `context`.

    Parameters
    ----------
    units
        The unit itself, then those directly below it as their parent lists them.
    nodes
        What their scorecards say, by unit id.
    order_word
        By what to sort, as the address says it.
    first
        How many units to leave out at the beginning, those shown before.
    """
    objectives = objectives_scored(context, nodes.values())
    own, *rows = map_rows(context, units, nodes, objectives, level=1)
    order = Order.of(context, objectives, order_word)
    page = order.sorted(rows)[first : first + MOST_ROWS]
    return Heatmap(
        finding=sentences.units_finding([(row.name, row.status) for row in rows]),
        own=own if own.status is not None else None,
        rows=tuple(page),
        groups=groups_of(objectives),
        order=order,
        n_units=len(rows),
        earlier=order.page_url(max(0, first - MOST_ROWS)) if first else "",
        later=order.page_url(first + MOST_ROWS) if first + MOST_ROWS < len(rows) else "",
        since=period_short(before(context.period)),
        depth=len(context.above),
        cut_red=ceil(context.cuts.red),
        cut_green=ceil(context.cuts.goal),
    )
