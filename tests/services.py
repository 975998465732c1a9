"""A PostgreSQL and a Redis server of the tests' own: private, thrown away afterwards.

Nothing here knows Django: it runs before the suite does.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

SECONDS_TO_START = 30
SECONDS_TO_STOP = 15
# PostgreSQL refuses to run as root; these are tried in turn.
UNPRIVILEGED = ("postgres", "nobody")
# Nothing outlives the run, so nothing has to reach the disk.
CARELESS = ("-F", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class ServiceError(Exception):
    """A service did not start; the message holds what it said."""


def postgresql_folder() -> Path | None:
    """Return the folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def pango() -> bool:
    """Tell whether the libraries with which WeasyPrint sets text are on this machine."""
    try:
        for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def free_port() -> int:
    """Return a port on which nothing listens now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def owner() -> pwd.struct_passwd | None:
    """Return the user that PostgreSQL runs as, or None for the present one."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return known[name]
    raise ServiceError("PostgreSQL refuses to run as root and there is no user `nobody`.")


def identity(user: pwd.struct_passwd | None) -> dict:
    """Return the arguments with which a process runs as `user`."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def folder_of(user: pwd.struct_passwd | None) -> Iterator[Path]:
    """Lend an empty folder that belongs to `user`."""
    with tempfile.TemporaryDirectory(prefix="osm-test-", ignore_cleanup_errors=True) as name:
        if user is not None:
            os.chown(name, user.pw_uid, user.pw_gid)
        yield Path(name)


@contextlib.contextmanager
def running(command: list, ready: list, stop: int, **options) -> Iterator[None]:
    """Run a server while the block lasts, from the moment that `ready` succeeds."""
    log = Path(options["cwd"]) / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        wait_until_ready(server, ready, log)
        yield
    finally:
        end(server, stop)


def wait_until_ready(server: subprocess.Popen, ready: list, log: Path) -> None:
    """Return when the server answers."""
    until = time.monotonic() + SECONDS_TO_START
    while subprocess.run(ready, capture_output=True, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise ServiceError(f"{server.args[0]} did not start: {log.read_text()[-2000:]}")
        time.sleep(0.1)


def end(server: subprocess.Popen, stop: int) -> None:
    """Stop the server, by force if it does not listen."""
    if server.poll() is None:
        server.send_signal(stop)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextlib.contextmanager
def private_postgresql(*, careful: bool = False) -> Iterator[str]:
    """Lend the address of an empty PostgreSQL server; a careful one waits for the disk."""
    programs, user, port = postgresql_folder(), owner(), free_port()
    with folder_of(user) as folder:
        options = {"cwd": folder, **identity(user)}
        data = folder / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "osm", "-A", "trust", "--no-sync"]
        made = subprocess.run(
            [*initdb, "-E", "UTF8", "--locale=C.UTF-8"], capture_output=True, check=False, **options
        )
        if made.returncode:
            raise ServiceError(f"initdb failed: {made.stderr.decode(errors='replace')}")
        server = [programs / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1"]
        settings = () if careful else CARELESS
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        with running([*server, "-p", str(port), *settings], ready, signal.SIGINT, **options):
            yield f"postgres://osm@127.0.0.1:{port}/osm"


@contextlib.contextmanager
def private_redis() -> Iterator[str]:
    """Lend the address of an empty Redis server."""
    port = str(free_port())
    with folder_of(None) as folder:
        server = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
        ready = ["redis-cli", "-p", port, "ping"]
        with running([*server, "--dir", str(folder)], ready, signal.SIGTERM, cwd=folder):
            yield f"redis://127.0.0.1:{port}/0"
