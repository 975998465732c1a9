"""Print the figures of KPIs."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from scorecard.management.export import ExportCommand
from scorecard.services.exports.results import COLUMNS, result_lines
from scorecard.services.exports.selection import Selection
from scorecard.services.rollup.history import History


class Command(ExportCommand):
    help = "Print a line per unit, KPI and period."
    columns = COLUMNS

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kpi", metavar="CODE")

    def lines(
        self, history: History, selection: Selection, options: dict[str, Any]
    ) -> Sequence[Sequence[Any]]:
        return result_lines(history, selection, options["kpi"])
