"""Values that units report, as a file of a package: checked, compared, appended in bulk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone
from django.utils.translation import ngettext

from core.cells import choice, flag, number, text
from core.database import insert_rows
from core.decimals import is_same
from core.errors import DomainError
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import Unit
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent, KpiVersion
from scorecard.services.exchange.cells import Cell, Numbers, TimeCheck, ValueCheck
from scorecard.services.exchange.doors import Doors
from scorecard.services.exchange.kpis import present_definitions
from scorecard.services.exchange.periods import Calendar, period_text
from scorecard.services.exchange.reporters import (
    Window,
    append_windows,
    inferred_windows,
    stored_windows,
    widen_windows,
)

VALUES = Schema(
    "values",
    (
        Column("unit", text(200), required=True, refers="unit"),
        Column("kpi", text(60), required=True, refers="kpi"),
        Column("period", period_text, required=True),
        Column("kind", choice("entry", "override")),
        Column("value", number, default=None),
        Column("numerator", number, default=None),
        Column("denominator", number, default=None),
        Column("not_applicable", flag, default=False),
        Column("comment"),
    ),
    key=("unit", "kpi", "period"),
)
COLUMNS = (
    "kpi_id",
    "unit_id",
    "period",
    "revision",
    "kind",
    "value",
    "numerator",
    "denominator",
    "not_applicable",
    "comment",
    "source",
    "source_detail",
    "idempotency_key",
    "recorded_at",
)
CHUNK = 5000


class Stored(NamedTuple):
    """The number of a cell's newest revision, and what the newest one says that still stands."""

    revision: int
    numbers: Numbers | None
    comment: str


def import_values(table: Table, context: Import) -> None:
    """Append a revision for each value that differs from the newest one of its cell."""
    calendar, definitions = Calendar(context.recorded_at), present_definitions()
    check = ValueCheck(table, context, calendar, definitions)
    rows = [row for row in context.linked(table) if row["kpi"] in definitions]
    cells = context.each(table, _with_progress(table, rows, context), check.read)
    if context.problems:
        return
    entered = [cell for cell in cells if cell.numbers.kind == Entry.ENTRY]
    windows = widen_windows(((cell.kpi, cell.unit, cell.period) for cell in entered), check.windows)
    due = _window_ends(windows, append_windows(windows, check.windows, context))
    doors = Doors(table, context)
    by_kpi: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_kpi[cell.kpi].append(cell)
    for kpi, group in by_kpi.items():
        frequency = Frequency(definitions[kpi].frequency)
        periods = _append_entries(table, kpi, group, context, doors.of(frequency)) | due.get(
            kpi, set()
        )
        years = {calendar.year(definitions[kpi].frequency, period) for period in periods}
        # A window that grew makes the years between its ends due as well.
        between = range(min(years), max(years) + 1) if kpi in due else years
        context.touched |= {(kpi, year) for year in between}


def export_values(context: Export) -> Iterator[Cells]:
    """Yield the values that stand, but none that an import would refuse for its period."""
    calendar, definitions = Calendar(timezone.now()), present_definitions()
    units = dict(Unit.objects.values_list("id", "code"))
    windows = stored_windows()
    is_given = windows != inferred_windows(Export(), calendar, definitions)
    time = TimeCheck(calendar, windows, is_given=is_given)
    left_out = 0
    for kpi in definitions.values():
        code = kpi.kpi.code
        for (unit, period), stored in _stored_entries(kpi.kpi_id, context).items():
            if stored.numbers is None:
                continue
            if not _is_due(time, kpi, unit, period, stored.numbers.kind):
                left_out += 1
                continue
            yield {
                "unit": units[unit],
                "kpi": code,
                "period": calendar.name(kpi.frequency, period),
                **_cells_of(stored.numbers),
                "comment": stored.comment,
            }
    if left_out:
        context.notes.append(_left_out(left_out))


def _is_due(time: TimeCheck, kpi: KpiVersion, unit: int, period: int, kind: str) -> bool:
    try:
        time.check(kpi, unit, period, kind=kind)
    except DomainError:
        return False
    return True


def _cells_of(numbers: Numbers) -> Cells:
    """Return what a cell says; that it is an entry goes without saying."""
    cells = numbers._asdict()
    return cells if numbers.kind == Entry.OVERRIDE else {**cells, "kind": None}


def _left_out(count: int) -> str:
    message = ngettext(
        "%(count)d value is not written: it lies where nothing is due from its unit, so it counts "
        "nowhere.",
        "%(count)d values are not written: they lie where nothing is due from their units, so "
        "they count nowhere.",
        count,
    )
    return message % {"count": count}


def _window_ends(
    windows: dict[tuple[int, int], Window], new: set[tuple[int, int]]
) -> dict[int, set[int]]:
    """Return first and last periods of the new windows, by KPI."""
    ends: dict[int, set[int]] = defaultdict(set)
    for kpi, unit in new:
        window = windows[kpi, unit]
        ends[kpi] |= {
            period for period in (window.first_period, window.last_period) if period is not None
        }
    return ends


def _append_entries(
    table: Table,
    kpi: int,
    cells: list[Cell],
    context: Import,
    is_open: Callable[[Cell], bool],
) -> set[int]:
    """Append the entries of one KPI that say something new; return their periods."""
    stored = _stored_entries(kpi)
    new = []
    # In the order of the index, which then grows at its end.
    for cell in sorted(cells, key=attrgetter("period", "unit")):
        known = stored.get((cell.unit, cell.period))
        if known is None:
            new.append((cell, 1))
        elif _says_something_new(cell, known):
            new.append((cell, known.revision + 1))
    new = [(cell, revision) for cell, revision in new if is_open(cell)]
    insert_rows(Entry, COLUMNS, _entry_rows(table, new, context))
    added = sum(1 for _cell, revision in new if revision == 1)
    context.count(table, added=added, changed=len(new) - added)
    return {cell.period for cell, _revision in new}


def _says_something_new(cell: Cell, known: Stored) -> bool:
    """Tell whether a number or a comment differs; without a comment the old one stays."""
    if known.numbers is None or (cell.comment and cell.comment != known.comment):
        return True
    if cell.numbers == known.numbers:
        return False
    # More digits than a float holds are never written, so they may be missing here.
    kind, *numbers, not_applicable = cell.numbers
    was_kind, *stored, was_not_applicable = known.numbers
    said = (kind, not_applicable) == (was_kind, was_not_applicable)
    return not (said and all(map(is_same, numbers, stored)))


def _stored_entries(kpi: int, context: Export | None = None) -> dict[tuple[int, int], Stored]:
    """Return what is stored of each (unit id, period) of a KPI."""
    fallen = set(
        EntryEvent.objects.filter(
            entry__kpi_id=kpi, kind__in=["withdrawn", "rejected"]
        ).values_list("entry_id", flat=True)
    )
    rows = Entry.objects.filter(kpi_id=kpi, **(context.within("unit") if context else {}))
    stored: dict[tuple[int, int], Stored] = {}
    for entry, unit, period, revision, comment, *numbers in (
        rows.order_by("revision")
        .values_list("id", "unit_id", "period", "revision", "comment", *Numbers._fields)
        .iterator(chunk_size=CHUNK)
    ):
        if entry not in fallen:
            stored[unit, period] = Stored(revision, Numbers(*numbers), comment)
        else:
            before = stored.get((unit, period), Stored(revision, None, ""))
            stored[unit, period] = before._replace(revision=revision)
    return stored


def _entry_rows(
    table: Table, new: Iterable[tuple[Cell, int]], context: Import
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as the database stores them, in the order of COLUMNS."""
    # The proxy `connection` looks itself up at every touch, three times a row here.
    connection = connections[DEFAULT_DB_ALIAS]
    prepare = Entry._meta.get_field("value").get_db_prep_value
    recorded_at = Entry._meta.get_field("recorded_at").get_db_prep_value(
        context.recorded_at, connection
    )
    # As in the audit row of the import, which has all 64 digits.
    of_file = f", SHA-256 {table.sha256[:16]}" if table.sha256 else ""
    for cell, revision in new:
        kind, *numbers, not_applicable = cell.numbers
        yield (
            cell.kpi,
            cell.unit,
            cell.period,
            revision,
            kind,
            *[None if number is None else prepare(number, connection) for number in numbers],
            not_applicable,
            cell.comment,
            "import",
            f"{table.file}, row {cell.row}{of_file}",
            "",
            recorded_at,
        )


def _with_progress(table: Table, rows: list[Row], context: Import) -> Iterator[Row]:
    """Yield the rows, and say now and then how far it is."""
    for done, row in enumerate(rows):
        if done % CHUNK == 0:
            context.progress(table.file, done, len(rows))
        yield row
