"""The database in a file: copied as it stands at one moment, whoever writes meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.backups.manifest import Contents, read_contents

SECONDS_TO_WAIT = 20
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


def place() -> Path:
    """Return where the database lies."""
    return Path(str(connection.settings_dict["NAME"]))


def dump(target: Path) -> Contents:
    """Copy the database into `target`; readers and writers go on meanwhile."""
    with (
        closing(sqlite3.connect(place(), timeout=SECONDS_TO_WAIT)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        # All pages in one step: a writer in between would make it begin again.
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return read_contents(lambda statement: copy.execute(statement).fetchall(), _tables(copy))


def is_empty() -> bool:
    """Tell whether there is no database yet, or one without tables."""
    if not place().exists():
        return True
    with closing(sqlite3.connect(place(), timeout=SECONDS_TO_WAIT)) as database:
        return not _tables(database)


def load(source: Path) -> None:
    """Put the database at `source` in the empty place, all at once."""
    with closing(sqlite3.connect(source)) as database:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise DomainError(
            _("The database in the backup is damaged: %(reason)s") % {"reason": found}
        )
    connection.close()
    for left in ("-wal", "-shm"):
        place().with_name(place().name + left).unlink(missing_ok=True)
    source.replace(place())


def working_folder() -> Path:
    """Return where a database can be renamed into its place."""
    return place().parent


def _tables(database: sqlite3.Connection) -> list[str]:
    return sorted(name for (name,) in database.execute(TABLES))
