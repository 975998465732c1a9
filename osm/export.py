"""Export a whole exchange package: the present state of an organisation, or of one unit in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from core.database import snapshot
from core.errors import DomainError
from core.package_export import Export
from core.package_writing import Written, as_text, writer_for
from organization.models import Unit
from osm.package_parts import PARTS, SCHEMAS


@dataclass(frozen=True)
class Report:
    """What an export wrote: rows by file, and sentences on what it left out."""

    rows: Mapping[str, int]
    notes: tuple[str, ...]


def export_package(*, path: Path, unit: str | None = None) -> Report:
    """Write a folder, a .zip or an .xlsx, as the ending of the path says.

    With a unit's code: only the rows that belong to this unit or one below it, beside what
    belongs to no unit.

    Raises
    ------
    DomainError
        If there is no such unit, or the place is taken, or a workbook cannot hold it.
    OSError
        If it cannot be written.
    """
    write = writer_for(path, [schema.file for schema in SCHEMAS.values()])
    with snapshot():
        context = Export(path=_path(unit) if unit is not None else "")
        package = _gather(context)
    write(package)
    counts = {schema.file: len(rows) for schema, rows in package.tables.values()}
    return Report(counts, tuple(context.notes))


def _path(code: str) -> str:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        message = _("There is no unit with the code “%(code)s”. Look the code up in units.csv.")
        raise DomainError(message % {"code": code})
    path: str = unit.path
    return path


def _gather(context: Export) -> Written:
    """Read every file."""
    tables = {}
    for schema, _bring_in, give_out in PARTS:
        rows = give_out(context)
        if rows is not None:
            tables[schema.name] = schema, as_text(schema, rows)
    return Written(tables, is_whole=not context.path)
