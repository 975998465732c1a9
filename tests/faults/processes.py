"""Programs of their own that work on the database of the tests."""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 60


def database_url():
    """Return the address of the database that the running test uses."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgres://{place['USER']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


def surroundings(**more):
    """Return an environment with nothing but the database, and what is asked for."""
    path = os.environ["PATH"]
    return {"PATH": path, "DATABASE_URL": database_url(), "PYTHONPATH": str(ROOT), **more}


def manage(*arguments, **more):
    """Run `manage.py` to its end."""
    return run("manage.py", *arguments, **more)


def run_code(code, **more):
    """Run lines of Python in which Django is set up; return the finished process."""
    return run("-c", f"import django; django.setup()\n{code}", **more)


def run(*arguments, **more):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=surroundings(DJANGO_SETTINGS_MODULE="osm.settings", **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
