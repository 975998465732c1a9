"""Read the sheets of a workbook in a process of its own, within limits of memory and time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.decimals import shortest
from core.errors import DomainError

CHILD = Path(__file__).with_name("workbook_child.py")
SECONDS = 120
MOST_COLUMNS = 100


@dataclass(frozen=True)
class Limits:
    """What a workbook may cost: columns and cells of a sheet, bytes of memory, seconds."""

    columns: int
    memory: int
    seconds: int
    cells: int

    @property
    def words(self) -> list[str]:
        """The limits as the other process takes them."""
        return [str(each) for each in (self.columns, self.memory, self.seconds, self.cells)]


def read_workbook(path: Path) -> dict[str, list[list[str]]]:
    """Return the rows of every sheet by its name, each cell as text.

    The library that reads workbooks takes what a file claims at its word: a cell in the last
    corner of a sheet makes it ask for hundreds of gigabytes, and it ends its process where it
    gets none. So it has one of its own.

    Raises
    ------
    DomainError
        If it is no sound workbook, or asks for too much.
    """
    sheets: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in map(json.loads, _printed(path, [str(MOST_COLUMNS)], SECONDS)):
        if isinstance(line, list):
            rows.append(list(map(_text, line)))
        elif "error" in line:
            message = _("The workbook cannot be read (%(reason)s): save it as .xlsx again.")
            raise DomainError(message % {"reason": line["error"]})
        else:
            _check_width(line)
            rows = sheets.setdefault(line["sheet"], [])
    return {name: _without_margin(rows) for name, rows in sheets.items()}


def printed_lines(path: Path, limits: Limits) -> Iterator[Any]:
    """Yield the objects and lists of cells that the other process prints within the limits.

    Raises
    ------
    DomainError
        If the workbook asks for more.
    """
    return map(json.loads, _printed(path, limits.words, limits.seconds + 2))


def _printed(path: Path, limits: list[str], seconds: float) -> list[bytes]:
    """Return the lines that the other process prints."""
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), *limits]
    try:
        child = subprocess.run(command, capture_output=True, timeout=seconds, check=True)  # noqa: S603 - our own program
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        # What the library prints when it ends its process is nothing for a person.
        message = _(
            "The workbook claims more cells than can be read: delete what is empty, or use a .zip."
        )
        raise DomainError(message) from error
    return child.stdout.splitlines()


def _check_width(line: dict[str, Any]) -> None:
    """Refuse a sheet with more columns than any file has."""
    if line["columns"] > MOST_COLUMNS:
        message = _("The sheet %(name)s has more than %(most)d columns: delete those without use.")
        raise DomainError(message % {"name": line["sheet"], "most": MOST_COLUMNS})


def _without_margin(rows: list[list[str]]) -> list[list[str]]:
    """Return rows without the empty cells to the right of the header."""
    width = len(_trimmed(rows[0])) if rows else 0
    return [row[:width] if not any(row[width:]) else _trimmed(row) for row in rows]


def _trimmed(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    filled = [place for place, cell in enumerate(row, start=1) if cell]
    return row[: filled[-1]] if filled else []


def _text(cell: Any) -> str:
    """Write a cell as a file would have it."""
    match cell:
        case bool():
            return "1" if cell else "0"
        case int() | float():
            return shortest(cell)
        case None:
            return ""
    if "\0" in cell:
        raise DomainError(_("A cell of the workbook holds the character NUL: delete it there."))
    return str(cell)
