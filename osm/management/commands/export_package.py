"""Export an exchange package into a folder, a .zip or an .xlsx."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.export import Report, export_package

REFUSED = 1


class Command(BaseCommand):
    help = "Export a package (docs/exchange.md). Exit 0 done, 1 refused, 2 wrong call."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, or a name in .zip or .xlsx")
        parser.add_argument("--unit", metavar="CODE", help="only the rows of this unit and below")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = export_package(path=options["path"], unit=options["unit"])
        except DomainError as error:
            raise CommandError(error.message, returncode=REFUSED) from error
        except OSError as error:
            message = _("It cannot be written (%(reason)s). Choose another place.")
            raise CommandError(message % {"reason": error}, returncode=REFUSED) from error
        except (OperationalError, ProgrammingError) as error:
            message = _(
                "The database does not answer as it should (%(reason)s): run migrate first."
            )
            raise CommandError(message % {"reason": error}, returncode=REFUSED) from error
        self._tell(report, options["path"])

    def _tell(self, report: Report, path: Path) -> None:
        """Say what was written and what was left out."""
        for note in report.notes:
            self.stderr.write(note)
        words = {"rows": sum(report.rows.values()), "files": len(report.rows), "path": path}
        self.stderr.write(_("%(rows)d rows in %(files)d files written to %(path)s.") % words)
