"""Tables as an .xlsx: numbers stay numbers, text stays text, the same tables the same bytes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from core.errors import DomainError
from core.packages import Schema

NUMBERS = {"number", "integer", "boolean"}
# What the format can hold.
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_767
UNWRITABLE = ("\ufffe", "\uffff")
CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - written as it is, into a format without zones
WIDTH = 16


class ExactSheet(Worksheet):  # type: ignore[misc]
    """A sheet that keeps floats and texts as they are.

    Its parent rounds numbers to 16 digits, and takes a text between <r> and </r> for markup.
    """

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        marks = "".join(f' {name}="{mark}"' for name, mark in attributes)
        self.fh.write(f"<c{marks}><v>{number!r}</v></c>")

    def _xml_rich_inline_string(self, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, preserve=False, attributes=attributes)


def write_workbook(path: Path, tables: Iterable[tuple[Schema, Sequence[Sequence[str]]]]) -> None:
    """Write a sheet for each table, with its header in the first row.

    Raises
    ------
    DomainError
        Where a table or a text is larger than the format can hold.
    """
    with Workbook(str(path), {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        bold = workbook.add_format({"bold": True})
        for schema, rows in tables:
            _check(schema, rows)
            sheet = workbook.add_worksheet(schema.name, ExactSheet)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(schema.columns) - 1, WIDTH)
            for place, name in enumerate(schema.names):
                sheet.write_string(0, place, name, bold)
            _write_rows(sheet, schema, rows)


def _write_rows(sheet: Worksheet, schema: Schema, rows: Sequence[Sequence[str]]) -> None:
    """Write the cells that are not empty."""
    is_number = [column.described["type"] in NUMBERS for column in schema.columns]
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell and is_number[place]:
                sheet.write_number(number, place, float(cell))
            elif cell:
                # Never a formula, whatever it begins with.
                sheet.write_string(number, place, cell)


def _check(schema: Schema, rows: Sequence[Sequence[str]]) -> None:
    """Refuse what a sheet cannot hold."""
    if len(rows) > MOST_ROWS:
        message = _("%(file)s has %(rows)d rows, more than a workbook holds: write a .zip.")
        raise DomainError(message % {"file": schema.file, "rows": len(rows)})
    for number, row in enumerate(rows, start=2):
        for name, cell in zip(schema.names, row, strict=True):
            if len(cell) > LONGEST_CELL or any(mark in cell for mark in UNWRITABLE):
                message = _(
                    "%(file)s, row %(row)d, column %(column)s holds a text that a workbook "
                    "cannot hold: write a .zip."
                )
                words = {"file": schema.file, "row": number, "column": name}
                raise DomainError(message % words)
