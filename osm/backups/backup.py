"""Write everything into one file."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.database import is_postgresql
from core.errors import DomainError
from osm.backups import postgresql, sqlite
from osm.backups.archive import DATABASE, FILES, seal, write_parts, written_at_once
from osm.backups.manifest import Manifest, present_version


def back_up(target: Path) -> Manifest:
    """Write the database and all uploaded files into `target`, while people go on working.

    Raises
    ------
    DomainError
        If there is nothing to back up, something has that name, or a program that is needed is
        missing or fails.
    """
    if database().is_empty():
        raise DomainError(_("There is nothing to back up: the database has no tables."))
    with (
        written_at_once(target) as file,
        TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder,
    ):
        dump = Path(folder) / DATABASE
        made_at = timezone.now()
        contents = database().dump(dump)
        # After the database: each file that a row names is there before the row.
        parts = write_parts(file, {DATABASE: dump, **dict(_uploaded())})
        manifest = Manifest(
            made_at=made_at.isoformat(),
            database=kind(),
            contents=contents,
            parts=parts,
            osm=present_version(),
        )
        seal(file, manifest)
    return manifest


def database() -> ModuleType:
    """Return what knows how to copy this kind of database."""
    return postgresql if is_postgresql() else sqlite


def kind() -> str:
    """Return the name of this kind of database."""
    return "PostgreSQL" if is_postgresql() else "SQLite"


def uploads() -> Path | None:
    """Return the folder of uploaded files; None where OSM keeps none."""
    return Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None


def _uploaded() -> Iterator[tuple[str, Path]]:
    folder = uploads()
    if folder is None:
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield FILES + path.relative_to(folder).as_posix(), path
