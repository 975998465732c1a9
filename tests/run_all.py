"""Run the whole suite: on SQLite, then on PostgreSQL with Redis.

Installs what it may, says what it could not have, and leaves no server behind.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import (  # noqa: E402
    ServiceError,
    pango,
    postgresql_folder,
    private_postgresql,
    private_redis,
)

JOURNEYS = "tests/e2e"
# What a page looks like does not depend on the database: the pages are looked at once, on SQLite.
# The journeys write and read, so they go through both editions.
LOOKS = "tests/e2e/looks"
# How pytest ends where ARGS chose no test of a part.
NO_TEST_CHOSEN = 5
# What must be there -> the Debian packages that bring it.
PROGRAMS = {
    "postgresql": (postgresql_folder, ["postgresql"]),
    "redis": (lambda: shutil.which("redis-server"), ["redis-server"]),
    "browser": (lambda: shutil.which("chromium"), ["chromium"]),
    "paper": (
        pango,
        ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"],
    ),
}


def say(text):
    """Print at once, so that lines stay in order beside pytest's."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def missing_programs():
    """Return the markers whose program is not on this machine."""
    return [marker for marker, (find, _) in PROGRAMS.items() if not find()]


def debian_packages(markers):
    """Return the packages that bring what `markers` need."""
    return [package for marker in markers for package in PROGRAMS[marker][1]]


def install(packages):
    """Install Debian packages where that is allowed; what fails stays missing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing {', '.join(packages)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *command],
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def provide():
    """Return the markers that stay without their program, after trying to install it."""
    missing = missing_programs()
    if missing:
        install(debian_packages(missing))
    return missing_programs()


def explain(missing):
    """Say which tests do not run and how to get them."""
    markers, packages = ", ".join(missing), " ".join(debian_packages(missing))
    say(f"Tests marked {markers} do not run. To run them: apt-get install {packages}")


def run_pytest(title, arguments, **environment):
    """Run the suite once; return its exit code."""
    say(f"\n{title}")
    outer = {**os.environ, "OSM_TEST_SLOW": "1", **environment}
    codes = []
    for part in parts(arguments, is_first=not environment):
        command = [sys.executable, "-m", "pytest", *part]
        codes.append(subprocess.run(command, cwd=ROOT, env=outer, check=False).returncode)
        if codes[-1] not in {0, NO_TEST_CHOSEN}:
            return codes[-1]
    return min(codes)


def parts(arguments, *, is_first):
    """Return the suite's parts, one after the other.

    The browser's journeys come last, alone: they measure how soon a figure is seen.
    """
    shared = ["-n", processes()]
    looks = [[*shared, LOOKS, *arguments]] if is_first else []
    return (
        [*shared, "--ignore", JOURNEYS, *arguments],
        *looks,
        [JOURNEYS, "--ignore", LOOKS, *arguments],
    )


def processes():
    """Return how many processes share the suite."""
    return str(min(os.cpu_count() or 1, 4))


def run_with_services(missing, arguments):
    """Run the suite on PostgreSQL, with Redis if there is one; return its exit code."""
    with contextlib.ExitStack() as servers:
        environment = {"OSM_TEST_DATABASE_URL": servers.enter_context(private_postgresql())}
        if "redis" not in missing:
            environment["OSM_TEST_REDIS_URL"] = servers.enter_context(private_redis())
        return run_pytest("On PostgreSQL with Redis:", arguments, **environment)


def leave_by_exception(*_):
    """Turn a signal into an exception, so that every server is stopped on the way out."""
    raise SystemExit(130)


def main(arguments):
    """Run everything; return the exit code."""
    # Also SIGINT: bash starts its background jobs with that one ignored.
    signal.signal(signal.SIGTERM, leave_by_exception)
    signal.signal(signal.SIGINT, leave_by_exception)
    missing = provide()
    if missing:
        explain(missing)
        if os.environ.get("OSM_REQUIRE_ALL") == "1":
            return 1
    failed = run_pytest("On SQLite:", arguments)
    if failed or "postgresql" in missing:
        return failed
    try:
        return run_with_services(missing, arguments)
    except ServiceError as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
