"""Print the sheets of a workbook as lines of JSON: run by `package_workbook`, in its own process.

Called with the path and the most columns that a sheet may have. Prints for each sheet an object
with `sheet` and `columns`, then a list for each row; one that is too wide has no rows. An object
with `error` stands alone.
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


def main(path: Path, most_columns: int) -> Iterator[Any]:
    """Yield what is printed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                yield from _sheet(workbook, name, most_columns)
    except (CalamineError, OSError) as error:
        yield {"error": str(error) or type(error).__name__}


def _sheet(workbook: CalamineWorkbook, name: str, most_columns: int) -> Iterator[Any]:
    """Yield a sheet's object and its rows, from the first one of the sheet on."""
    sheet = workbook.get_sheet_by_name(name)
    columns = sheet.end[1] + 1 if sheet.end else 0
    yield {"sheet": name, "columns": columns}
    if columns <= most_columns:
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
    for line in main(Path(sys.argv[1]), int(sys.argv[2])):
        sys.stdout.write(json.dumps(line) + "\n")
