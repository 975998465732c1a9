"""Bring a backup into an empty place, and verify that all of it came back."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.selectors.chain import Verdict, verify_chain
from core.errors import DomainError
from jobs.services.drain import drain
from organization.services.organization import local_day
from osm.backups.archive import DATABASE, FILES, extract, opened
from osm.backups.backup import database, kind, uploads
from osm.backups.manifest import Contents, Manifest
from scorecard.services.rollup.full import rebuild


@dataclass(frozen=True)
class Verification:
    """What a comparison with the manifest and a full rebuild found.

    Attributes
    ----------
    tables
        Tables whose number of rows differs, with both numbers.
    worked_off
        Keys whose roll-up waited when the backup was made.
    differing
        Result and score rows that the rebuild computed otherwise; it stored what is right.
    days_passed
        Whether a day began since, which opens periods and so changes results.
    """

    manifest: Manifest
    tables: dict[str, tuple[int, int]]
    chain: Verdict
    worked_off: int
    differing: int
    days_passed: bool

    @property
    def is_whole(self) -> bool:
        """Whether all of it came back."""
        rolled_up = not self.differing or self.days_passed
        return not self.tables and self.chain.holds and rolled_up


def restore(source: Path, *, shown: bool = False) -> Verification:
    """Fill an empty installation from `source`, then verify counts, audit chain and roll-ups.

    Raises
    ------
    DomainError
        If the file is damaged or of another kind, or the place is not empty; nothing is left.
    """
    with opened(source) as (archive, manifest):
        _check_fits(manifest)
        _check_empty()
        with TemporaryDirectory(dir=database().working_folder(), prefix=".restore-") as folder:
            dump = Path(folder) / DATABASE
            extract(archive, manifest, DATABASE, dump)
            files = _unpacked_files(archive, manifest, Path(folder))
            database().load(dump)
            if files is not None:
                _place(files)
    return _verify(manifest, shown=shown)


def _check_fits(manifest: Manifest) -> None:
    """Refuse a backup of another kind of database, or of another version of OSM."""
    words = {"theirs": manifest.database, "ours": kind(), "osm": manifest.osm}
    if manifest.database != kind():
        raise DomainError(
            _("This is a backup of %(theirs)s, and DATABASE_URL names %(ours)s.") % words
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations or ()}
    other = sorted(known ^ set(manifest.contents.migrations))
    if other:
        raise DomainError(
            _(
                "This is a backup of OSM %(osm)s, which differs from this one in %(migration)s: "
                "restore it with that version, then upgrade."
            )
            % (words | {"migration": other[0]})
        )


def _check_empty() -> None:
    if not database().is_empty():
        raise DomainError(
            _("The database holds something: a backup goes into an empty one. Make a new one.")
        )
    folder = uploads()
    if folder and folder.exists() and any(folder.iterdir()):
        raise DomainError(
            _("%(path)s holds files: a backup goes into an empty place.") % {"path": folder}
        )


def _unpacked_files(archive: ZipFile, manifest: Manifest, folder: Path) -> Path | None:
    """Write the uploaded files into `folder`; None where the backup has none."""
    names = [name for name in manifest.parts if name.startswith(FILES)]
    if names and uploads() is None:
        raise DomainError(_("The backup holds uploaded files, and this OSM keeps none."))
    for name in names:
        path = (folder / name).resolve()
        if not path.is_relative_to((folder / FILES).resolve()):
            raise DomainError(_("The backup holds a file outside of its folder: it is refused."))
        extract(archive, manifest, name, path)
    return folder / FILES if names else None


def _place(files: Path) -> None:
    """Move the unpacked files where uploads lie, in place of an empty folder."""
    target = uploads()
    assert target is not None  # noqa: S101 - asked for before they were unpacked
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rmdir()
    shutil.move(files, target)


def _verify(manifest: Manifest, *, shown: bool) -> Verification:
    tables = _differing_tables(manifest.contents)
    verdict = verify_chain(manifest.contents.head)
    worked_off = drain()
    differing = rebuild(shown=shown)
    # Who signed out since the backup must not be signed in again.
    Session.objects.all().delete()
    made_on = local_day(datetime.fromisoformat(manifest.made_at))
    return Verification(
        manifest=manifest,
        tables=tables,
        chain=verdict,
        worked_off=worked_off,
        differing=differing,
        days_passed=local_day(timezone.now()) != made_on,
    )


def _differing_tables(contents: Contents) -> dict[str, tuple[int, int]]:
    found = {}
    with connection.cursor() as cursor:
        for table, number in contents.tables.items():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            present = cursor.fetchone()[0]
            if present != number:
                found[table] = (number, present)
    return found
