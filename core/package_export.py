"""An exchange package under way out of the database: what each exporter is handed and gives.

Each app writes a file with a function `export_<file>(context: Export)`, which stands beside the
function that imports it and yields rows by the columns of the same schema.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from core.decimals import shortest

Cells: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Export:
    """One export under way.

    Attributes
    ----------
    path
        The path of the unit whose rows are wanted, with all below it; empty for all units.
    notes
        Sentences on what could not be written.
    """

    path: str = ""
    notes: list[str] = field(default_factory=list)

    def within(self, lookup: str = "") -> dict[str, str]:
        """Return the filter for rows of the wanted units, which are found under `lookup`."""
        name = f"{lookup}__path__startswith" if lookup else "path__startswith"
        return {name: self.path} if self.path else {}


# Yields rows in any order; None instead of rows leaves the file out of the package.
Exporter: TypeAlias = Callable[[Export], Iterable[Cells] | None]


def written(cell: Any) -> str:
    """Write a cell as its reader reads it; None is empty.

    >>> written(Decimal("10.50")), written(True), written(date(2026, 1, 5)), written(None)
    ('10.5', '1', '2026-01-05', '')
    """
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case bool():
            return "1" if cell else "0"
        case int():
            return str(cell)
        case float() | Decimal():
            return shortest(cell)
        case date():
            return cell.isoformat()
    message = f"No file of a package can hold {cell!r}."
    raise TypeError(message)
