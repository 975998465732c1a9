"""Print the scores of scorecards, perspectives, themes and objectives."""

from collections.abc import Sequence
from typing import Any

from scorecard.management.export import ExportCommand
from scorecard.services.exports.scores import COLUMNS, score_lines
from scorecard.services.exports.selection import Selection
from scorecard.services.rollup.history import History


class Command(ExportCommand):
    help = "Print a line per unit, node of its scorecard and period."
    columns = COLUMNS

    def lines(
        self, history: History, selection: Selection, options: dict[str, Any]
    ) -> Sequence[Sequence[Any]]:
        return score_lines(history, selection)
