"""What a cell of a file says as a figure; nothing is guessed: what has two readings is asked."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.typed_numbers import read_number_in
from core.typed_units import read_in_unit, with_unit
from core.uploaded_files import Cell
from scorecard.models import KpiVersion
from scorecard.selectors.entry_numbers import EXACT
from scorecard.services.drafts import LONGEST, LONGEST_COMMENT
from scorecard.services.entries import Figure
from scorecard.services.uploads.layouts import OWN, Layout, Line, text_of

NOT_APPLICABLE: Final = frozenset({"n/a", "not applicable", "does not apply"})
UNCLEAR: Final = frozenset({"na", "-", "–", "—", "..", "...", ":", "*", "#n/a"})
MISSING, FRACTION, PERCENT = "missing", "fraction", "percent"


def read_figure(line: Line, version: KpiVersion, layout: Layout) -> Figure | None:
    """Read the figure of a line; None where it says that there is none.

    Raises
    ------
    DomainError
        With what to write instead.
    """
    cells = {name: cell for name, cell in line.cells.items() if text_of(cell)}
    if len(line.comment) > LONGEST_COMMENT:
        raise DomainError(_("The comment is too long: shorten it to 1,000 characters."))
    words = {text_of(cell).lower() for cell in cells.values()}
    marked = text_of(cells.pop("not_applicable", None)).lower()
    if words <= UNCLEAR:
        return _unclear(layout, line.comment)
    # The workbook says it in the language of the one for whom it was made.
    known = NOT_APPLICABLE | {_("does not apply").lower()}
    if marked and marked not in known:
        raise DomainError(_("Write “does not apply” in this column, or leave it empty."))
    if words & known:
        if words - known:
            message = _("A number stands beside “does not apply”: leave one of the two out.")
            raise DomainError(message)
        return Figure(not_applicable=True, comment=line.comment)
    return replace(_numbers(cells, version, layout), comment=line.comment)


def _unclear(layout: Layout, comment: str) -> Figure | None:
    if not layout.unknown:
        raise DomainError(
            _("This can mean “not known” or “does not apply”: choose which, in the layout.")
        )
    return None if layout.unknown == MISSING else Figure(not_applicable=True, comment=comment)


def _numbers(cells: Mapping[str, Cell], version: KpiVersion, layout: Layout) -> Figure:
    if version.is_ratio:
        if "value" in cells:
            raise DomainError(_("This KPI needs two numbers: how many, and of how many."))
        parts: dict[str, Any] = {
            name: number_of(cell, layout.numbers) for name, cell in cells.items()
        }
        return Figure(**parts)
    if set(cells) != {"value"}:
        raise DomainError(_("This KPI is one number: write it in the column of the values."))
    return Figure(value=_value(cells["value"], version, layout))


def _value(cell: Cell, version: KpiVersion, layout: Layout) -> Decimal:
    """Read a value; of a percentage the fraction, as the layout says that it is written."""
    if not version.is_percentage:
        return number_of(cell, layout.numbers, version.unit_of_measure)
    if isinstance(cell, str) and with_unit(cell, "%"):
        return number_of(cell, layout.numbers, "%").scaleb(-2, EXACT)
    number = number_of(cell, layout.numbers)
    shares = layout.shares
    if shares == OWN:
        shares = PERCENT if isinstance(cell, str) else FRACTION
    if not shares and number:
        raise DomainError(_("This can be a percentage or a fraction: choose which, in the layout."))
    return number.scaleb(-2, EXACT) if shares == PERCENT else number


def number_of(cell: Cell, locale: str, unit: str = "") -> Decimal:
    """Return the number of a cell: one that is a number in the sheet has one reading.

    Raises
    ------
    DomainError
        Where it is none, or a text that names another unit than that of its KPI.

    Examples
    --------
    >>> number_of(0.1, ""), number_of("1.234,5", "")
    (Decimal('0.1'), Decimal('1234.5'))
    """
    if isinstance(cell, bool) or cell is None:
        raise DomainError(_("This is not a number: write digits, for example 12.5."))
    if isinstance(cell, str):
        if len(cell) > LONGEST:
            message = _("A figure has at most %(longest)d characters: shorten it.")
            raise DomainError(message % {"longest": LONGEST})
        return read_in_unit(cell, unit, partial(read_number_in, locale=locale))
    # Spreadsheets keep fifteen digits of what was typed; what follows is their arithmetic.
    return Decimal(f"{cell:.15g}")
