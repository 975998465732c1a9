"""Files of figures as people have them, .xlsx, .xls, .ods and .csv: read as sheets, within limits.

What a file is is told by its content, and must be what its name says. Nothing in it is run: what
holds macros is refused, formulas are read as the values that were saved with them.
"""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final, TypeAlias
from zipfile import ZipFile

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_archive import MEGABYTE, check_archive, open_archive
from core.package_workbook import Limits, printed_lines

LARGEST: Final = 5 * MEGABYTE
LONGEST_NAME: Final = 120
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 400_000
LIMITS: Final = Limits(MOST_COLUMNS, memory=MEGABYTE * 256, seconds=2, cells=MOST_CELLS)

XLSX, XLS, ODS, CSV = "xlsx", "xls", "ods", "csv"
ENDINGS: Final = (XLSX, XLS, ODS, CSV)
ZIPPED, COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names in an Excel 97 file: of a locked workbook, and of one with macros.
LOCKED, WITH_MACROS = ("EncryptedPackage".encode("utf-16-le"), "_VBA_PROJECT".encode("utf-16-le"))
DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
HEAD = 2048
# The likeliest first: where decimals have commas, semicolons part the cells.
DELIMITERS: Final = (";", "\t", ",", "|")
LOOKED_AT: Final = 50
LONGEST_CELL: Final = 32_767

Cell: TypeAlias = str | float | bool | None


@dataclass(frozen=True)
class ReadSheet:
    """A sheet: its rows from the first one on, each as wide as it is filled."""

    name: str
    rows: list[list[Cell]]


def check_file(name: str, content: bytes) -> str:
    """Return what a file is, by its content: one of ENDINGS; unpacks nothing.

    Raises
    ------
    DomainError
        Where it is too large, is not what its name says, or is nothing that is read here.
    """
    if not content:
        raise DomainError(_("The file is empty: save it again, then choose it."))
    if len(content) > LARGEST:
        message = _("The file has more than %(most)d MB: leave out what is not needed.")
        raise DomainError(message % {"most": LARGEST // MEGABYTE})
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in ENDINGS:
        message = _("Files of this kind are not read: save it as .xlsx, .xls, .ods or .csv.")
        raise DomainError(message)
    found = _kind(content)
    if found != ending:
        message = _("It is called .%(ending)s, but holds .%(found)s: save it as .xlsx or .csv.")
        raise DomainError(message % {"ending": ending, "found": found})
    return found


def read_file(name: str, content: bytes) -> list[ReadSheet]:
    """Read all sheets of a file; numbers stay numbers, days are written as 2026-11-12.

    A .csv is one sheet. Where its letters can be read in two ways there is one for each way.

    Raises
    ------
    DomainError
        Where it cannot be read, or asks for too much.
    """
    kind = check_file(name, content)
    if kind == CSV:
        return [ReadSheet(label, _csv_rows(text)) for label, text in _texts(content)]
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as file:
        file.write(content)
        file.flush()
        return _sheets(printed_lines(Path(file.name), LIMITS))


def shown_name(name: str) -> str:
    """Return a name of a file without folders and signs that no name has."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if letter.isprintable())
    stem, _dot, ending = plain.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _kind(content: bytes) -> str:
    if content.startswith(COMPOUND):
        return _compound(content)
    if not content.startswith(ZIPPED):
        return CSV
    with open_archive(BytesIO(content)) as archive:
        check_archive(archive)
        check_parts(archive)
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return XLSX
    if "content.xml" in names:
        return ODS
    raise DomainError(_("This is no workbook that is read here: save it as .xlsx."))


def _compound(content: bytes) -> str:
    if LOCKED in content:
        raise DomainError(_("It is locked with a password: save it without one."))
    if WITH_MACROS in content:
        raise DomainError(_("It holds macros: save it as .xlsx, without them."))
    return XLS


def check_parts(archive: ZipFile) -> None:
    """Refuse macros, and the declarations with which a text could name files or multiply itself.

    Raises
    ------
    DomainError
        Where an archive holds one of them.
    """
    for member in archive.infolist():
        lower = member.filename.lower()
        if "vbaproject" in lower or lower.startswith(("basic/", "scripts/")):
            raise DomainError(_("It holds macros: save it as .xlsx, without them."))
        if lower.endswith((".xml", ".rels")):
            with archive.open(member) as stream:
                head = stream.read(HEAD)
            if any(word in head for word in DECLARED):
                message = _("It declares things that no spreadsheet does: save it as .xlsx again.")
                raise DomainError(message)


def _sheets(lines: Iterator[Any]) -> list[ReadSheet]:
    """Make sheets of what the other process prints."""
    sheets: list[ReadSheet] = []
    for line in lines:
        if isinstance(line, list):
            sheets[-1].rows.append(_trimmed(line))
        elif "error" in line:
            message = _("The workbook cannot be read (%(reason)s): save it as .xlsx again.")
            raise DomainError(message % {"reason": line["error"]})
        else:
            _check_size(line)
            sheets.append(ReadSheet(line["sheet"], []))
    return [ReadSheet(sheet.name, _without_end(sheet.rows)) for sheet in sheets]


def _check_size(line: dict[str, Any]) -> None:
    words = {"name": line["sheet"], "columns": MOST_COLUMNS, "cells": MOST_CELLS}
    if line["columns"] > MOST_COLUMNS:
        message = _("The sheet %(name)s has more than %(columns)d columns: delete the unused ones.")
        raise DomainError(message % words)
    if line["columns"] * line["rows"] > MOST_CELLS:
        message = _("The sheet %(name)s has more than %(cells)d cells: split it in two.")
        raise DomainError(message % words)


def _texts(content: bytes) -> list[tuple[str, str]]:
    """Return the text of a .csv, and what to call it; twice where its letters are in doubt."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [("CSV", _decoded(content, "utf-16"))]
    try:
        return [("CSV", _decoded(content, "utf-8-sig"))]
    except DomainError:
        if b"\0" in content:
            raise
    names = {"cp1252": _("CSV, Western European letters"), "cp1250": _("CSV, Polish letters")}
    texts = {code: content.decode(code, "replace") for code in names}
    return [(names[code], text) for code, text in texts.items()]


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise DomainError(_("The letters cannot be read: save it as CSV UTF-8.")) from error
    if "\0" in text:
        message = _("It holds the character NUL, as no text does: save it as CSV UTF-8.")
        raise DomainError(message)
    return text


def _csv_rows(text: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True):
            cells += len(row)
            _check_csv(row, cells)
            rows.append(_trimmed([cell.strip() for cell in row]))
    except csv.Error as error:
        message = _("The file cannot be read as CSV (%(reason)s): save it as CSV UTF-8 again.")
        raise DomainError(message % {"reason": error}) from error
    return _without_end(rows)


def _check_csv(row: list[str], cells: int) -> None:
    if len(row) > MOST_COLUMNS or cells > MOST_CELLS:
        _check_size({"sheet": "CSV", "columns": len(row), "rows": cells})
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise DomainError(_("A cell holds more text than any sheet can: save the file again."))


def _delimiter(text: str) -> str:
    """Return what parts the cells: the mark that makes most columns in most of the first lines."""
    lines = text.splitlines()[:LOOKED_AT]

    def columns(mark: str) -> int:
        try:
            widths = sorted(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        except csv.Error:
            return 0
        return widths[(len(widths) - 1) // 2] if widths else 0

    return max(DELIMITERS, key=columns)


def _trimmed(row: list[Any]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    filled = [place for place, cell in enumerate(row, start=1) if cell not in {"", None}]
    return row[: filled[-1]] if filled else []


def _without_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Return rows without the empty ones at their end."""
    filled = [number for number, row in enumerate(rows, start=1) if row]
    return rows[: filled[-1]] if filled else []
