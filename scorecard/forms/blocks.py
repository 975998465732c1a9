"""A block pasted out of a spreadsheet: which cells it fills, and what is understood of it."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.typed_numbers import readings
from core.typed_units import with_unit
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.forms.likely import Choice, fields_of, offered
from scorecard.forms.sheets import NOT_APPLICABLE, PARTS, cells_of, read_cells
from scorecard.models import Kpi
from scorecard.selectors.entries import kpis_due
from scorecard.selectors.entry_fields import FIELD, place_of
from scorecard.selectors.entry_numbers import in_words
from scorecard.services.drafts import Typed
from scorecard.services.refusals import refusals

LONGEST, MOST_LINES = 20_000, 400
# How a ratio is written in one cell: "17 of 20", "17/20".
IN_ONE = re.compile(r"([^/]+?)\s?(?:/|\bof\b)\s?([^/]+)", re.ASCII | re.IGNORECASE)
# Longer is neither a figure nor the name of a KPI.
LONGEST_CELL = 300


@dataclass(frozen=True)
class Line:
    """One line of the block, and the row of the page that it fills.

    Attributes
    ----------
    pasted
        The line as it was copied, letter for letter; a space between its cells.
    name, of_period
        The KPI of the row, and the week where it has several; empty where it fills none.
    says
        What was understood, with its unit; empty where nothing was.
    problem
        Why it cannot be submitted like that; empty where it can.
    is_half
        Whether one number of a ratio is still missing.
    fields
        What comes into which field of the page.
    choices
        What may have been meant instead: how it is offered, and what comes into which field.
    """

    pasted: str
    name: str = ""
    of_period: str = ""
    says: str = ""
    problem: str = ""
    is_half: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Block:
    """What a pasted block says; `is_plain` where it is one column without a doubt."""

    lines: Sequence[Line]
    is_plain: bool

    @property
    def count(self) -> int:
        """How many rows it fills."""
        return sum(bool(line.fields) for line in self.lines)


@dataclass(frozen=True)
class _Row:
    """A row of the page: its KPI and period, and what stands in its fields."""

    kpi: Kpi
    period: Period
    typed: Typed

    @property
    def parts(self) -> Sequence[str]:
        return PARTS[1:] if self.kpi.definition.is_ratio else PARTS[:1]


def read_block(data: QueryDict, unit: Unit, month: Period) -> Block:
    """Read the block posted as ``block``, pasted into the field ``at`` of the posted form.

    A line whose first cell is the name or the code of a KPI of the page fills its row; without
    names the lines fill the rows from that field on. An empty cell leaves its field as it is.

    Raises
    ------
    DomainError
        Where it is too much, or was pasted into no field of the page.
    """
    table = _table(data.get("block", ""))
    match = FIELD.fullmatch(data.get("at", ""))
    rows = _rows(data, unit, month)
    keys = [place_of(row.kpi, row.period) for row in rows]
    at = (int(match["kpi"]), match["week"] or "") if match else None
    if match is None or at not in keys:
        raise DomainError(_("This field is no longer on the page. Load the page again."))
    first = keys.index(at)
    column = max(0, PARTS.index(match["part"]) - 1)
    named = _named(table, rows)
    fillings = [*_in_order(table, rows[first:], column)] if named is None else named
    lines = _understood(fillings, unit)
    is_column = named is None and max(map(len, table)) == 1
    return Block(lines, is_column and not any(line.problem and not line.is_half for line in lines))


def _table(text: str) -> list[list[str]]:
    """Return the cells of a block, line by line, without empty lines at its end."""
    table = [[_tidy(cell) for cell in line] or [""] for line in _lines(text)]
    while table and not any(table[-1]):
        table.pop()
    if not table:
        raise DomainError(_("What was pasted is empty. Copy the figures again."))
    if len(table) > MOST_LINES:
        raise DomainError(_("This is too much for one page. Copy only the figures of this month."))
    return table


def _tidy(cell: str) -> str:
    """Return a cell on one line; a very long one is cut: it fits nowhere."""
    return " ".join(cell.split("\n"))[:LONGEST_CELL].strip()


def _lines(text: str) -> list[list[str]]:
    if len(text) > LONGEST or "\0" in text:
        raise DomainError(_("This is too much for one page. Copy only the figures of this month."))
    try:
        # Spreadsheets quote a cell that holds a line break.
        return list(csv.reader(text.splitlines(keepends=True), delimiter="\t"))
    except csv.Error:
        return [line.split("\t") for line in text.splitlines()]


def _rows(data: QueryDict, unit: Unit, month: Period) -> list[_Row]:
    """Return the rows of the posted form, in its order, with what stands in them."""
    due = {place_of(*placed): placed for placed in kpis_due(unit, month)}
    return [
        _Row(*due[kpi_id, week], typed)
        for (kpi_id, unit_id, week), typed in cells_of(data).items()
        if unit_id == unit.pk and (kpi_id, week) in due
    ]


@dataclass(frozen=True)
class _Filling:
    """One line, the row that it fills if any, what it brings, and why it brings nothing."""

    pasted: str
    row: _Row | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def _named(table: Sequence[Sequence[str]], rows: Sequence[_Row]) -> list[_Filling] | None:
    """Match lines to rows by what stands first in them; None where no line names a KPI."""
    called: dict[str, deque[_Row]] = {}
    for row in rows:
        for word in {_plain(row.kpi.definition.name), _plain(row.kpi.code)}:
            called.setdefault(word, deque()).append(row)
    if not any(_plain(line[0]) in called for line in table if len(line) > 1):
        return None
    # What stands alone in a line is a heading, as "Processes" is, or a row without a figure.
    lines = [line for line in table if any(line[1:])]
    return [_by_name(line, called, is_first=line is table[0]) for line in lines]


def _by_name(line: Sequence[str], called: Mapping[str, deque[_Row]], *, is_first: bool) -> _Filling:
    # The weeks of a KPI come in their order.
    if waiting := called.get(_plain(line[0])):
        return _filling(line, waiting.popleft(), line[1:])
    if is_first and _is_head(line):
        return _Filling(_shown(line), problem=_("This is a heading: left out."))
    return _Filling(_shown(line), problem=_("No row of this page is called that: left out."))


def _in_order(
    table: Sequence[Sequence[str]], rows: Sequence[_Row], column: int
) -> Iterator[_Filling]:
    """Match lines to rows from the first one on; an empty line uses up its row, a head does not."""
    has_head = len(table) > 1 and _is_head(table[0])
    if has_head:
        yield _Filling(_shown(table[0]), problem=_("This is a heading: left out."))
    for line, row in zip_longest(table[has_head:], rows[: len(table) - has_head]):
        if any(line) and row is None:
            yield _Filling(_shown(line), problem=_("The page has no more rows: left out."))
        elif any(line):
            is_shifted = column and len(row.parts) > 1
            yield _filling(line, row, ["", *line] if is_shifted else line)


def _filling(line: Sequence[str], row: _Row, cells: Sequence[str]) -> _Filling:
    """Say what a line brings into the fields of a row."""
    given = [cell for cell in cells if cell]
    if len(row.parts) == 1:
        if len(given) > 1:
            return _Filling(_shown(line), row, problem=_("One number is wanted: left out."))
        return _Filling(_shown(line), row, {row.parts[0]: given[0]})
    if len(given) == 1 and given[0].lower() in NOT_APPLICABLE:
        return _Filling(_shown(line), row, dict(zip(row.parts, (given[0], ""), strict=True)))
    if len(given) == 1 and (both := IN_ONE.fullmatch(given[0])):
        cells = both.groups()
    if any(cells[2:]):
        return _Filling(_shown(line), row, problem=_("Two numbers are wanted: left out."))
    written = zip(row.parts, cells, strict=False)
    return _Filling(_shown(line), row, {part: cell for part, cell in written if cell})


def _understood(fillings: Sequence[_Filling], unit: Unit) -> list[Line]:
    """Read what each line brings, together with what stands in its row."""
    cells = {
        (each.row.kpi, each.row.period): replace(each.row.typed, **each.written)
        for each in fillings
        if each.row and each.written
    }
    figures, problems = read_cells(cells)
    problems |= refusals(unit, figures)
    lines = []
    for each in fillings:
        row = each.row
        if row is None or not each.written:
            name = row.kpi.definition.name if row else ""
            lines.append(Line(each.pasted, name, problem=each.problem))
            continue
        figure = figures.get((row.kpi, row.period))
        lines.append(
            _line(
                each,
                row,
                unit,
                says=in_words(figure, row.kpi.definition) if figure else "",
                problem=problems.get((row.kpi.pk, row.period.ordinal), ""),
            )
        )
    return lines


def _line(filling: _Filling, row: _Row, unit: Unit, *, says: str, problem: str) -> Line:
    placed = (row.kpi, row.period)
    cell = replace(row.typed, **filling.written)
    is_half = len(row.parts) > 1 and not (cell.numerator.strip() and cell.denominator.strip())
    return Line(
        filling.pasted,
        row.kpi.definition.name,
        place_of(*placed)[1],
        says,
        problem,
        is_half=is_half,
        fields=fields_of(cell, placed, unit, [*filling.written]),
        choices=offered(cell, placed, unit) if problem else (),
    )


def _shown(line: Sequence[str]) -> str:
    return "  ".join(filter(None, line))


def _plain(text: str) -> str:
    """Return a name as it is compared: without case, double spaces and a unit in brackets."""
    return re.sub(r"\s*[(\[][^)\]]*[)\]]$", "", " ".join(text.split())).casefold()


def _is_head(line: Sequence[str]) -> bool:
    """Tell whether a line says what stands below it, and holds no figure."""
    filled = [cell for cell in line if cell]
    return bool(filled) and not any(_is_figure(cell) for cell in filled)


def _is_figure(text: str) -> bool:
    return bool(
        readings(text)
        or with_unit(text, "")
        or text.lower() in NOT_APPLICABLE
        or re.search(r"\d", text.split(" ", maxsplit=1)[0])
    )
