"""Lines of `export_scores`: a score per unit, node and period of a view."""

from typing import Any

import numpy as np

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, Status, View
from scorecard.models import Kpi, Objective, Perspective, Score, Theme
from scorecard.services.dependents import years_of
from scorecard.services.exports.selection import Selection
from scorecard.services.rollup.history import History
from scorecard.services.rollup.lines import Strategy, load_strategy, strategy_meanings
from scorecard.services.rollup.scores import COLUMNS as STORED
from scorecard.services.rollup.scores import layer_rows, month_rows, score_blocks
from scorecard.services.rollup.views import leaf_figures

COLUMNS = (
    "unit",
    "node_kind",
    "node",
    "period",
    "score",
    "status",
    "score_coverage",
    "red",
    "amber",
    "green",
    "no_data",
    "insufficient",
    "worst",
    "not_scored",
    "status_uncapped",
)
KINDS = {
    Score.SCORECARD: "scorecard",
    Score.PERSPECTIVE: "perspective",
    Score.THEME: "theme",
    Score.OBJECTIVE: "objective",
}
# The kinds in the order in which a unit's lines stand: from the whole to its parts.
Row = dict[str, Any]
LONG = {View.QUARTER: Frequency.QUARTERLY, View.YEAR: Frequency.YEARLY}


def score_lines(history: History, selection: Selection) -> list[tuple[Any, ...]]:
    """Return the lines, in the order of COLUMNS, sorted by unit, node kind, node and period."""
    codes = _codes()
    frequency = LONG.get(selection.view, Frequency.MONTHLY)
    strategy = load_strategy(history)
    rows = (
        _months(history, strategy)
        if selection.view is View.BASE
        else _computed(history, strategy, selection.view, frequency)
    )
    found = []
    for values in rows:
        row = dict(zip(STORED, values, strict=True))
        unit, period = codes["unit"][row["unit_id"]], Period(frequency, row["period"])
        if selection.has_unit(unit) and selection.has_period(history.calendar, period):
            found.append((unit, row["node_kind"], _node(codes, row), period, row))
    found.sort(key=lambda line: line[:4])
    return [
        (unit, KINDS[kind], node, history.calendar.format(period), *_numbers(codes, row))
        for unit, kind, node, period, row in found
    ]


def _codes() -> dict[str, dict[int, str]]:
    models = {
        "unit": Unit,
        "perspective": Perspective,
        "theme": Theme,
        "objective": Objective,
        "kpi": Kpi,
    }
    return {
        name: dict(model._default_manager.values_list("pk", "code"))
        for name, model in models.items()
    }


def _node(codes: dict[str, dict[int, str]], row: Row) -> str:
    kind = KINDS[row["node_kind"]]
    return codes["unit" if kind == "scorecard" else kind][row["node"]]


def _numbers(codes: dict[str, dict[int, str]], row: Row) -> tuple[Any, ...]:
    below = {
        Score.SCORECARD: "perspective",
        Score.PERSPECTIVE: "objective",
        Score.THEME: "objective",
        Score.OBJECTIVE: "kpi",
    }[row["node_kind"]]
    return (
        row["score"],
        Status(row["status"]).word,
        row["coverage"],
        row["red"],
        row["amber"],
        row["green"],
        row["no_data"],
        row["insufficient"],
        _worst(codes, row, below),
        row["not_scored"],
        Status(row["status_uncapped"]).word,
    )


def _worst(codes: dict[str, dict[int, str]], row: Row, below: str) -> str | None:
    """Return the code of the worst child: of an objective a KPI, or one that contributes."""
    if row["worst_objective"] is not None:
        return codes["objective"][row["worst_objective"]]
    return None if row["worst"] is None else codes[below][row["worst"]]


def _months(history: History, strategy: Strategy) -> list[tuple[Any, ...]]:
    """Return the scores of all months, by the names of STORED: stored ones, or as then known."""
    if history.known.is_now:
        return list(Score.objects.values_list(*STORED))
    meanings = strategy_meanings(history, strategy)
    # A figure of a longer period counts in the year after it too.
    years = {
        year
        for each in meanings
        for first in years_of(history, each)
        for year in (first, first + 1)
    }
    return [
        row
        for year in sorted(years)
        for row in month_rows(
            history, strategy, history.calendar.base_range(year, Frequency.MONTHLY)
        )
    ]


def _computed(
    history: History, strategy: Strategy, view: View, frequency: Frequency
) -> list[tuple[Any, ...]]:
    """Score the columns of a longer view with the same layers as the months."""
    columns = _columns(history, strategy, frequency)
    figures = leaf_figures(history, strategy_meanings(history, strategy), view, columns)
    ordinals = np.array([period.ordinal for period in columns])
    return [
        row
        for taken, layers in score_blocks(history, strategy, figures, columns)
        for layer in layers
        for row in layer_rows(layer, ordinals[taken].tolist(), strategy, history)
    ]


def _columns(history: History, strategy: Strategy, frequency: Frequency) -> list[Period]:
    """Return the periods of the view that contain months with scores."""
    months = (
        set(Score.objects.values_list("period", flat=True).distinct())
        if history.known.is_now
        else {row[STORED.index("period")] for row in _months(history, strategy)}
    )
    found = {history.calendar.enclosing(Period(Frequency.MONTHLY, m), frequency) for m in months}
    return sorted(found)
