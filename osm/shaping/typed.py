"""A list as somebody typed, pasted or uploaded it: lines of cells with a header."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TypeAlias

from django.utils.translation import gettext as _

from core.decimals import shortest
from core.errors import DomainError
from core.packages import Schema
from core.uploaded_files import Cell, ReadSheet, read_file

Lines: TypeAlias = list[list[str]]
#: More is a package: a page that shows what will change would no longer be read.
MOST_LINES = 5_000
#: What was read is posted again as text to be stored: a server takes 2.5 MB of that.
MOST_BYTES = 2_000_000


def lines_of_text(text: str, schema: Schema) -> Lines:
    """Read cells that were copied out of a spreadsheet, or typed with commas or semicolons.

    Raises
    ------
    DomainError
        Where there is nothing, or too much.
    """
    return _lines(read_file("typed.csv", text.encode())[:1], schema)


def lines_of_file(name: str, content: bytes, schema: Schema) -> Lines:
    """Read the sheet of a file that bears the name of the list, else its first one.

    Raises
    ------
    DomainError
        Where it cannot be read, or asks for too much.
    """
    sheets = read_file(name, content)
    named = [sheet for sheet in sheets if sheet.name.strip().lower() == schema.name]
    return _lines(named or sheets[:1], schema)


def text_of_lines(lines: Lines) -> str:
    """Write lines as they are read again."""
    text = StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(lines)
    return text.getvalue()


def _lines(sheets: Sequence[ReadSheet], schema: Schema) -> Lines:
    rows = [[_text(cell) for cell in row] for row in (sheets[0].rows if sheets else ())]
    filled = [row for row in rows if any(row)]
    if not filled:
        raise DomainError(_("Nothing is there to read: paste some rows."), field="text")
    if len(filled) > MOST_LINES:
        message = _("There are more than %(most)d rows: bring them in as a package.")
        raise DomainError(message % {"most": MOST_LINES}, field="text")
    header, body = _header(filled, schema)
    # Spreadsheets leave out empty cells at the end of a row.
    lines = [header, *(row + [""] * (len(header) - len(row)) for row in body)]
    if len(text_of_lines(lines).encode()) > MOST_BYTES:
        message = _("It is too much text for a page: bring it in as a package.")
        raise DomainError(message, field="text")
    return lines


def _header(rows: Lines, schema: Schema) -> tuple[list[str], Lines]:
    """Return the header and what stands below it; without one the usual order of columns holds."""
    first = [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in rows[0]]
    if set(first) & set(schema.names):
        return first, rows[1:]
    return schema.names[: max(map(len, rows))], rows


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float():
            return shortest(cell)
    return cell.strip()
