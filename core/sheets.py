"""A table of a page as a file: .csv for any program, .xlsx for people."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.formulas import harmless
from core.workbooks import CREATED, LONGEST_CELL, UNWRITABLE, ExactSheet

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Excel takes a file without it for one of another encoding.
BYTE_ORDER_MARK = "\ufeff"
PERCENT = "0.0##%"
NARROWEST, WIDEST = 8, 48


class Share(float):
    """A fraction that a spreadsheet shows as a percentage; a .csv holds the fraction."""


Cell: TypeAlias = str | float | None
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it leaves the product; None is unknown and stays empty.

    Attributes
    ----------
    name
        What the file is called, without its ending.
    notes
        What stands below the table: where and when its figures belong.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str]


def amount(value: float | None, unit: str) -> float | None:
    """Return a figure as a cell: a share where its unit is a percentage."""
    return Share(value) if value is not None and unit == "%" else value


def file_headers(name: str, kind: str) -> dict[str, str]:
    """Return the headers of a table as a file."""
    name = f"{slugify(name) or 'table'}.{kind}"
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Type": TYPES[kind],
        "Cache-Control": "private",
    }


def download(sheet: Sheet, kind: str) -> HttpResponse:
    """Answer a table as a file.

    Raises
    ------
    Http404
        Where there is no such kind of file.
    """
    if kind not in TYPES:
        raise Http404(_("A table can be had as .csv or as .xlsx."))
    content = as_csv(sheet) if kind == CSV else as_xlsx(sheet)
    return HttpResponse(content, headers=file_headers(sheet.name, kind))


def as_csv(sheet: Sheet) -> bytes:
    """Return the table with its notes below it; no text in it is taken for a formula."""
    return "".join(csv_lines(sheet.heads, sheet.rows, sheet.notes)).encode()


def csv_lines(
    heads: Sequence[str], rows: Iterable[Row], notes: Sequence[str] = ()
) -> Iterator[str]:
    """Yield a table line by line, for one that nobody wants whole in memory."""
    line = csv.writer(_Echo()).writerow
    yield BYTE_ORDER_MARK
    yield from (line(_plain(row)) for row in itertools.chain([heads], rows))
    yield from (line(note) for note in ([], *([harmless(note)] for note in notes)))


class _Echo:
    """A file that hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _plain(row: Row) -> list[str]:
    return [
        harmless(cell) if isinstance(cell, str) else "" if cell is None else repr(cell + 0)
        for cell in row
    ]


def as_xlsx(sheet: Sheet) -> bytes:
    """Return the same as a workbook of one sheet: numbers are numbers, text is never a formula."""
    file = io.BytesIO()
    with Workbook(file, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        bold = workbook.add_format({"bold": True})
        percent = workbook.add_format({"num_format": PERCENT})
        page = workbook.add_worksheet(None, ExactSheet)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heads) - 1)
        for place, head in enumerate(sheet.heads):
            page.set_column(place, place, _width(sheet, place))
            _write(page, 0, place, head, bold)
        for number, row in enumerate(sheet.rows, start=1):
            for place, cell in enumerate(row):
                _write(page, number, place, cell, percent if isinstance(cell, Share) else None)
        for number, note in enumerate(sheet.notes, start=len(sheet.rows) + 2):
            _write(page, number, 0, note, None)
    return file.getvalue()


def _write(page: Worksheet, row: int, column: int, cell: Cell, look: object) -> None:
    if isinstance(cell, str):
        for mark in UNWRITABLE:
            cell = cell.replace(mark, "")
        page.write_string(row, column, cell[:LONGEST_CELL], look)
    elif cell is not None:
        page.write_number(row, column, cell, look)


def _width(sheet: Sheet, place: int) -> int:
    """Return how wide a column must be for most of what stands in it."""
    longest = max(len(str(row[place] or "")) for row in (sheet.heads, *sheet.rows))
    return min(max(longest + 2, NARROWEST), WIDEST)
