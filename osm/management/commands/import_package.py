"""Import an exchange package: all of it, or nothing with every reason."""

import gc
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.packages import Problem
from jobs.services import hints
from organization.services.moments import past_moment
from osm.exchange import NoPackageError, RefusedError, Report, import_package

REFUSED, WRONG_CALL = 1, 2
AS_OF = (
    "all of it is known from a past moment on: a day (its end, in the organisation's time zone) as "
    "2026-05-12, or a time as 2026-05-12T17:30"
)
PACKED = {".zip", ".xlsx"}
BAR = 30


class Command(BaseCommand):
    help = "Import a package (docs/exchange.md). Exit 0 done, 1 refused, 2 wrong call."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder of CSV files, a .zip, or an .xlsx")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything and store nothing"
        )
        parser.add_argument("--as-of", metavar="MOMENT", help=AS_OF)

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["path"]
        self._check_path(path)
        as_of = self._moment(options["as_of"])
        dry_run: bool = options["dry_run"]
        # What is loaded by now stays: the collector need not walk it again for every few rows.
        gc.freeze()
        report = self._import(path, as_of, dry_run=dry_run)
        self._clear()
        self.stderr.write(summary(report, dry_run=dry_run))

    def _moment(self, text: str | None) -> datetime | None:
        """Return from when on the package is known; None for from now on."""
        try:
            return past_moment(text) if text else None
        except DomainError as error:
            raise self._stop(error.message, REFUSED) from error
        except ValueError as error:
            raise self._stop(str(error), WRONG_CALL) from error

    def _import(self, path: Path, as_of: datetime | None, *, dry_run: bool) -> Report:
        """Import, and stop with a sentence and an exit code where that cannot be."""
        try:
            # Programs that call this have no broker; `rollup` or the tick does the work.
            with hints.withheld():
                return import_package(
                    actor=None, path=path, dry_run=dry_run, as_of=as_of, progress=self._progress()
                )
        except RefusedError as error:
            raise self._refusal(error.problems) from error
        except NoPackageError as error:
            raise self._stop(str(error), WRONG_CALL) from error
        except OSError as error:
            message = _("%(path)s cannot be read (%(reason)s): check the path and its rights.")
            words = {"path": error.filename or path, "reason": error.strerror}
            raise self._stop(message % words, WRONG_CALL) from error
        except (OperationalError, ProgrammingError) as error:
            message = _(
                "The database does not answer as it should (%(reason)s): run migrate first."
            )
            raise self._stop(message % {"reason": error}, REFUSED) from error

    def _stop(self, message: str, code: int) -> CommandError:
        """Return the error that ends the command, below a cleared bar."""
        self._clear()
        return CommandError(message, returncode=code)

    def _check_path(self, path: Path) -> None:
        """Stop where there is nothing that could be a package."""
        if path.is_dir() or (path.is_file() and path.suffix.lower() in PACKED):
            return
        message = _(
            "%(path)s is no package: give a folder with CSV files, a .zip of them, or an .xlsx "
            "with a sheet for each."
        )
        raise CommandError(message % {"path": path}, returncode=WRONG_CALL)

    def _refusal(self, problems: list[Problem]) -> CommandError:
        """Print every problem and return the error that ends the command."""
        self._clear()
        for problem in problems:
            self.stderr.write(str(problem))
        message = ngettext(
            "The package is refused for %(count)d problem; nothing is stored.",
            "The package is refused for %(count)d problems; nothing is stored.",
            len(problems),
        )
        return self._stop(message % {"count": len(problems)}, REFUSED)

    def _progress(self) -> Any:
        """Return what draws the bar; nothing where nobody looks."""
        return self._draw if self.stderr.isatty() else None

    def _draw(self, file: str, done: int, total: int) -> None:
        filled = BAR * done // total if total else BAR
        bar = "█" * filled + "·" * (BAR - filled)
        self.stderr.write(f"\r{bar} {file:<24}", ending="")
        self.stderr.flush()

    def _clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r" + " " * (BAR + 25) + "\r", ending="")


def summary(report: Report, *, dry_run: bool) -> str:
    """Say in one sentence what an import did."""
    words = {"rows": report.rows, "added": report.added, "changed": report.changed}
    if not report.added and not report.changed:
        return _("%(rows)d rows read; all of it is stored already, nothing changed.") % words
    if dry_run:
        return _("%(rows)d rows read: %(added)d would be added and %(changed)d changed.") % words
    return _("%(rows)d rows read: %(added)d added and %(changed)d changed.") % words
