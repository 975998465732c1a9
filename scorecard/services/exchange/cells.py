"""Which rows of values.csv may become entries: the numbers of a cell, held against its KPI."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.packages import Import, Row, Table
from scorecard.models import Entry, KpiVersion
from scorecard.services.exchange.periods import Calendar
from scorecard.services.exchange.reporters import Window, stored_windows


class Numbers(NamedTuple):
    """What a cell says: a value, or a pair, or that the KPI does not apply; and which kind it is.

    An override takes the place of what came from below.
    """

    kind: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    not_applicable: bool


class Cell(NamedTuple):
    """One row of the file that may become an entry."""

    row: int
    kpi: int
    unit: int
    period: int
    numbers: Numbers
    comment: str


class ValueCheck:
    """Decides which rows may become entries."""

    def __init__(
        self,
        table: Table,
        context: Import,
        calendar: Calendar,
        definitions: dict[int, KpiVersion],
    ) -> None:
        self.calendar = calendar
        self.definitions = definitions
        self.windows = stored_windows()
        self.time = TimeCheck(calendar, self.windows, is_given="reporters" in context.tables)
        self.absent = table.schema.defaults

    def read(self, row: Row) -> Cell:
        """Return the row as a cell.

        Raises
        ------
        DomainError
            Naming the column and what to do.
        """
        cells = {**self.absent, **row.cells}
        kpi = self.definitions[cells["kpi"]]
        period = self.calendar.base(cells["period"], kpi.frequency)
        kind = cells["kind"] or Entry.ENTRY
        self.time.check(kpi, cells["unit"], period, kind=kind)
        numbers = Numbers(
            kind,
            cells["value"],
            cells["numerator"],
            cells["denominator"],
            cells["not_applicable"],
        )
        _check_numbers(numbers, kpi)
        return Cell(row.number, kpi.kpi_id, cells["unit"], period, numbers, cells["comment"])


class TimeCheck:
    """Decides in which periods a unit reports a KPI.

    Parameters
    ----------
    windows
        The window of every (KPI id, unit id).
    is_given
        Whether units without a window report nothing; else it is so for each KPI that has any
        window that was given.
    """

    def __init__(
        self, calendar: Calendar, windows: Mapping[tuple[int, int], Window], *, is_given: bool
    ) -> None:
        self.calendar = calendar
        self.windows = windows
        self.is_given = is_given
        self.given = {kpi for (kpi, _unit), window in windows.items() if not window.inferred}

    def check(self, kpi: KpiVersion, unit: int, period: int, *, kind: str = "entry") -> None:
        """Refuse a period in which nothing is due from the unit.

        An override needs no window: it replaces what came from units below.

        Raises
        ------
        DomainError
            Naming the column and what to do.
        """
        if kpi.formula:
            raise DomainError(
                _("This KPI is computed from others: leave the row out."), field="kpi"
            )
        if not self.calendar.has_begun(kpi.frequency, period):
            raise DomainError(
                _("The period has not begun: leave the row out until it has."), field="period"
            )
        if not self.calendar.is_open(unit, kpi.frequency, period):
            raise DomainError(
                _("The unit is closed in this period: leave the row out, or correct its days."),
                field="unit",
            )
        window = self.windows.get((kpi.kpi_id, unit))
        if kind == Entry.OVERRIDE:
            return
        if window is None:
            if self.is_given or kpi.kpi_id in self.given:
                raise DomainError(
                    _("The unit does not report this KPI: leave the row out or add a reporter."),
                    field="kpi",
                )
        elif not window.inferred and not window.includes(period):
            raise DomainError(
                _("The unit does not report this KPI in this period: see reporters.csv."),
                field="period",
            )


def _check_numbers(numbers: Numbers, kpi: KpiVersion) -> None:
    """Refuse numbers that are not what the KPI asks for."""
    pair = numbers.numerator, numbers.denominator
    if numbers.not_applicable:
        if numbers.kind == Entry.OVERRIDE:
            raise DomainError(
                _("An override gives a value: leave not_applicable empty, or make it an entry."),
                field="not_applicable",
            )
        if (numbers.value, *pair) != (None, None, None):
            raise DomainError(
                _("A value stands beside “not applicable”: leave one of the two out."),
                field="not_applicable",
            )
    elif kpi.is_ratio:
        _check_pair(numbers, kpi)
    elif pair != (None, None):
        raise DomainError(
            _("This KPI is one number and not a ratio: put it into the column value."),
            field="numerator" if numbers.numerator is not None else "denominator",
        )
    elif numbers.value is None:
        raise DomainError(
            _("There is no value: leave the row out, or set not_applicable to 1."), field="value"
        )
    else:
        _check_limits(numbers.value, kpi, "value")


def _check_pair(numbers: Numbers, kpi: KpiVersion) -> None:
    """Refuse half a ratio, and a finished share in its place."""
    if numbers.value is not None:
        raise DomainError(
            _("This KPI is a ratio: give numerator and denominator, and leave value empty."),
            field="value",
        )
    if numbers.numerator is None:
        raise DomainError(
            _("Half of the ratio is missing: give the numerator too."), field="numerator"
        )
    if numbers.denominator is None:
        raise DomainError(
            _("Half of the ratio is missing: give the denominator too."), field="denominator"
        )
    if numbers.denominator:
        _check_limits(numbers.numerator / numbers.denominator, kpi, "numerator")


def _check_limits(value: Decimal, kpi: KpiVersion, column: str) -> None:
    """Refuse a value that the KPI cannot have."""
    if kpi.minimum is not None and value < kpi.minimum:
        message = _("This KPI is never below %(limit)s: correct the value or the KPI's minimum.")
        raise DomainError(message % {"limit": kpi.minimum}, field=column)
    if kpi.maximum is not None and value > kpi.maximum:
        message = _("This KPI is never above %(limit)s: correct the value or the KPI's maximum.")
        raise DomainError(message % {"limit": kpi.maximum}, field=column)
