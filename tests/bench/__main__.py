"""Run a benchmark by its name: `python -m tests.bench pages --size S [--database URL] [--json]`.

A benchmark is a module of this folder with `SIZES`, the sizes it can be run at, and one function
`measure(place)`: it measures its peer in the same run, checks the answer against a second opinion
first, and returns its lines. What it needs is started here and ended here.
"""

import argparse
import contextlib
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.verdict import Line, Place, WrongError
from tests.e2e.installation import fresh_database
from tests.services import ServiceError, postgresql_folder, private_postgresql

FOLDER = Path(__file__).parent
MACHINERY = {
    *("__init__", "__main__", "addresses", "changes", "in_arrays", "in_duckdb", "in_sql", "inline"),
    *("second_opinion", "verdict", "worlds"),
}
WRONG_ANSWER, WRONG_CALL = 1, 2


def names() -> list[str]:
    """Return the benchmarks that there are."""
    return sorted({file.stem for file in FOLDER.glob("*.py")} - MACHINERY)


def say(text: str) -> None:
    """Print one line of progress, apart from the figures."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@contextlib.contextmanager
def database(url: str, *, careful: bool) -> Iterator[str]:
    """Lend the address of a database: the one given, a PostgreSQL of its own, else SQLite."""
    if url:
        yield url
        return
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="osm-bench-"))
        server = ""
        if postgresql_folder():
            server = stack.enter_context(private_postgresql(careful=careful))
        if not server:
            say("There is no PostgreSQL here, so SQLite is measured, without a goal.")
        yield stack.enter_context(fresh_database(Path(folder), {"OSM_TEST_DATABASE_URL": server}))


def run(name: str, size: str, url: str) -> list[Line]:
    """Measure one benchmark on a database that is ready for it."""
    # Where single changes are measured, they reach the disk.
    careful = name in {"one", "batch"}
    with (
        database(url, careful=careful) as address,
        tempfile.TemporaryDirectory(prefix="osm-bench-") as broker,
    ):
        os.environ.update(
            DJANGO_SETTINGS_MODULE="osm.settings",
            OSM_MODE="demo",
            OSM_DEBUG="0",
            OSM_LOG_LEVEL="ERROR",
            OSM_BROKER_DIR=broker,
            DATABASE_URL=address,
            REDIS_URL="",
        )
        module = importlib.import_module(f"tests.bench.{name}")
        if size not in module.SIZES:
            raise SystemExit(f"{name} is measured at size {' or '.join(module.SIZES)}.")
        import django

        django.setup()
        place = Place(name, size, "sqlite" if address.startswith("sqlite") else "postgresql", say)
        return module.measure(place)


def arguments(given: list[str]) -> argparse.Namespace:
    """Read the call."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=names())
    parser.add_argument("--size", default="S", choices=("S", "M", "L"))
    parser.add_argument("--database", default="", help="an empty one, or one that holds the demo")
    parser.add_argument("--json", action="store_true", help="print the lines for machines")
    return parser.parse_args(given)


def main(given: list[str]) -> int:
    """Measure and print; return 1 for a wrong answer, 0 also where a goal is missed."""
    call = arguments(given)
    try:
        lines = run(call.name, call.size, call.database)
    except WrongError as error:
        say(f"WRONG: {error}")
        return WRONG_ANSWER
    except ServiceError as error:
        say(str(error))
        return WRONG_CALL
    for line in lines:
        sys.stdout.write(f"{json.dumps(line.for_machines()) if call.json else line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
