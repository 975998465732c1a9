"""Read an exchange package: its files as tables, each checked by itself."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_sources import Lines, Source, Sources, find_sources
from core.packages import Column, Package, Problem, Row, Schema, Table

MOST_COLUMNS = 100


def read_package(
    path: Path,
    schemas: Mapping[str, Schema],
    progress: Callable[[str, int, int], None] | None = None,
) -> Package:
    """Read every file and check it by itself: name, header, cells, repeated keys.

    Parameters
    ----------
    path
        A folder, a .zip or an .xlsx.
    schemas
        What may be there, by name without ending; each file must match its schema.
    progress
        Called with file, files done and files in all.

    Raises
    ------
    OSError
        If the folder or a file cannot be read.
    """
    try:
        sources = find_sources(path)
    except DomainError as error:
        problem = _whole_file(path.name, error.message)
        return Package({}, (problem,), is_unsound=True)
    known = {f"{name}{sources.ending}": schema for name, schema in schemas.items()}
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for done, source in enumerate(sources.files):
        if progress is not None:
            progress(source.name, done, len(sources.files))
        schema = known.get(source.name)
        if schema is None:
            problems.append(_whole_file(source.name, _unknown_file(known)))
        else:
            tables[schema.name] = _read_file(source, sources, schema, problems)
    return Package(tables, tuple(problems))


def _read_file(source: Source, sources: Sources, schema: Schema, problems: list[Problem]) -> Table:
    """Read one file; whatever is wrong is added to the problems."""
    digest = ""
    try:
        lines, digest = source.read()
        return read_lines(lines, schema, problems, digest=digest, most_rows=sources.most_rows)
    except DomainError as error:
        problems.append(_whole_file(schema.file, error.message))
    return Table(schema, sha256=digest)


def read_lines(
    lines: Lines,
    schema: Schema,
    problems: list[Problem],
    *,
    digest: str = "",
    most_rows: int | None = None,
) -> Table:
    """Read one table, header first; whatever is wrong with a line is added to the problems.

    Raises
    ------
    DomainError
        Where a line cannot be read at all, or they are too many.
    """
    header = [name.strip() for name in next(lines, [])]
    wrong = list(_header_problems(header, schema))
    problems += wrong
    if wrong:
        return Table(schema, sha256=digest)
    reader = _TableReader(schema, tuple(header), problems)
    return reader.read(_limited(lines, most_rows), digest)


def _limited(lines: Lines, most_rows: int | None) -> Lines:
    """Yield lines until they are too many.

    Raises
    ------
    DomainError
        Where they are.
    """
    for number, line in enumerate(lines, start=1):
        if most_rows is not None and number > most_rows:
            message = _("The file has more than %(most)d rows: split the package.")
            raise DomainError(message % {"most": most_rows})
        yield line


def _header_problems(header: list[str], schema: Schema) -> Iterator[Problem]:
    """Find what is wrong with the first row."""
    if len(header) > MOST_COLUMNS:
        message = _("The file has %(found)d columns: write only those of %(names)s.")
        words = {"found": len(header), "names": ", ".join(schema.names)}
        yield Problem(schema.file, 1, "", "", message % words)
        return
    known = schema.names
    for name in dict.fromkeys(header):
        if name not in known:
            message = _("This column is not known here: take it out, or write one of %(names)s.")
            yield Problem(schema.file, 1, name, "", message % {"names": ", ".join(known)})
        elif header.count(name) > 1:
            message = _("This column stands there more than once: leave one of them.")
            yield Problem(schema.file, 1, name, "", message)
    for name in schema.required:
        if name not in header:
            message = _("This column is missing: add it to the first row.")
            yield Problem(schema.file, 1, name, "", message)


class _TableReader:
    """Turns the lines of one file into rows, and notes what is wrong with them."""

    def __init__(self, schema: Schema, header: tuple[str, ...], problems: list[Problem]) -> None:
        by_name = {column.name: column for column in schema.columns}
        self.schema = schema
        self.header = header
        self.columns = [by_name[name] for name in header]
        self.problems = problems
        self.keys: dict[tuple[Any, ...], int] = {}

    def read(self, lines: Iterator[list[str]], digest: str) -> Table:
        """Read all lines below the header."""
        rows: list[Row] = []
        broken: set[str] = set()
        for number, line in enumerate(lines, start=2):
            # Spreadsheets leave lines of empty cells behind.
            if not any(map(str.strip, line)):
                continue
            row = self._row(number, line)
            if row is not None:
                rows.append(row)
            else:
                broken.add(self._code(line))
        return Table(self.schema, self.header, tuple(rows), frozenset(broken), digest)

    def _code(self, line: list[str]) -> str:
        """Return what stands in the first key column."""
        column = self.header.index(self.schema.key[0]) if self.schema.key else 0
        return line[column].strip() if column < len(line) else ""

    def _row(self, number: int, line: list[str]) -> Row | None:
        """Read one line; None if something is wrong with it."""
        if len(line) != len(self.header):
            message = _(
                "The row has %(found)d cells and the first row %(wanted)d: give it as many."
            )
            self._note(number, "", "", message % {"found": len(line), "wanted": len(self.header)})
            return None
        before = len(self.problems)
        texts = dict(zip(self.header, map(str.strip, line), strict=True))
        cells = {
            column.name: self._cell(number, column, texts[column.name]) for column in self.columns
        }
        if len(self.problems) > before or self._is_repeated(number, cells):
            return None
        return Row(number, cells, texts)

    def _cell(self, number: int, column: Column, text: str) -> Any:
        """Read one cell."""
        if text:
            try:
                return column.read(text)
            except ValueError as error:
                self._note(number, column.name, text, str(error))
        elif column.required and not column.may_be_empty:
            self._note(number, column.name, "", _("The cell is empty: fill it in."))
        return column.default

    def _is_repeated(self, number: int, cells: dict[str, Any]) -> bool:
        """Tell whether an earlier row has the same key; if so, it is a problem."""
        key = tuple([cells.get(name) for name in self.schema.key])
        earlier = self.keys.setdefault(key, number)
        if earlier == number or not key:
            return False
        message = _("Row %(row)d has the same %(columns)s: leave one of the two out.")
        columns = ", ".join(self.schema.key)
        self._note(
            number,
            self.schema.key[0],
            str(cells[self.schema.key[0]]),
            message % {"row": earlier, "columns": columns},
        )
        return True

    def _note(self, number: int, column: str, text: str, message: str) -> None:
        self.problems.append(Problem(self.schema.file, number, column, text, message))


def _whole_file(name: str, message: str) -> Problem:
    return Problem(name, 0, "", "", message)


def _unknown_file(known: Mapping[str, Schema]) -> str:
    return _("This is no part of a package: take it out. A package has %(names)s.") % {
        "names": ", ".join(known)
    }
