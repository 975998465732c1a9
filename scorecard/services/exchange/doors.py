"""Which cells of a file say something new of a period that is locked: they are refused."""

from collections.abc import Callable
from functools import partial

from django.utils import timezone

from core.packages import Import, Row, Table
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.selectors.locks import read_locks
from scorecard.services.exchange.cells import Cell


class Doors:
    """The locks as they stand when a file comes in; what it repeats is not held against them."""

    def __init__(self, table: Table, context: Import) -> None:
        self.table, self.context = table, context
        self.locks = read_locks(timezone.now())
        self._units: dict[int, Unit] = {}
        self._rows: dict[int, Row] = {}

    def of(self, frequency: Frequency) -> Callable[[Cell], bool]:
        """Return what tells whether a cell of a KPI of this frequency is taken."""
        if self.locks.locks_nothing:
            return lambda _cell: True
        self._units = self._units or Unit.objects.in_bulk()
        self._rows = self._rows or {row.number: row for row in self.table.rows}
        return partial(self._takes, frequency)

    def _takes(self, frequency: Frequency, cell: Cell) -> bool:
        """Tell whether a cell is taken; one that is not becomes a problem of its row."""
        sentence = self.locks.refusal(self._units[cell.unit], Period(frequency, cell.period))
        if sentence:
            self.context.refuse(self.table, self._rows[cell.row], "period", sentence)
        return not sentence
