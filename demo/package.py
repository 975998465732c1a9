"""An exchange package in memory, and the folder of CSV files that it becomes."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """One file of the package: its header and its rows, every cell already text."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def dicts(self) -> list[dict[str, str]]:
        """Return the rows keyed by column name, in file order."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def write_tables(tables: Mapping[str, Table], folder: Path) -> None:
    """Write each table as ``<name>.csv`` (UTF-8, LF, header first) into the folder.

    The folder is made where it is missing; files of the same name are replaced.

    Raises
    ------
    OSError
        If the folder cannot be made or a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table.columns)
            writer.writerows(table.rows)


def read_text_table(text: str) -> list[list[str]]:
    """Return the cells of a table typed as lines with ``|`` between columns.

    >>> read_text_table('''
    ... NOW | Ready now
    ... ''')
    [['NOW', 'Ready now']]
    """
    lines = (line for line in text.splitlines() if line.strip())
    return [[cell.strip() for cell in line.split("|")] for line in lines]
