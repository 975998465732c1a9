"""Score the scorecards of all units for the months of one fiscal year."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from core.database import delete_rows, insert_rows
from scorecard.engine.periods import Period
from scorecard.engine.tree import Tree
from scorecard.engine.types import Frequency, Ints, Status
from scorecard.models import Score
from scorecard.services.rollup.history import History, load_history
from scorecard.services.rollup.layers import KpiFigures, Layer, score_layout
from scorecard.services.rollup.lines import NOBODY, Strategy, load_strategy
from scorecard.services.rollup.months import month_figures
from scorecard.services.rollup.rows import Row, changed_rows, nullable

KEY_COLUMNS = ("period", "unit_id", "node_kind", "node")
COUNTED = ("green", "amber", "red", "no_data", "insufficient", "not_scored")
COLUMNS = (
    *KEY_COLUMNS,
    "score",
    "status",
    "status_uncapped",
    "coverage",
    *COUNTED,
    "worst",
    "worst_objective",
    "cap",
    "cap_objective",
)


def recompute_scores_key(key: str) -> None:
    """Work off one outbox key of topic `scores`: the fiscal year. Safe to run twice."""
    recompute_scores(load_history(), year=int(key))


def recompute_scores(history: History, *, year: int) -> int:
    """Score all units for the months of a fiscal year from all results, and write what changed.

    Must run inside a transaction that holds the lock of this key: two KPIs of one objective
    would otherwise overwrite each other's score.

    Returns
    -------
    int
        How many score rows were written or removed.
    """
    ordinals = history.calendar.base_range(year, Frequency.MONTHLY)
    return write_scores(ordinals, month_rows(history, load_strategy(history), ordinals))


def month_rows(history: History, strategy: Strategy, ordinals: range) -> list[Row]:
    """Score all units for months, the whole ones of a fiscal year, in the order of COLUMNS."""
    figures = month_figures(history, strategy.kpi_ids, ordinals)
    periods = [Period(Frequency.MONTHLY, ordinal) for ordinal in ordinals]
    return [
        row
        for columns, layers in score_blocks(history, strategy, figures, periods)
        for layer in layers
        for row in layer_rows(layer, list(ordinals[columns]), strategy, history)
    ]


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
    rows, columns = np.nonzero(layer.present)
    taken, nodes = (rows, columns), layer.nodes
    node_ids, child_ids = _ids_of(layer.kind, strategy, history)
    worst, worst_objective = _child_ids(layer, layer.worst[taken], child_ids, strategy)
    cap, cap_objective = _child_ids(layer, layer.cap[taken], child_ids, strategy)
    return list(
        zip(
            np.array(periods)[columns].tolist(),
            history.unit_ids[layer.unit[rows]].tolist(),
            [layer.kind] * len(rows),
            node_ids[layer.node[rows]].tolist(),
            nullable(nodes.score[taken]),
            nodes.status[taken].tolist(),
            nodes.uncapped[taken].tolist(),
            nullable(nodes.coverage[taken]),
            *(layer.counts[rows, Status[name.upper()], columns].tolist() for name in COUNTED),
            worst,
            worst_objective,
            cap,
            cap_objective,
            strict=True,
        )
    )


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
) -> tuple[list[int | None], list[int | None]]:
    """Return the ids of children, and apart from them those of contributing objectives."""
    n_own = strategy.n_kpis if layer.kind == Score.OBJECTIVE else len(ids)
    numbers = children.tolist()
    own = [int(ids[child]) if NOBODY < child < n_own else None for child in numbers]
    objectives = strategy.objective_ids
    others = [int(objectives[child - n_own]) if child >= n_own else None for child in numbers]
    return own, others


def write_scores(ordinals: range, rows: list[Row]) -> int:
    """Make the stored scores of these months equal to `rows`; touch no other."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM scorecard_score "  # noqa: S608
            "WHERE period BETWEEN %s AND %s",
            [ordinals.start, ordinals.stop - 1],
        )
        stored: list[Any] = cursor.fetchall()
    gone, new = changed_rows(stored, rows, len(KEY_COLUMNS))
    delete_rows(Score, KEY_COLUMNS, gone)
    insert_rows(Score, COLUMNS, new)
    return len(gone) + len(new)
