"""What single units say in quarters and years: computed for a page, as exports compute it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from math import isnan

import numpy as np

from core.columns import Columns
from scorecard.engine.periods import Period
from scorecard.engine.types import Floats, Frequency, LongerTarget, Status, View
from scorecard.engine.windows import Windows, windows
from scorecard.models import Kpi, Target
from scorecard.selectors.figures import Column, Figure, Node, NodeFigure
from scorecard.services.rollup.base import base_table
from scorecard.services.rollup.history import History, load_history
from scorecard.services.rollup.layers import KpiFigures
from scorecard.services.rollup.lines import NOBODY, Strategy, load_strategy, strategy_meanings
from scorecard.services.rollup.meanings import Meaning, load_meanings
from scorecard.services.rollup.rows import Row
from scorecard.services.rollup.scores import COLUMNS, layer_rows, score_blocks
from scorecard.services.rollup.stretches import Stretch, whole_years
from scorecard.services.rollup.targets import LONGER, placed_targets, target_columns
from scorecard.services.rollup.views import (
    RESULT,
    ViewFigures,
    counting,
    fill_leaves,
    in_view,
    no_leaves,
)


def unit_columns(
    unit_id: int, view: View, periods: Sequence[Period], as_of: datetime | None = None
) -> list[Column]:
    """Compute what the scorecard of one unit says in periods of a view, as known at a moment.

    The same numbers as `export_results` and `export_scores` write for that unit and view, in a
    number of queries that depends neither on KPIs nor on units.

    Parameters
    ----------
    view
        Quarter or year, as of a moment also base.
    periods
        Months, quarters or years that follow each other, the earliest first.
    """
    history = load_history(as_of)
    strategy = load_strategy(history)
    meanings = strategy_meanings(history, strategy)
    own = _and_contributing(history, strategy, [unit_id])
    unit = own.unit_ids.tolist().index(unit_id)
    leaf = no_leaves(own, len(meanings), len(periods))
    figures: dict[Period, dict[int, Figure]] = {period: {} for period in periods}
    for place, found in enumerate(_in_view(own, meanings, view, periods)):
        counts = counting(own, found, periods)
        fill_leaves(leaf, place, found, counts)
        for period, at in zip(periods, counts[unit].tolist(), strict=True):
            if at != NOBODY:
                figures[period][found.meaning.kpi_id] = _figure(found, unit, at)
    nodes = _nodes(history, own, strategy, leaf, periods)[unit_id]
    return [Column(period, figures[period], nodes[period]) for period in periods]


def unit_nodes(
    unit_ids: Collection[int],
    view: View,
    periods: Sequence[Period],
    as_of: datetime | None = None,
) -> dict[int, dict[Period, dict[Node, NodeFigure]]]:
    """Compute what the nodes of some units' scorecards say in periods of a view.

    As `unit_columns`, all units at once, by unit id and period.
    """
    history = load_history(as_of)
    strategy = load_strategy(history)
    meanings, own = (
        strategy_meanings(history, strategy),
        _and_contributing(history, strategy, unit_ids),
    )
    leaf = no_leaves(own, len(meanings), len(periods))
    for place, found in enumerate(_in_view(own, meanings, view, periods)):
        fill_leaves(leaf, place, found, counting(own, found, periods))
    nodes = _nodes(history, own, strategy, leaf, periods)
    return {unit_id: nodes[unit_id] for unit_id in unit_ids}


def _and_contributing(history: History, strategy: Strategy, unit_ids: Collection[int]) -> History:
    """Return the organisation with some units and those whose objectives contribute to theirs."""
    index = history.index_of(np.array(list(unit_ids), dtype=np.int64)).tolist()
    units = sorted(strategy.contributing_units(index))
    return history.only(*history.unit_ids[units].tolist())


def kpi_figures(
    kpi: Kpi,
    unit_ids: Collection[int],
    view: View,
    periods: Sequence[Period],
    as_of: datetime | None = None,
) -> dict[int, dict[Period, Figure]]:
    """Compute what one KPI says at some units in periods of a view, as known at a moment.

    Returns
    -------
    dict
        By unit id, then period; without the periods in which nothing was due.
    """
    own = load_history(as_of).only(*unit_ids)
    figures: dict[int, dict[Period, Figure]] = {unit_id: {} for unit_id in own.unit_ids.tolist()}
    meanings = load_meanings(own.known, [kpi.pk])
    if not meanings:
        return figures
    (found,) = _in_view(own, list(meanings.values()), view, periods)
    counts = counting(own, found, periods).tolist()
    for unit, unit_id in enumerate(figures):
        for period, at in zip(periods, counts[unit], strict=True):
            if at != NOBODY:
                figures[unit_id][period] = _figure(found, unit, at)
    return figures


def _in_view(
    own: History, meanings: Sequence[Meaning], view: View, periods: Sequence[Period]
) -> Iterator[ViewFigures]:
    """Compute KPIs at the units of `own`, in two queries for all of them."""
    # The year before too: a yearly figure counts in quarters after its end.
    years = range(
        own.calendar.fiscal_year(periods[0]) - 1, own.calendar.fiscal_year(periods[-1]) + 1
    )
    frequencies = {meaning.frequency for meaning in meanings}
    stretches = {each: whole_years(own, each, years) for each in frequencies}
    shown = {
        # A week is no month: in a column of months a weekly KPI says what its weeks make.
        each: _shown(stretch, View.MONTH if _in_months(each, view, periods) else view)
        for each, stretch in stretches.items()
    }
    everybody = {each.kpi_id: each for meaning in meanings for each in meaning.with_operands()}
    wanted = [(each, stretches[each.frequency]) for each in everybody.values()]
    table = base_table(wanted, ("kpi_id", *RESULT))
    targets = _targets(own, list(everybody))

    def base(each: Meaning) -> tuple[Floats, list[LongerTarget]]:
        mine = targets["kpi_id"] == each.kpi_id
        rows = {name: column[mine] for name, column in targets.items()}
        _, longer = placed_targets(stretches[each.frequency], rows)
        return table[table[:, 0] == each.kpi_id, 1:], longer

    for meaning in meanings:
        frequency = meaning.frequency
        yield in_view(stretches[frequency], meaning, shown[frequency], base)


def _in_months(frequency: Frequency, view: View, periods: Sequence[Period]) -> bool:
    months = periods[0].frequency is Frequency.MONTHLY
    return months and view is View.BASE and frequency is Frequency.WEEKLY


def _shown(stretch: Stretch, view: View) -> Windows:
    """Return the windows of a view, those of the base periods where it has none."""
    ordinals, frequency, calendar = stretch.ordinals, stretch.frequency, stretch.history.calendar
    found = windows(view, ordinals, frequency, calendar)
    return found if found.periods else windows(View.BASE, ordinals, frequency, calendar)


def _targets(own: History, kpi_ids: Collection[int]) -> Columns:
    """Read the own targets of quarters and years, the newest revision last."""
    rows = Target.objects.filter(
        kpi__in=list(kpi_ids),
        unit__in=own.unit_ids.tolist(),
        frequency__in=[frequency.value for frequency in LONGER],
    )
    return target_columns(own.known.among(rows))


def _figure(found: ViewFigures, unit: int, at: int) -> Figure:
    figures, cell = found.figures, (unit, at)

    def number(numbers: Floats) -> float | None:
        return _known(float(numbers[cell]))

    return Figure(
        period=found.periods[at],
        value=number(figures.value),
        goal=number(found.anchor("goal")),
        red_flag=number(found.anchor("red_flag")),
        score=number(figures.score),
        status=Status(int(figures.status[cell])),
        reported=int(figures.reported[cell]),
        expected=int(figures.expected[cell]),
        carried=int(figures.carried[cell]),
        overridden=bool(figures.overridden[cell]),
        baseline=number(found.anchor("baseline")),
        lower=number(found.anchor("lower")),
        upper=number(found.anchor("upper")),
    )


def _known(number: float) -> float | None:
    return None if isnan(number) else number


def _nodes(
    history: History,
    own: History,
    strategy: Strategy,
    leaf: KpiFigures,
    periods: Sequence[Period],
) -> dict[int, dict[Period, dict[Node, NodeFigure]]]:
    """Score the units of `own` with the tree of each period and the weights of its end."""
    nodes: dict[int, dict[Period, dict[Node, NodeFigure]]] = {
        unit_id: {period: {} for period in periods} for unit_id in own.unit_ids.tolist()
    }
    by_ordinal = {period.ordinal: period for period in periods}
    units = history.index_of(own.unit_ids)
    for taken, layers in score_blocks(history, strategy, leaf, periods, only=units):
        ordinals = [period.ordinal for period in periods[taken]]
        for layer in layers:
            for row in layer_rows(layer, ordinals, strategy, own):
                unit_id, ordinal, node, figure = _node(row)
                nodes[unit_id][by_ordinal[ordinal]][node] = figure
    return nodes


def _node(row: Row) -> tuple[int, int, Node, NodeFigure]:
    """Return unit, period, node and figure of one row of scores."""
    number = dict(zip(COLUMNS, row, strict=True))
    figure = NodeFigure(
        score=number["score"],
        status=Status(number["status"]),
        by_score=Status(number["status_uncapped"]),
        cap=number["cap"],
        counts={status: number[status.word] for status in Status},
    )
    return number["unit_id"], number["period"], (number["node_kind"], number["node"]), figure
