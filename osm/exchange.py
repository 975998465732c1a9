"""Import a whole exchange package: all of it or nothing."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core.database import analyze
from core.errors import DomainError
from core.package_tables import read_package
from core.packages import Counts, Import, Package, Problem, Table
from jobs.services.positions import recorded_now
from organization.models import Membership, Placement, Unit
from osm.package_parts import PARTS, SCHEMAS, Part
from scorecard.models import Entry, Reporter, Target
from scorecard.services.exchange.due import post_due
from scorecard.services.freezing import record_as_of

logger = logging.getLogger(__name__)
# What a package brings many rows of.
LONG = (User, Membership, Unit, Placement, Reporter, Target, Entry)


class RefusedError(Exception):
    """The package cannot be imported; nothing of it is stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class NoPackageError(Exception):
    """There is no file of a package where one was said to be."""

    def __init__(self, path: Path) -> None:
        message = _("%(path)s holds no file of a package: it needs at least one of %(names)s.")
        super().__init__(message % {"path": path, "names": ", ".join(SCHEMAS)})


class _Rehearsed(Exception):  # noqa: N818 - no error: it rolls a dry run back
    """The dry run is over."""


@dataclass(frozen=True)
class Report:
    """What an import did, or would have done: by file, rows read, added and changed."""

    counts: Mapping[str, Counts]

    @property
    def rows(self) -> int:
        """How many rows the files have."""
        return sum(counts.rows for counts in self.counts.values())

    @property
    def added(self) -> int:
        """How many things are new."""
        return sum(counts.added for counts in self.counts.values())

    @property
    def changed(self) -> int:
        """How many things are different now."""
        return sum(counts.changed for counts in self.counts.values())


def import_package(
    *,
    actor: User | None,
    path: Path,
    dry_run: bool = False,
    as_of: datetime | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Import every file of a package in one transaction, and post what is then due.

    The package is a folder, a .zip or an .xlsx. The same one a second time writes nothing. With
    `as_of` all of it counts as known from that past moment on.

    Raises
    ------
    RefusedError
        With every problem that was found.
    NoPackageError
        If there is no file of a package in it.
    OSError
        If it cannot be read.
    """
    package = read_package(path, SCHEMAS, progress)
    if not package.tables and not package.is_unsound:
        raise NoPackageError(path)
    with suppress(_Rehearsed), _as_refusals(), transaction.atomic():
        report = import_tables(actor=actor, package=package, as_of=as_of, progress=progress)
        if dry_run:
            raise _Rehearsed
        if report.added or report.changed:
            analyze(*LONG)
    return report


@transaction.atomic
def import_tables(
    *,
    actor: User | None,
    package: Package,
    as_of: datetime | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    reason: str = "",
) -> Report:
    """Import what was read of a package, and post what is then due; `reason` is recorded.

    Raises
    ------
    RefusedError
        With every problem that was found.
    DomainError
        Where no change can be made now.
    """
    if any(problem.row <= 1 for problem in package.problems):
        # Without a whole file every code in it would seem unknown.
        raise RefusedError(list(package.problems))
    context = Import(package.tables, problems=list(package.problems))
    if progress is not None:
        context.progress = progress
    context.recorded_at = recorded_now() if as_of is None else record_as_of(as_of)
    for part in PARTS:
        _run(part, context)
    if context.problems:
        raise RefusedError(context.problems)
    _record(context, actor, reason)
    post_due(context)
    return Report(context.counts)


@contextmanager
def _as_refusals() -> Iterator[None]:
    """Tell what stopped an import half-way as what is wrong with its rows is told."""
    try:
        yield
    except DomainError as error:
        raise RefusedError([Problem("", 0, "", "", error.message)]) from error
    except IntegrityError as error:
        logger.exception("The import met rows that were stored meanwhile.")
        message = _("Somebody else stored the same at the same moment: import again.")
        raise RefusedError([Problem("", 0, "", "", message)]) from error


def _run(part: Part, context: Import) -> None:
    """Import one file; an absent one is an empty table, so that its ids are known to others."""
    schema = part.schema
    table = context.tables.get(schema.name, Table(schema))
    context.progress(schema.file, 0, len(table.rows))
    if schema.name in context.tables:
        context.counts[schema.name] = Counts(rows=len(table.rows))
    part.bring_in(table, context)


def _record(context: Import, actor: User | None, reason: str) -> None:
    """Write one audit row per file that made a difference."""
    for name, counts in context.counts.items():
        table = context.tables.get(name)
        if table is not None and counts.written:
            detail = {
                "rows": counts.rows,
                "added": counts.added,
                "changed": counts.changed,
                "sha256": table.sha256,
            }
            record(
                actor=actor,
                verb="imported",
                kind="file",
                subject=table.file,
                reason=reason,
                detail=detail,
            )
