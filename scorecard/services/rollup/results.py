"""Roll one KPI up for one fiscal year, and write the result rows that changed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import Max

from jobs.services.keeping import once
from jobs.services.outbox import parts, post
from scorecard.engine import targets
from scorecard.engine.scores import finish
from scorecard.engine.states import roll_up
from scorecard.engine.types import Cells, Figures, Frequency, Ints, Lines, Targets
from scorecard.models import KpiVersion, Reporter, Result
from scorecard.services.dependents import years_of
from scorecard.services.rollup.formulas import cells_of, computed_lines
from scorecard.services.rollup.history import History, present_history
from scorecard.services.rollup.meanings import Meaning, load_meaning, named
from scorecard.services.rollup.parts import part_of, units_of
from scorecard.services.rollup.rows import Written, write_changes
from scorecard.services.rollup.sources import read_sources
from scorecard.services.rollup.stretches import Stretch, whole_years
from scorecard.services.rollup.targets import TARGET_NUMBERS, every_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

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

    stretch: Stretch
    cells: Cells
    figures: Figures


def recompute_key(key: str) -> None:
    """Work off one outbox key of topic `rollup`: "kpi id:fiscal year". Safe to run twice."""
    kpi_id, year = map(int, key.split(":"))
    history, unit_ids = present_history(), units_of(parts("rollup", key))
    if recompute(history, kpi_id=kpi_id, year=year, unit_ids=unit_ids):
        post("rollup", _years_between(history, kpi_id))


def _years_between(history: History, kpi_id: int) -> list[str]:
    """Return the keys of years without a result in which a window without end may be due.

    No change ever named them: nobody entered anything in them.
    """
    has_no_end = Reporter.objects.without_end().filter(kpi=kpi_id).exists
    if not once(("endless", kpi_id), has_no_end):
        return []
    meaning, results = load_meaning(history.known, kpi_id), Result.objects.filter(kpi=kpi_id)
    years = {
        year: history.calendar.base_range(year, meaning.frequency)
        for year in years_of(history, meaning)
    }
    return [
        f"{kpi_id}:{year}"
        for year, periods in years.items()
        if not results.filter(period__range=(periods.start, periods.stop - 1)).exists()
    ]


def recompute(
    history: History, *, kpi_id: int, year: int, unit_ids: Collection[int] | None = None
) -> int:
    """Recompute one KPI and fiscal year in full, write what changed, and say what depends on it.

    Must run inside a transaction that holds the lock of this key.

    Parameters
    ----------
    unit_ids
        The units whose entries changed, where nothing else did: only rows of these and of the
        units above them are looked at, unless a period has begun meanwhile.

    Returns
    -------
    int
        How many result rows were written or removed.
    """
    within = range(year, year + 1)
    return recompute_years(history, kpi_id=kpi_id, years=within, unit_ids=unit_ids)


def recompute_years(
    history: History, *, kpi_id: int, years: range, unit_ids: Collection[int] | None = None
) -> int:
    """Do the same for fiscal years that follow each other, under the lock of each."""
    meaning = load_meaning(history.known, kpi_id)
    stretch = whole_years(history, meaning.frequency, years)
    rolled = roll_up_kpi(history, meaning, stretch.ordinals)
    wanted = result_columns(kpi_id, rolled)
    if unit_ids is None or _has_begun(kpi_id, stretch, wanted["period"]):
        written = write_results(kpi_id, stretch.ordinals, wanted)
    else:
        touched = history.and_above(unit_ids, stretch.periods)
        written = write_results(kpi_id, stretch.ordinals, wanted, touched)
    if written.count:
        # A quarter or a year counts in the months after its end, also those of the next year.
        later = 0 if meaning.frequency is Frequency.MONTHLY else 1
        scored = range(years.start, years.stop + later)
        post("scores", map(str, scored), part_of(written.unit_ids.tolist()))
    return written.count


def _has_begun(kpi_id: int, stretch: Stretch, periods: Ints) -> bool:
    """Tell whether figures are due in a period that no unit has any of yet: all units are then."""
    stored = Result.objects.filter(kpi=kpi_id, period__lt=stretch.ordinals.stop)
    newest = stored.aggregate(newest=Max("period"))["newest"]
    return bool(periods.size) and (newest is None or newest < periods.max())


def roll_up_kpi(history: History, meaning: Meaning, ordinals: range) -> RolledUp:
    """Compute one KPI for the base periods `ordinals`, whole fiscal years.

    Each period by the definition that is valid on its last day.
    """
    stretch = Stretch(history, meaning.frequency, ordinals)
    held = meaning.held([history.calendar.last_day(period) for period in stretch.periods])
    parts = [_roll_up_by(version, meaning, stretch) for version in held.versions]
    return RolledUp(
        stretch,
        held.joined([part.cells for part in parts]),
        held.joined([part.figures for part in parts]),
    )


def _roll_up_by(version: KpiVersion, meaning: Meaning, stretch: Stretch) -> RolledUp:
    """Compute a KPI as if one version of its definition held all the time."""
    sources, history = read_sources(stretch, version), stretch.history
    spans = history.spans(stretch.periods)
    cells = roll_up(sources.rule, spans, sources.own)
    operands = {
        code: roll_up_kpi(history, meaning.operands[code], stretch.ordinals).figures
        for code in named(version)
    }
    resolved = targets.resolve(
        sources.explicit,
        sources.longer,
        sources.rule,
        sources.time_rule,
        sources.profile,
        sources.scoring,
    )
    rolled = targets.roll_up_targets(sources.rule, spans, sources.own, resolved)
    lines = _lines(cells, rolled)
    if operands:
        lines = computed_lines(version, operands, lines)
        cells = cells_of(lines)
    figures = finish(lines, version.min_coverage, history.cuts, sources.scoring)
    return RolledUp(stretch, cells, every_number(figures, sources.scoring))


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


def result_columns(kpi_id: int, rolled: RolledUp) -> dict[str, "NDArray[Any]"]:
    """Return all cells in which somebody is due, by the names and in the order of COLUMNS.

    Each array is (n_rows,), by period, then unit; NaN is unknown.
    """
    cells, figures, stretch = rolled.cells, rolled.figures, rolled.stretch
    columns, units = np.nonzero(cells.due.T)
    taken = (units, columns)
    return {
        "kpi_id": np.full(len(units), kpi_id),
        "period": columns + stretch.ordinals.start,
        "unit_id": stretch.history.unit_ids[units],
        "a": cells.a[taken],
        "b": cells.b[taken],
        "value": cells.value[taken],
        "reported": cells.reported[taken],
        "carried": cells.carried[taken],
        "expected": cells.expected[taken],
        "overridden": cells.overridden[taken],
        "computed": cells.computed[taken],
        **{
            name: numbers[taken]
            for name, numbers in zip(TARGET_NUMBERS, figures.anchors, strict=True)
        },
        "score": figures.score[taken],
        "status": figures.status[taken],
    }


def write_results(
    kpi_id: int, ordinals: range, wanted: "dict[str, NDArray[Any]]", unit_ids: Ints | None = None
) -> Written:
    """Make the stored rows of this KPI and these periods equal to `wanted`; touch no other.

    With `unit_ids` only those of some units.
    """
    stored = Result.objects.filter(kpi=kpi_id, period__range=(ordinals.start, ordinals.stop - 1))
    if unit_ids is not None:
        # Every period by name: the key ends with the unit, a range would read all units.
        stored = Result.objects.filter(
            kpi=kpi_id, period__in=list(ordinals), unit__in=unit_ids.tolist()
        )
        mine = np.isin(wanted["unit_id"], unit_ids)
        wanted = {name: column[mine] for name, column in wanted.items()}
    return write_changes(stored, len(KEY_COLUMNS), wanted)
