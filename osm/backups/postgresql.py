"""The database of a PostgreSQL server, by the server's own programs."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.backups.manifest import Contents, read_contents

# Debian keeps every version's programs in a folder of its own.
DEBIAN = Path("/usr/lib/postgresql")
# Settings of Django -> what PostgreSQL's programs read from the environment: nobody sees it there.
VARIABLES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}
OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def dump(target: Path) -> Contents:
    """Write the database into `target` as it stands at one moment, and count that same moment."""
    with transaction.atomic():
        _ask("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _ask("SELECT pg_export_snapshot()")[0][0]
        contents = read_contents(_ask, _tables())
        # Compressed here, so not again by the archive to any use.
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        _run("pg_dump", *options, f"--snapshot={snapshot}", f"--file={target}")
    return contents


def is_empty() -> bool:
    """Tell whether the database has no tables."""
    return not _tables()


def load(source: Path) -> None:
    """Fill the empty database from the dump at `source`: all of it or nothing."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    name = str(connection.settings_dict["NAME"])
    connection.close()
    _run("pg_restore", *options, f"--dbname={name}", str(source))
    # A server knows nothing of rows that it has just been given.
    _ask("ANALYZE")


def working_folder() -> Path:
    """Return where a dump may lie while it is read."""
    return Path(tempfile.gettempdir())


def program(name: str) -> str:
    """Return where a program of PostgreSQL is, the newest one that is installed.

    Raises
    ------
    DomainError
        If there is none.
    """
    found = sorted(DEBIAN.glob(f"*/bin/{name}"), key=_version)
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise DomainError(
            _(
                "The program %(name)s is not on this machine: install PostgreSQL's client programs "
                "(Debian: apt-get install postgresql-client), of the server's version or newer."
            )
            % {"name": name}
        )
    return path


def _version(path: Path) -> float:
    folder = path.parent.parent.name
    return float(folder) if folder.replace(".", "", 1).isdecimal() else 0


def _run(name: str, *arguments: str) -> None:
    command = [program(name), "--no-password", *arguments]
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        command, env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [_("it did not say why")])[-1]
        raise DomainError(_("%(name)s failed: %(reason)s") % {"name": name, "reason": reason})


def _environment() -> dict[str, str]:
    settings = connection.settings_dict
    given = {VARIABLES[name]: settings.get(name) for name in VARIABLES}
    given |= {OPTIONS[name]: settings["OPTIONS"].get(name) for name in OPTIONS}
    return os.environ | {name: str(value) for name, value in given.items() if value}


def _ask(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _tables() -> list[str]:
    names = _ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return sorted(name for (name,) in names)
