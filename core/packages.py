"""An exchange package in memory: its tables, what is wrong with them, and an import under way.

Each app says in a `Schema` what a file looks like and imports it with a function
`import_<file>(table: Table, context: Import) -> None`, which adds to `context.problems` instead
of raising and writes only rows without a problem. The caller rolls everything back if there is
any problem, so an importer need not wait for the others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import CellType, Reader, text
from core.errors import DomainError

Found = TypeVar("Found")
LONGEST_QUOTE = 100


@dataclass(frozen=True)
class Problem:
    """One reason to refuse a package: where it stands, and what to do about it.

    `row` counts as a spreadsheet does, the header being row 1; 0 means the whole file. Without
    a file it is about the package as a whole.
    """

    file: str
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        if not self.file:
            return self.message
        place = [on_one_line(self.file)]
        if self.row:
            place.append(_("row %(row)d") % {"row": self.row})
        if self.column:
            place.append(_("column %(column)s") % {"column": on_one_line(self.column)})
        if self.value:
            place.append(f"“{on_one_line(self.value)}”")
        return f"{', '.join(place)}: {self.message}"


def on_one_line(text: str) -> str:
    """Return text from a file as it may stand in a line: short, and nothing that moves a cursor."""
    words = " ".join(text[: 2 * LONGEST_QUOTE].split())
    shown = "".join(mark if mark.isprintable() else "�" for mark in words)
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}…"


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    read
        Turns the text of a cell that is not empty into its value, or raises ValueError.
    required
        Whether the header must have it and its cells must be filled.
    may_be_empty
        Lifts the second half of `required`.
    default
        What an empty cell means; also an absent column, where nothing is stored yet.
    refers
        The kind of thing whose code stands here ("unit"): `Import.linked` puts its id in place.
    """

    name: str
    read: Reader = field(default_factory=text)
    required: bool = False
    may_be_empty: bool = False
    default: Any = ""
    refers: str = ""

    @property
    def described(self) -> Mapping[str, Any]:
        """Type, format and constraints in the words of a Table Schema."""
        if isinstance(self.read, CellType):
            return self.read.described
        return {"type": "string"}


@dataclass(frozen=True)
class Schema:
    """What a file looks like; `key` are the columns of which no two rows may say the same.

    `defines` is the kind of thing whose code stands in the first key column, if it is new here.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    defines: str = ""

    @property
    def file(self) -> str:
        """The name of the file in a folder."""
        return f"{self.name}.csv"

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def defaults(self) -> dict[str, Any]:
        """What each column means where nothing is said."""
        return {column.name: column.default for column in self.columns}

    @property
    def required(self) -> list[str]:
        """The columns that the header must have."""
        return [column.name for column in self.columns if column.required]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, its cells as values, and as they were written.

    Only columns that the file has are among the cells.
    """

    number: int
    cells: Mapping[str, Any]
    texts: Mapping[str, str]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """One file: the columns that it has, its sound rows, and the codes of those that are not."""

    schema: Schema
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    broken: frozenset[str] = frozenset()
    sha256: str = ""

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.schema.file

    def complete(self, row: Row, stored: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return every column's value: from the row, else as `stored`, else the default."""
        return {**self.schema.defaults, **(stored or {}), **row.cells}


@dataclass(frozen=True)
class Package:
    """The files that were there, by name without ending, and what is wrong with them.

    One that `is_unsound` could not be opened: what files it has is not known.
    """

    tables: Mapping[str, Table]
    problems: tuple[Problem, ...]
    is_unsound: bool = False


@dataclass
class Counts:
    """What an import did with one file."""

    rows: int = 0
    added: int = 0
    changed: int = 0

    @property
    def written(self) -> int:
        """How many rows made a difference."""
        return self.added + self.changed


def _no_progress(file: str, done: int, total: int) -> None:
    """Show nothing."""


@dataclass
class Import:
    """One import under way, handed from importer to importer.

    Attributes
    ----------
    tables
        The files of the package, by name without ending; absent ones are not there.
    recorded_at
        The moment that every row of this import carries.
    ids
        For each kind of thing ("unit", "person", "kpi", …) its ids by code, as stored so far.
    counts
        By file: rows read, added and changed. Call `count` for each row that is written.
    touched
        (KPI id, fiscal year) whose results an entry or a target of this import changes.
    """

    tables: Mapping[str, Table]
    recorded_at: datetime = field(default_factory=timezone.now)
    progress: Callable[[str, int, int], None] = _no_progress
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    touched: set[tuple[int, int]] = field(default_factory=set)
    _left_out: set[tuple[str, str]] = field(default_factory=set)

    def refuse(self, table: Table, row: Row | None, column: str, message: str) -> None:
        """Add a problem; without a row it is one of the whole file."""
        number, value = (row.number, row.texts.get(column, "")) if row else (0, "")
        if row:
            self._leave_out(table, row)
        self.problems.append(Problem(table.file, number, column, value, message))

    def count(self, table: Table, *, added: int = 0, changed: int = 0) -> None:
        """Count rows of a file that made a difference."""
        counts = self.counts.setdefault(table.schema.name, Counts())
        counts.added += added
        counts.changed += changed

    def wrote(self, *names: str) -> bool:
        """Tell whether one of these files made a difference so far."""
        return any(self.counts[name].written for name in names if name in self.counts)

    def each(self, table: Table, rows: Iterable[Row], read: Callable[[Row], Found]) -> list[Found]:
        """Read row after row; a DomainError becomes a problem of its row and column `field`."""
        found = []
        for row in rows:
            try:
                found.append(read(row))
            except DomainError as error:
                self.refuse(table, row, error.field, error.message)
        return found

    def linked(self, table: Table) -> list[Row]:
        """Return the rows whose codes are all known, with ids in their place; None for no code."""
        links = [c for c in table.schema.columns if c.refers and c.name in table.columns]
        rows = (self._link(table, row, links) for row in table.rows)
        return [row for row in rows if row is not None]

    def _link(self, table: Table, row: Row, links: list[Column]) -> Row | None:
        """Put ids in place of codes; None, and a problem for each, where a code is unknown."""
        cells, known = dict(row.cells), True
        for column in links:
            code = cells[column.name]
            cells[column.name] = self.ids[column.refers].get(code) if code else None
            if code and cells[column.name] is None:
                known = False
                self._refuse_code(table, row, column)
        if known:
            return Row(row.number, cells, row.texts)
        self._leave_out(table, row)
        return None

    def _leave_out(self, table: Table, row: Row) -> None:
        """Remember the code of a row that is not stored: who names it has no problem of its own."""
        if table.schema.defines:
            self._left_out.add((table.schema.defines, row.texts[table.schema.key[0]]))

    def _refuse_code(self, table: Table, row: Row, column: Column) -> None:
        """Add a problem for an unknown code, unless its own row has one already."""
        defining = [t for t in self.tables.values() if t.schema.defines == column.refers]
        code = row.texts[column.name]
        left_out = (column.refers, code) in self._left_out
        if not left_out and not any(code in other.broken for other in defining):
            self.refuse(table, row, column.name, UNKNOWN[column.refers]())


# Whole sentences, one per kind: other languages cannot put a noun into a gap.
UNKNOWN: dict[str, Callable[[], str]] = {
    "unit": lambda: _("No unit has this code: correct it, or add the unit to units.csv."),
    "person": lambda: _("No person has this address: correct it, or add them to people.csv."),
    "perspective": lambda: _(
        "No perspective has this code: correct it, or add it to perspectives.csv."
    ),
    "theme": lambda: _("No theme has this code: correct it, or add it to themes.csv."),
    "objective": lambda: _("No objective has this code: correct it, or add it to objectives.csv."),
    "kpi": lambda: _("No KPI has this code: correct it, or add it to kpis.csv."),
    "initiative": lambda: _(
        "No initiative has this code: correct it, or add it to initiatives.csv."
    ),
}

Importer: TypeAlias = Callable[[Table, Import], None]
