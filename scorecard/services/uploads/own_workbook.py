"""A workbook to fill in and upload: it is recognised, and its rows may stand in any order."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from core.sheets import PERCENT, Cell, Share
from core.workbooks import CREATED, LONGEST_CELL, UNWRITABLE, ExactSheet
from scorecard.selectors.entry_workbook import WorkbookRow
from scorecard.services.uploads.layouts import OWN_MARK

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: Marks of the columns in the first row, which is hidden; how wide each is.
MARKS: Final = (
    *(("", 30), ("", 34), ("", 14), ("", 12), ("", 12), ("", 12)),
    *(("value", 14), ("numerator", 14), ("denominator", 14), ("not_applicable", 16)),
    *(("comment", 40), ("unit", None), ("kpi", None), ("period", None)),
)
FIRST_FIELD, LAST_FIELD = 6, 10
FIRST_ROW = 2
#: What people may still do where the headings are locked.
ALLOWED: Final = dict.fromkeys(
    ("sort", "autofilter", "format_columns", "format_rows", "format_cells"), True
)
NOTE_WIDTH, LONGEST_NOTE = 320, 800


def own_workbook(rows: Sequence[WorkbookRow]) -> bytes:
    """Return the workbook: text is never a formula, only the fields can be written into."""
    file = io.BytesIO()
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED})
        _OwnSheet(workbook).write(rows)
    return file.getvalue()


class _OwnSheet:
    """Writes the one sheet."""

    def __init__(self, workbook: Workbook) -> None:
        self.page: Worksheet = workbook.add_worksheet(_("Figures"), ExactSheet)
        field = {"locked": False, "border": 1, "bg_color": "#F1F5FF"}
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.percent = workbook.add_format({"num_format": PERCENT})
        self.field = workbook.add_format(field)
        self.percent_field = workbook.add_format(field | {"num_format": PERCENT})
        self.closed = workbook.add_format({"bg_color": "#E4E4E4"})

    def write(self, rows: Sequence[WorkbookRow]) -> None:
        heads = [
            *(_("Unit"), _("KPI"), _("Period"), _("Unit of measure"), _("Last figure")),
            *(_("Target"), _("Figure"), _("How many"), _("Of how many"), _("Does not apply")),
            *(_("Comment"), "", "", ""),
        ]
        for place, ((mark, width), head) in enumerate(zip(MARKS, heads, strict=True)):
            self._text(0, place, f"{OWN_MARK}{mark}" if mark else "")
            self._text(1, place, head, self.bold)
            self.page.set_column(place, place, width, None, {"hidden": width is None})
        self.page.set_row(0, None, None, {"hidden": True})
        self.page.freeze_panes(FIRST_ROW, 2)
        for number, row in enumerate(rows, start=FIRST_ROW):
            self._row(number, row)
        last = FIRST_ROW + max(len(rows), 1) - 1
        self._choices(last)
        self.page.autofilter(1, 0, last, LAST_FIELD)
        self.page.protect("", ALLOWED)

    def _row(self, number: int, row: WorkbookRow) -> None:
        said: list[Cell] = [row.unit_name, row.kpi_name, row.period_name, row.unit_of_measure]
        for place, cell in enumerate([*said, row.last, row.target]):
            self._cell(number, place, cell, self.percent if isinstance(cell, Share) else None)
        is_open = {"value": not row.is_ratio, "numerator": row.is_ratio}
        value = self.percent_field if row.unit_of_measure == "%" else self.field
        fields: list[tuple[Cell, Any]] = [
            (row.value, value if is_open["value"] else self.closed),
            (row.numerator, self.field if is_open["numerator"] else self.closed),
            (row.denominator, self.field if is_open["numerator"] else self.closed),
            (_("does not apply") if row.not_applicable else "", self.field),
            (row.comment, self.field),
        ]
        for place, (cell, look) in enumerate(fields, start=FIRST_FIELD):
            self._cell(number, place, cell, look)
        for place, key in enumerate((row.unit, row.kpi, row.period), start=LAST_FIELD + 1):
            self._text(number, place, key)
        if row.definition:
            options = {"x_scale": 2, "author": "OSM", "width": NOTE_WIDTH}
            self.page.write_comment(number, 1, row.definition[:LONGEST_NOTE], options)

    def _choices(self, last: int) -> None:
        """Offer the one word of the column, and say what else is wanted in the fields."""
        words = [_("does not apply")]
        self.page.data_validation(
            FIRST_ROW, FIRST_FIELD + 3, last, FIRST_FIELD + 3, {"validate": "list", "source": words}
        )

    def _cell(self, row: int, column: int, cell: Cell, look: Any = None) -> None:
        if isinstance(cell, str) and cell:
            self._text(row, column, cell, look)
        elif cell is None or cell == "":
            self.page.write_blank(row, column, None, look)
        else:
            self.page.write_number(row, column, cell, look)

    def _text(self, row: int, column: int, text: str, look: Any = None) -> None:
        for mark in UNWRITABLE:
            text = text.replace(mark, "")
        self.page.write_string(row, column, text[:LONGEST_CELL], look)
