"""Roll one KPI up for one fiscal year, and write the result rows that changed."""

from dataclasses import dataclass

import numpy as np
from django.db import connection

from core.database import delete_rows, insert_rows
from jobs.services.outbox import post
from scorecard.engine import targets
from scorecard.engine.scores import finish
from scorecard.engine.states import roll_up
from scorecard.engine.types import (
    ANCHORS,
    Cells,
    Figures,
    Floats,
    Frequency,
    Ints,
    Lines,
    Scoring,
    Targets,
)
from scorecard.models import Kpi, Reporter, Result
from scorecard.services.dependents import years_of
from scorecard.services.rollup.history import History, load_history
from scorecard.services.rollup.rows import Row, changed_rows, nullable
from scorecard.services.rollup.sources import TARGET_NUMBERS, Sources, read_sources

KEY_COLUMNS = ("kpi_id", "period", "unit_id")
COLUMNS = (
    *KEY_COLUMNS,
    "a",
    "b",
    "value",
    "reported",
    "carried",
    "expected",
    "overridden",
    "computed",
    *TARGET_NUMBERS,
    "score",
    "status",
)


@dataclass(frozen=True, eq=False)
class RolledUp:
    """One KPI over whole fiscal years: its base cells and their figures."""

    sources: Sources
    cells: Cells
    targets: Targets
    figures: Figures


def recompute_key(key: str) -> None:
    """Work off one outbox key of topic `rollup`: "kpi id:fiscal year". Safe to run twice."""
    kpi_id, year = map(int, key.split(":"))
    history = load_history()
    if recompute(history, kpi_id=kpi_id, year=year):
        post("rollup", _years_between(history, kpi_id))


def _years_between(history: History, kpi_id: int) -> list[str]:
    """Return the keys of years without a result in which a window without end may be due.

    No change ever named them: nobody entered anything in them.
    """
    if not Reporter.objects.without_end().filter(kpi=kpi_id).exists():
        return []
    kpi = Kpi.objects.select_related("current").get(pk=kpi_id)
    results, frequency = Result.objects.filter(kpi=kpi), Frequency(kpi.definition.frequency)
    years = {year: history.calendar.base_range(year, frequency) for year in years_of(history, kpi)}
    return [
        f"{kpi_id}:{year}"
        for year, periods in years.items()
        if not results.filter(period__range=(periods.start, periods.stop - 1)).exists()
    ]


def recompute(history: History, *, kpi_id: int, year: int) -> int:
    """Recompute one KPI and fiscal year in full, write what changed, and say what depends on it.

    Must run inside a transaction that holds the lock of this key.

    Returns
    -------
    int
        How many result rows were written or removed.
    """
    kpi = Kpi.objects.select_related("current").get(pk=kpi_id)
    version = kpi.definition
    ordinals = history.calendar.base_range(year, Frequency(version.frequency))
    rolled = roll_up_kpi(history, kpi, ordinals)
    changed = write_results(kpi_id, ordinals, result_rows(kpi_id, rolled))
    if changed:
        # A quarter or a year counts in the months after its end, also those of the next year.
        reach = [year] if version.frequency == Frequency.MONTHLY else [year, year + 1]
        post("scores", map(str, reach))
    return changed


def roll_up_kpi(history: History, kpi: Kpi, ordinals: range) -> RolledUp:
    """Compute one KPI for the base periods `ordinals`, whole fiscal years."""
    sources = read_sources(history, kpi, ordinals)
    spans = history.spans(sources.stretch.periods)
    cells = roll_up(sources.rule, spans, sources.own)
    resolved = targets.resolve(
        sources.explicit,
        sources.longer,
        sources.rule,
        sources.time_rule,
        sources.profile,
        sources.scoring,
    )
    rolled = targets.roll_up_targets(sources.rule, spans, sources.own, resolved)
    figures = finish(
        _lines(cells, rolled), sources.version.min_coverage, history.cuts, sources.scoring
    )
    return RolledUp(sources, cells, rolled, figures)


def _lines(cells: Cells, rolled: Targets) -> Lines:
    return Lines(
        value=cells.value,
        reported=cells.reported,
        carried=cells.carried,
        expected=cells.expected,
        held=cells.held,
        due=cells.due,
        overridden=cells.overridden,
        anchors=rolled.anchors,
        shown=np.full(cells.value.shape, -1),
    )


def result_rows(kpi_id: int, rolled: RolledUp) -> list[Row]:
    """Return the rows, in the order of COLUMNS, of all cells in which somebody is due."""
    cells, figures, stretch = rolled.cells, rolled.figures, rolled.sources.stretch
    columns, units = np.nonzero(cells.due.T)
    taken = (units, columns)
    return list(
        zip(
            [kpi_id] * len(units),
            (columns + stretch.ordinals.start).tolist(),
            stretch.history.unit_ids[units].tolist(),
            nullable(cells.a[taken]),
            nullable(cells.b[taken]),
            nullable(cells.value[taken]),
            cells.reported[taken].tolist(),
            cells.carried[taken].tolist(),
            cells.expected[taken].tolist(),
            cells.overridden[taken].tolist(),
            nullable(cells.computed[taken]),
            *_anchor_columns(rolled.sources.scoring, figures.anchors, taken),
            nullable(figures.score[taken]),
            figures.status[taken].tolist(),
            strict=True,
        )
    )


def _anchor_columns(
    scoring: Scoring, anchors: Floats, taken: tuple[Ints, Ints]
) -> list[list[float | None]]:
    """Return one column for each of TARGET_NUMBERS; empty those that the KPI is not scored by."""
    known = dict(zip(ANCHORS[scoring], anchors, strict=True))
    nothing = [None] * len(taken[0])
    return [
        nullable(known[name][taken]) if name in known else list(nothing) for name in TARGET_NUMBERS
    ]


def write_results(kpi_id: int, ordinals: range, rows: list[Row]) -> int:
    """Make the stored rows of this KPI and these periods equal to `rows`; touch no other."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(COLUMNS)} FROM scorecard_result "  # noqa: S608
            "WHERE kpi_id = %s AND period BETWEEN %s AND %s",
            [kpi_id, ordinals.start, ordinals.stop - 1],
        )
        stored = cursor.fetchall()
    gone, new = changed_rows(stored, rows, len(KEY_COLUMNS))
    delete_rows(Result, KEY_COLUMNS, gone)
    insert_rows(Result, COLUMNS, new)
    return len(gone) + len(new)
