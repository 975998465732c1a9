"""Where the tables of a package lie before they are understood: a folder, an archive, a workbook.

All three become lines of cells. What comes packed is held against limits before it is unpacked,
because a file of some kilobytes can claim to be gigabytes.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipInfo

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_archive import check_archive, checked_names, open_archive, read_member
from core.package_description import DESCRIPTION
from core.package_workbook import read_workbook

Lines: TypeAlias = Iterator[list[str]]
IGNORED = frozenset({DESCRIPTION})
# A megabyte is more than a page of text; csv by itself stops at an eighth of that.
LARGEST_CELL = 2**20
MOST_ROWS = 2_000_000
WORKBOOK = "xl/workbook.xml"


@dataclass(frozen=True)
class Source:
    """One file or sheet: its name, and what reads its lines and the hash of its content."""

    name: str
    read: Callable[[], tuple[Lines, str]]


@dataclass(frozen=True)
class Sources:
    """All files of a folder or an archive (their names end in .csv), or all sheets of a workbook.

    `most_rows` limits what may come out of something packed; None is no limit.
    """

    files: tuple[Source, ...]
    ending: str = ".csv"
    most_rows: int | None = None


def find_sources(path: Path) -> Sources:
    """Look into a folder, an archive or a workbook; which of the two is told by its content.

    Raises
    ------
    DomainError
        With the reason why an archive or a workbook is not unpacked.
    OSError
        If it cannot be read.
    """
    if path.is_dir():
        return Sources(tuple(_files(path)))
    with open_archive(path) as archive:
        check_archive(archive)
        members = checked_names(archive)
        is_workbook = WORKBOOK in archive.namelist()
    if is_workbook:
        return Sources(tuple(_sheets(path)), ending="", most_rows=MOST_ROWS)
    return Sources(tuple(_members(path, members)), most_rows=MOST_ROWS)


def _files(folder: Path) -> Iterator[Source]:
    """List what lies in a folder."""
    for path in sorted(path for path in folder.iterdir() if path.name not in IGNORED):
        # What is no file bears no name of one, so that nobody tries to read it.
        name = path.name if path.is_file() else f"{path.name}/"
        yield Source(name, partial(_read_file, path))


def _members(path: Path, members: Mapping[str, ZipInfo]) -> Iterator[Source]:
    """List what lies in an archive; each member is unpacked when it is read."""
    for name, member in sorted(members.items()):
        if name not in IGNORED:
            yield Source(name, partial(_read_member, path, member))


def _sheets(path: Path) -> Iterator[Source]:
    """List the sheets of a workbook."""
    digest = sha256(path.read_bytes()).hexdigest()
    for name, lines in read_workbook(path).items():
        yield Source(name, partial(_read_sheet, lines, digest))


def _read_file(path: Path) -> tuple[Lines, str]:
    return _read_csv(path.read_bytes())


def _read_member(path: Path, member: ZipInfo) -> tuple[Lines, str]:
    return _read_csv(read_member(path, member))


def _read_sheet(lines: list[list[str]], digest: str) -> tuple[Lines, str]:
    return iter(lines), digest


def _read_csv(content: bytes) -> tuple[Lines, str]:
    """Return the lines of a file and its hash."""
    return _csv_lines(content), sha256(content).hexdigest()


def _csv_lines(content: bytes) -> Lines:
    """Split a file into rows of cells.

    Raises
    ------
    DomainError
        Where it is no UTF-8 or no CSV.
    """
    csv.field_size_limit(LARGEST_CELL)
    try:
        yield from csv.reader(StringIO(_decoded(content), newline=""), strict=True)
    except csv.Error as error:
        message = _("The file cannot be read as CSV (%(reason)s): save it as CSV UTF-8 again.")
        raise DomainError(message % {"reason": error}) from error


def _decoded(content: bytes) -> str:
    """Return the text of a file, without the byte order mark that Excel writes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not UTF-8 from byte %(byte)d on: save it as CSV UTF-8.")
        raise DomainError(message % {"byte": error.start + 1}) from error
    if "\0" in text:
        message = _("The file cannot be read as CSV (it holds the character NUL): save it anew.")
        raise DomainError(message)
    return text
