"""A demo as anybody would run it: its own database, a web server and a Celery worker.

Nothing of the suite's database or settings reaches it; what it holds is seen through its pages.
"""

import contextlib
import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from demo import run
from tests.e2e.clock import shifted
from tests.services import free_port

SECONDS_TO_START = 120
# The suite uses the first one; its hints must not wake this worker, nor the other way round.
REDIS_DATABASE = "15"


class StartError(Exception):
    """The demo did not start; the message holds what it said."""


@dataclass(frozen=True)
class Installation:
    """A running demo."""

    address: str


@contextlib.contextmanager
def installed(
    outer: Mapping[str, str] = os.environ, now: datetime | None = None
) -> Iterator[Installation]:
    """Migrate, load and serve a demo while the block lasts, on the servers that the suite has.

    With `now` its clock begins there.
    """
    shift = now.timestamp() - time.time() if now else 0
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(prefix="osm-browser-"))
        folder = Path(name)
        database = stack.enter_context(fresh_database(folder, outer))
        environment = environment_of(folder, database, outer)
        for command in (run.MIGRATE, run.LOAD):
            do(shifted(command, shift), environment)
        yield stack.enter_context(served(folder, environment, shift))


@contextlib.contextmanager
def fresh_database(folder: Path, outer: Mapping[str, str]) -> Iterator[str]:
    """Lend the address of an empty database: a file, or one on the suite's server."""
    server = outer.get("OSM_TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{folder / 'osm.sqlite3'}"
        return
    import psycopg

    name = f"osm_browser_{os.getpid()}"
    # The database that the address names need not exist: the suite makes one beside it.
    anteroom = named(server, "postgres")
    with psycopg.connect(anteroom, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield named(server, name)
    finally:
        with psycopg.connect(anteroom, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def named(server: str, database: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def environment_of(folder: Path, database: str, outer: Mapping[str, str]) -> dict[str, str]:
    """Return the demo's environment, turned from its usual places to `folder`."""
    redis = outer.get("OSM_TEST_REDIS_URL", "")
    return {
        **run.demo_environment(outer),
        "DJANGO_SETTINGS_MODULE": "osm.settings",
        "DATABASE_URL": database,
        "OSM_BROKER_DIR": str(folder / "broker"),
        "REDIS_URL": named(redis, REDIS_DATABASE) if redis else "",
    }


def do(command: list, environment: Mapping[str, str]) -> None:
    """Run one step of the installation to its end."""
    done = subprocess.run(
        command, cwd=run.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StartError(f"{' '.join(command)} failed: {done.stderr[-2000:]}")


@contextlib.contextmanager
def served(folder: Path, environment: Mapping[str, str], shift: float) -> Iterator[Installation]:
    """Run the web server and the one worker, and end both."""
    port = free_port()
    # The last of two equal options counts.
    worker = [*run.worker(), f"--schedule={folder / 'beat'}"]
    children = {
        "web": start(folder / "web.log", shifted(run.web(port), shift), environment),
        "worker": start(folder / "worker.log", shifted(worker, shift), environment),
    }
    demo = Installation(f"http://{run.HOST}:{port}")
    try:
        wait_until_ready(demo, folder, children)
        yield demo
    finally:
        run.stop(children)


def start(log: Path, command: list, environment: Mapping[str, str]) -> subprocess.Popen:
    """Start a process that reports to `log`."""
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            cwd=run.ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )


def wait_until_ready(demo: Installation, folder: Path, children: Mapping) -> None:
    """Return when the pages answer and the worker has given its first sign of life."""
    until = time.monotonic() + SECONDS_TO_START
    while not is_ready(demo):
        for name, child in children.items():
            if child.poll() is not None or time.monotonic() > until:
                words = (folder / f"{name}.log").read_text()[-2000:]
                raise StartError(f"The {name} process did not start: {words}")
        time.sleep(0.1)


def is_ready(demo: Installation) -> bool:
    """Tell whether OSM says that it is well and that its worker beats."""
    try:
        with urllib.request.urlopen(f"{demo.address}/healthz", timeout=5) as page:
            return b'"drain"' in page.read()
    except OSError:
        return False
