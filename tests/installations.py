"""Installations of OSM beside that of the tests: a database and a folder of files each."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300


@dataclass(frozen=True)
class Installation:
    """Where one keeps its database and its files."""

    url: str
    uploads: Path

    @property
    def environment(self):
        """What a program of this installation knows, and nothing else."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "tests.upload_settings",
            "OSM_TEST_UPLOADS": str(self.uploads),
            "OSM_BROKER_DIR": str(self.uploads.with_suffix(".broker")),
        }

    def manage(self, *arguments):
        """Run `manage.py` to its end."""
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def start(self, *arguments):
        """Start a program of this installation and leave it running."""
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )


def new_installation(folder, name, server=""):
    """Return an empty one: on a PostgreSQL server if its address is given, else in a file."""
    if not server:
        return Installation(f"sqlite:///{folder / name}.sqlite3", folder / f"{name}-files")
    import psycopg

    address = urlsplit(server)._replace(path="/template1").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return Installation(
        urlsplit(server)._replace(path=f"/{name}").geturl(), folder / f"{name}-files"
    )
