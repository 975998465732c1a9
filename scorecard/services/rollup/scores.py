"""Score the scorecards of all units for the months of one fiscal year."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from core.columns import Columns
from jobs.services.keeping import once
from jobs.services.outbox import parts
from scorecard.engine.periods import Period
from scorecard.engine.tree import Tree
from scorecard.engine.types import Floats, Frequency, Ints, Status
from scorecard.models import Score
from scorecard.services.rollup.history import History, present_history
from scorecard.services.rollup.layers import KpiFigures, Layer, score_layout
from scorecard.services.rollup.lines import NOBODY, Strategy, load_strategy
from scorecard.services.rollup.months import month_figures
from scorecard.services.rollup.parts import units_of
from scorecard.services.rollup.rows import Row, Written, write_changes

KEY_COLUMNS = ("period", "unit_id", "node_kind", "node")
COUNTED = ("green", "amber", "red", "no_data", "insufficient", "not_scored")
CHILDREN = ("worst", "worst_objective", "cap", "cap_objective")
COLUMNS = (
    *KEY_COLUMNS,
    "score",
    "status",
    "status_uncapped",
    "coverage",
    *COUNTED,
    *CHILDREN,
)


def recompute_scores_key(key: str) -> None:
    """Work off one outbox key of topic `scores`: the fiscal year. Safe to run twice."""
    unit_ids = units_of(parts("scores", key))
    recompute_scores(present_history(), year=int(key), unit_ids=unit_ids)


def recompute_scores(
    history: History, *, year: int, unit_ids: Collection[int] | None = None
) -> int:
    """Score all units for the months of a fiscal year from all results, and write what changed.

    Must run inside a transaction that holds the lock of this key: two KPIs of one objective
    would otherwise overwrite each other's score.

    Parameters
    ----------
    unit_ids
        The units whose results changed, where nothing else did: they are scored, and those
        that their objectives contribute to.

    Returns
    -------
    int
        How many score rows were written or removed.
    """
    ordinals = history.calendar.base_range(year, Frequency.MONTHLY)
    # By indexes of units of this very object, so that it is kept with it.
    strategy = once(("strategy", history), lambda: load_strategy(history))
    if unit_ids is None:
        return write_scores(ordinals, month_columns(history, strategy, ordinals)).count
    changed = history.index_of(np.array(sorted(unit_ids), dtype=np.int64)).tolist()
    affected = strategy.receiving_units(changed)
    wanted = history.unit_ids[sorted(affected)]
    needed = np.array(sorted(strategy.contributing_units(affected)), dtype=np.int64)
    found = month_columns(history, strategy, ordinals, only=needed)
    mine = np.isin(found["unit_id"], wanted)
    found = {name: column[mine] for name, column in found.items()}
    return write_scores(ordinals, found, wanted.tolist()).count


def month_columns(
    history: History, strategy: Strategy, ordinals: range, *, only: Ints | None = None
) -> Columns:
    """Score units for months, the whole ones of a fiscal year, by the names of COLUMNS.

    All units, or those with the indexes `only`, ascending.
    """
    own = history if only is None else history.only(*history.unit_ids[only].tolist())
    figures = month_figures(own, strategy.kpi_ids, ordinals)
    periods = [Period(Frequency.MONTHLY, ordinal) for ordinal in ordinals]
    blocks = [
        layer_columns(layer, list(ordinals[columns]), strategy, own)
        for columns, layers in score_blocks(history, strategy, figures, periods, only=only)
        for layer in layers
    ]
    return {
        name: np.concatenate([block[name] for block in blocks] or [np.empty(0, dtype=np.int64)])
        for name in COLUMNS
    }


def month_rows(history: History, strategy: Strategy, ordinals: range) -> list[Row]:
    """Return the same as rows, in the order of COLUMNS."""
    return _rows(month_columns(history, strategy, ordinals))


def score_blocks(
    history: History,
    strategy: Strategy,
    figures: KpiFigures,
    periods: Sequence[Period],
    *,
    only: Ints | None = None,
) -> Iterator[tuple[slice, list[Layer]]]:
    """Score columns in blocks in which the same tree and the same dated rows held.

    Parameters
    ----------
    figures
        (n_kpis, n_units, n_columns).
    periods
        What each column shows. A unit stands in it where it hung on its last open day of it, as
        in a base period, so that one that closes in a quarter keeps that quarter; the weights
        valid on its last day count.
    only
        The indexes, ascending, of the units that `figures` are about, where those are not all.
    """
    if not len(strategy.kpi_ids):
        return
    for columns, tree, day in _blocks(history, strategy, periods):
        layout = strategy.at(history, day, tree)
        given = strategy.manual.in_periods(history, periods[columns])
        standing = set(tree.order.tolist())
        given = {place: scores for place, scores in given.items() if place[0] in standing}
        if only is not None:
            layout = layout.only(only)
            place = {unit: at for at, unit in enumerate(only.tolist())}
            given = {(place[u], o): row for (u, o), row in given.items() if u in place}
        shown = figures.columns(columns)
        yield columns, score_layout(layout, strategy, shown, given, history.cuts)


def _blocks(
    history: History, strategy: Strategy, periods: Sequence[Period]
) -> Iterator[tuple[slice, Tree, date]]:
    days = [history.calendar.last_day(period) for period in periods]
    marks = [strategy.signature(day) for day in days]
    for span in history.spans(periods):
        first = span.first
        for column in range(span.first + 1, span.stop + 1):
            if column == span.stop or marks[column] != marks[first]:
                yield slice(first, column), span.tree, days[first]
                first = column


def layer_rows(layer: Layer, periods: list[int], strategy: Strategy, history: History) -> list[Row]:
    """Return the rows, in the order of COLUMNS, of all nodes that are present."""
    return _rows(layer_columns(layer, periods, strategy, history))


def _rows(columns: Columns) -> list[Row]:
    return list(
        zip(
            *(_known(column.tolist(), is_id=name in CHILDREN) for name, column in columns.items()),
            strict=True,
        )
    )


def _known(numbers: list[Any], *, is_id: bool) -> list[Any]:
    """Return numbers, None for NaN."""
    if is_id:
        return [None if number != number else int(number) for number in numbers]  # noqa: PLR0124
    return [None if number != number else number for number in numbers]  # noqa: PLR0124


def layer_columns(
    layer: Layer, periods: list[int], strategy: Strategy, history: History
) -> Columns:
    """Return all nodes that are present, by the names and in the order of COLUMNS.

    Each array is (n_rows,); NaN is unknown, also among the ids of children.
    """
    rows, columns = np.nonzero(layer.present)
    taken, nodes = (rows, columns), layer.nodes
    node_ids, child_ids = _ids_of(layer.kind, strategy, history)
    worst, worst_objective = _child_ids(layer, layer.worst[taken], child_ids, strategy)
    cap, cap_objective = _child_ids(layer, layer.cap[taken], child_ids, strategy)
    return {
        "period": np.array(periods)[columns],
        "unit_id": history.unit_ids[layer.unit[rows]],
        "node_kind": np.full(len(rows), layer.kind),
        "node": node_ids[layer.node[rows]],
        "score": nodes.score[taken],
        "status": nodes.status[taken],
        "status_uncapped": nodes.uncapped[taken],
        "coverage": nodes.coverage[taken],
        **{name: layer.counts[rows, Status[name.upper()], columns] for name in COUNTED},
        "worst": worst,
        "worst_objective": worst_objective,
        "cap": cap,
        "cap_objective": cap_objective,
    }


def _ids_of(kind: int, strategy: Strategy, history: History) -> tuple[Ints, Ints]:
    """Return the ids of the nodes of a kind, and those of their children."""
    return {
        Score.OBJECTIVE: (strategy.objective_ids, strategy.kpi_ids),
        Score.PERSPECTIVE: (strategy.perspective_ids, strategy.objective_ids),
        Score.THEME: (strategy.theme_ids, strategy.objective_ids),
        Score.SCORECARD: (history.unit_ids, strategy.perspective_ids),
    }[kind]


def _child_ids(
    layer: Layer, children: Ints, ids: Ints, strategy: Strategy
) -> tuple[Floats, Floats]:
    """Return the ids of children, and apart from them those of contributing objectives."""
    n_own = strategy.n_kpis if layer.kind == Score.OBJECTIVE else len(ids)
    own, others = np.full((2, len(children)), np.nan)
    is_own, is_other = (children > NOBODY) & (children < n_own), children >= n_own
    own[is_own] = ids[children[is_own]]
    others[is_other] = strategy.objective_ids[children[is_other] - n_own]
    return own, others


def write_scores(
    ordinals: range, wanted: Columns, unit_ids: Sequence[int] | None = None
) -> Written:
    """Make the stored scores of these months, of all or some units, equal to `wanted`."""
    stored = Score.objects.filter(period__range=(ordinals.start, ordinals.stop - 1))
    if unit_ids is not None:
        # Every month by name: the key begins with it, a range would read all units.
        stored = Score.objects.filter(period__in=list(ordinals), unit__in=unit_ids)
    return write_changes(stored, len(KEY_COLUMNS), wanted)
