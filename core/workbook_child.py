"""Print the sheets of a workbook as lines of JSON: run by `package_workbook`, in its own process.

Called with the path, the most columns that a sheet may have, and where they are not the usual
ones the bytes of memory, the seconds, and the most cells of a sheet. Prints for each sheet an
object with `sheet`, `columns` and `rows`, then a list for each row; one that is too large has no
rows. An object with `error` stands alone.
"""

import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 2**30
SECONDS = 110
# All that a sheet can have.
CELLS = 2**34


def main(
    path: Path,
    most_columns: int,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    most_cells: int = CELLS,
) -> Iterator[Any]:
    """Yield what is printed."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                yield from _sheet(workbook, name, most_columns, most_cells)
    except (CalamineError, OSError) as error:
        yield {"error": str(error) or type(error).__name__}


def _sheet(
    workbook: CalamineWorkbook, name: str, most_columns: int, most_cells: int
) -> Iterator[Any]:
    """Yield a sheet's object and its rows, from the first one of the sheet on."""
    sheet = workbook.get_sheet_by_name(name)
    rows, columns = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    yield {"sheet": name, "columns": columns, "rows": rows}
    if columns <= most_columns and columns * rows <= most_cells:
        for row in sheet.to_python(skip_empty_area=False):
            yield list(map(_plain, row))


def _plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it."""
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time.min else cell).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]), *map(int, sys.argv[2:])):
        sys.stdout.write(json.dumps(line) + "\n")
