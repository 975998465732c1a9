"""What a backup holds: enough to tell later whether all of it came back."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

FORMAT = 1
# How a database is asked: a statement in, all its rows out.
Ask = Callable[[str], Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class Contents:
    """What stood in the database at one moment: rows by table, migrations, the audit's end."""

    tables: dict[str, int]
    migrations: list[str]
    links: int
    head: str


@dataclass(frozen=True)
class Part:
    """One member of the file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What is in a backup, of which version and kind of database, and from when (ISO, UTC)."""

    made_at: str
    database: str
    contents: Contents
    parts: dict[str, Part]
    osm: str = ""
    format: int = FORMAT

    def as_json(self) -> str:
        """Write it as people can read it."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read what `as_json` wrote.

        Raises
        ------
        ValueError, TypeError, KeyError
            If it is anything else.
        """
        said = json.loads(text)
        parts = {name: Part(**part) for name, part in said.pop("parts").items()}
        return cls(contents=Contents(**said.pop("contents")), parts=parts, **said)


def read_contents(ask: Ask, tables: Sequence[str]) -> Contents:
    """Count the rows of every table and read how far the audit goes, all in one snapshot."""
    counted = {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in tables}  # noqa: S608
    applied = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    last = ask("SELECT position, hash FROM audit_link ORDER BY position DESC LIMIT 1")
    links, head = last[0] if last else (0, "")
    return Contents(counted, sorted({f"{app}.{name}" for app, name in applied}), links, head)


def present_version() -> str:
    """Return the version of OSM that runs; empty where it was not installed as a package."""
    try:
        return version("osm")
    except PackageNotFoundError:
        return ""
