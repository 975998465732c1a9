"""Write a package: into a folder, an archive or a workbook; the same tables give the same bytes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_description import DESCRIPTION, describe
from core.package_export import Cells, written
from core.packages import Schema
from core.workbooks import write_workbook

SPECIAL = re.compile('[",\r\n]')
# An archive knows no time of its own: the first that its format can hold.
FIRST_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
LEVEL = 6

Rows: TypeAlias = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Written:
    """A package as text: the rows of each file, by the columns of its schema.

    `is_whole` says that every code in it has its row.
    """

    tables: Mapping[str, tuple[Schema, Rows]]
    is_whole: bool = True

    def files(self) -> dict[str, bytes]:
        """Return the content of every file by its name, datapackage.json included."""
        schemas = [schema for schema, _rows in self.tables.values()]
        files = {schema.file: csv_text(schema, rows) for schema, rows in self.tables.values()}
        return {**files, DESCRIPTION: describe(files, schemas, is_whole=self.is_whole)}


def as_text(schema: Schema, rows: Iterable[Cells]) -> Rows:
    """Return rows as text in the order of their keys, which no database decides."""
    names = schema.names
    texts = [tuple([written(row.get(name)) for name in names]) for row in rows]
    if schema.key:
        texts.sort(key=itemgetter(*[names.index(name) for name in schema.key]))
    return texts


def csv_text(schema: Schema, rows: Rows) -> bytes:
    """Return a file: UTF-8, LF, cells quoted only where they must be."""
    lines = (",".join(map(_quoted, row)) for row in (schema.names, *rows))
    return "".join(f"{line}\n" for line in lines).encode()


def _quoted(cell: str) -> str:
    # csv.writer of Python 3.11 leaves a lone CR unquoted, where no reader expects it.
    if SPECIAL.search(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def writer_for(path: Path, names: Iterable[str]) -> Callable[[Written], None]:
    """Return what writes a package to a path, told by its ending.

    Parameters
    ----------
    names
        The files that a package may have: a folder that holds others is left alone.

    Raises
    ------
    DomainError
        If there is something else at that place.
    """
    allowed = {*names, DESCRIPTION}
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        _check_folder(path, allowed)
        return lambda package: write_folder(package, path, allowed)
    if path.is_dir():
        message = _("%(path)s is a folder: give a file of that ending, or another name.")
        raise DomainError(message % {"path": path})
    return lambda package: _replace(path, package, write)


def _check_folder(folder: Path, allowed: set[str]) -> None:
    """Refuse a folder that holds anything but a package, which would no longer be one."""
    if folder.exists() and not folder.is_dir():
        message = _("%(path)s is a file: give a folder, or a name that ends in .zip or .xlsx.")
        raise DomainError(message % {"path": folder})
    others = [p.name for p in folder.iterdir() if p.name not in allowed] if folder.exists() else []
    if others:
        message = _("%(path)s holds other things (%(name)s): give a new or an empty folder.")
        raise DomainError(message % {"path": folder, "name": min(others)})


def write_folder(package: Written, folder: Path, allowed: Iterable[str]) -> None:
    """Write the files into a folder; those of an earlier package make way."""
    files = package.files()
    folder.mkdir(parents=True, exist_ok=True)
    for name in allowed:
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_archive(package: Written, path: Path) -> None:
    """Write the files into a .zip."""
    with ZipFile(path, "w") as archive:
        for name, content in package.files().items():
            member = ZipInfo(name, FIRST_TIME)
            member.external_attr, member.create_system = READABLE, UNIX
            archive.writestr(member, content, ZIP_DEFLATED, LEVEL)


UNIX = 3


def write_sheets(package: Written, path: Path) -> None:
    """Write the tables into an .xlsx, a sheet for each; it has no place for datapackage.json."""
    write_workbook(path, package.tables.values())


WRITERS: dict[str, Callable[[Written, Path], None]] = {
    ".zip": write_archive,
    ".xlsx": write_sheets,
}


def _replace(path: Path, package: Written, write: Callable[[Written, Path], None]) -> None:
    """Write a file beside its place and move it there when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        write(package, part)
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink()
