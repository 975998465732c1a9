"""What the export commands share: options, refusals, and where the lines go."""

import io
import sys
from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.services.moments import past_moment
from scorecard.engine.types import View
from scorecard.services.exports.selection import Selection, select
from scorecard.services.exports.writing import write_csv, write_json
from scorecard.services.rollup.history import History, load_history

REFUSED, WRONG_CALL = 1, 2
AS_OF = (
    "what was known at a moment: a day (its end, in the organisation's time zone) as 2026-05-12, "
    "or a time as 2026-05-12T17:30"
)
WRITERS = {"csv": write_csv, "json": write_json}


#: Not the month: figures of weeks are shown as weeks, and scores as months anyway.
VIEWS = [view.value for view in View if view is not View.MONTH]


class ExportCommand(BaseCommand):
    """Writes lines to stdout or a file; everything else goes to stderr."""

    columns: ClassVar[Sequence[str]] = ()
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options of both exports."""
        parser.add_argument("--unit", metavar="CODE")
        parser.add_argument("--subtree", action="store_true", help="the unit and all below it")
        parser.add_argument("--from", dest="first", metavar="PERIOD")
        parser.add_argument("--to", dest="last", metavar="PERIOD")
        parser.add_argument("--view", choices=VIEWS, default=View.BASE)
        parser.add_argument("--as-of", metavar="MOMENT", help=AS_OF)
        parser.add_argument("--format", choices=sorted(WRITERS), default="csv")
        parser.add_argument("--output", metavar="FILE", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Select, compute, write."""
        try:
            history = load_history(past_moment(options["as_of"]) if options["as_of"] else None)
            selection = select(
                history,
                unit=options["unit"],
                subtree=options["subtree"],
                first=options["first"],
                last=options["last"],
                view=options["view"],
            )
            lines = self.lines(history, selection, options)
        except DomainError as error:
            raise CommandError(error.message, returncode=REFUSED) from error
        except ValueError as error:
            raise CommandError(str(error), returncode=WRONG_CALL) from error
        self._write(lines, options)

    @abstractmethod
    def lines(
        self, history: History, selection: Selection, options: dict[str, Any]
    ) -> Sequence[Sequence[Any]]:
        """Return the lines in the order of `columns`."""

    def _write(self, lines: Sequence[Sequence[Any]], options: dict[str, Any]) -> None:
        write = WRITERS[options["format"]]
        if options["output"]:
            try:
                with options["output"].open("w", encoding="utf-8", newline="") as stream:
                    write(stream, self.columns, lines)
            except OSError as error:
                message = _("The file cannot be written: %(reason)s. Choose another place.")
                raise CommandError(message % {"reason": error}, returncode=REFUSED) from error
        else:
            text = io.StringIO()
            write(text, self.columns, lines)
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            self.stdout.write(text.getvalue(), ending="")
