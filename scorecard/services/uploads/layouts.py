"""Where what stands in a sheet: said by a person, remembered, and applied line by line."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from core.decimals import shortest
from core.errors import DomainError
from core.similarity import folded
from core.uploaded_files import Cell, ReadSheet
from scorecard.services.uploads.period_words import is_period

#: What a column can hold.
COLUMNS: Final = (
    *("unit", "kpi", "period", "value", "numerator", "denominator", "not_applicable", "comment"),
)
FIGURES: Final = ("value", "numerator", "denominator", "not_applicable")
#: How a workbook of OSM marks its columns, in its first row.
OWN_MARK: Final = "osm:"
OWN: Final = "own"
# How people head their columns, in small letters.
HEADS: Final = {
    "unit": ("unit", "unit code", "code of the unit", "organisation", "region", "department"),
    "kpi": ("kpi", "indicator", "measure", "metric", "kpi code"),
    "period": ("period", "month", "date", "year", "quarter"),
    "value": ("value", "actual", "figure", "result"),
    "numerator": ("numerator", "how many"),
    "denominator": ("denominator", "of how many"),
    "comment": ("comment", "note", "remark"),
}
# Further down nobody writes headings.
SEARCHED: Final = 20


@dataclass(frozen=True)
class Layout:
    """What a person says of a sheet.

    Attributes
    ----------
    header
        The row of the headings, from 1; 0 where there is none.
    unit, kpi, period, value, numerator, denominator, not_applicable, comment
        Columns from 1; 0 where there is none.
    is_wide
        Whether each period has a column of its own, headed by it.
    fixed_unit, fixed_kpi, fixed_period
        Code or word where no column says it.
    numbers
        How numbers are written that are text: a key of LOCALES; empty where that is asked.
    shares
        Whether 0.825 or 82.5 is 82.5 %: "fraction", "percent"; empty where that is asked. In a
        workbook of OSM "own": numbers are fractions, text is read as on the page.
    unknown
        What "NA" means: "missing" or "not_applicable"; empty where that is asked.
    """

    sheet: str = ""
    header: int = 1
    unit: int = 0
    kpi: int = 0
    period: int = 0
    value: int = 0
    numerator: int = 0
    denominator: int = 0
    not_applicable: int = 0
    comment: int = 0
    is_wide: bool = False
    fixed_unit: str = ""
    fixed_kpi: str = ""
    fixed_period: str = ""
    numbers: str = ""
    shares: str = ""
    unknown: str = ""
    first: int = 0

    @property
    def first_row(self) -> int:
        """The first row with figures."""
        return self.first or self.header + 1

    @property
    def mark(self) -> str:
        """What makes it the same as another."""
        return _hashed(asdict(self))

    def as_json(self) -> dict[str, Any]:
        """Return it as the database keeps it."""
        return asdict(self)


def layout_of(kept: Mapping[str, Any]) -> Layout:
    """Return a layout that was kept; what it does not know is left out."""
    known = {each.name for each in fields(Layout)}
    return Layout(**{name: value for name, value in kept.items() if name in known})


@dataclass(frozen=True)
class Line:
    """One figure of a sheet: where it stands, and what stands there."""

    row: int
    column: int
    unit: str
    kpi: str
    period: str
    cells: Mapping[str, Cell] = field(default_factory=dict)
    comment: str = ""

    @property
    def shown(self) -> str:
        """The figure as it stood."""
        return " / ".join(filter(None, map(text_of, self.cells.values())))


def text_of(cell: Cell) -> str:
    """Write a cell as text.

    >>> text_of(12.0), text_of(" Fuel "), text_of(None)
    ('12', 'Fuel', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return shortest(cell) if isinstance(cell, float | int) else cell.strip()


def column_name(column: int) -> str:
    """Name a column as spreadsheets do.

    >>> column_name(1), column_name(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def own_layout(sheets: Sequence[ReadSheet]) -> Layout | None:
    """Return the layout of a workbook that OSM made; None where it is none."""
    for sheet in sheets:
        marks = {text_of(cell): place for place, cell in enumerate(_row(sheet.rows, 1), start=1)}
        found: dict[str, Any] = {name: marks.get(f"{OWN_MARK}{name}", 0) for name in COLUMNS}
        if found["unit"] and found["kpi"] and found["period"]:
            return Layout(sheet.name, 1, **found, shares=OWN, first=3)
    return None


def fingerprint(rows: Sequence[Sequence[Cell]], layout: Layout) -> str:
    """Return what tells sheets with the same headings; the periods among them do not count."""
    heads = [folded(text_of(cell)) for cell in _row(rows, layout.header)]
    return _hashed([layout.header, ["#" if is_period(head) else head for head in heads]])


def remembered_for(
    sheets: Sequence[ReadSheet], known: Mapping[str, Layout]
) -> tuple[Layout, str] | None:
    """Return the layout remembered for one of the sheets, by fingerprint, if there is one."""
    for sheet in sheets:
        for mark, layout in known.items():
            if sheet.rows and fingerprint(sheet.rows, layout) == mark:
                return replace(layout, sheet=sheet.name), mark
    return None


def suggested(sheets: Sequence[ReadSheet], header: int | None = None) -> Layout:
    """Return what is likely, for a person to correct: the largest sheet, its headings.

    With a `header` that is the row of the headings.
    """
    sheet = max(sheets, key=lambda each: sum(len(row) for row in each.rows))
    if header is None:
        header = max(range(1, SEARCHED + 1), key=lambda row: _headedness(sheet.rows, row))
    heads = [folded(text_of(cell)) for cell in _row(sheet.rows, header)]
    found: dict[str, Any] = {}
    for name, words in HEADS.items():
        places = [heads.index(word) + 1 for word in words if word in heads]
        found[name] = places[0] if places else 0
    is_wide = sum(map(is_period, heads)) > 1
    return Layout(sheet.name, header, **found, is_wide=is_wide)


def _headedness(rows: Sequence[Sequence[Cell]], number: int) -> tuple[int, int]:
    """Tell how much a row looks like headings: by periods, then by different texts."""
    texts = {text_of(cell) for cell in _row(rows, number)} - {"", "NA"}
    periods = sum(is_period(text) for text in texts if not text.isdecimal())
    words = sum(not re.fullmatch(r"[\d.,%\s-]+", text) for text in texts)
    return (periods if periods > 1 else 0), words + periods


def lines(rows: Sequence[Sequence[Cell]], layout: Layout) -> Iterator[Line]:
    """Yield the figures of a sheet; where nothing stands there is none.

    Raises
    ------
    DomainError
        Where the layout finds no figure in this sheet.
    """
    places = list(_places(rows, layout))
    if not places:
        raise DomainError(
            _("No column is headed by a period, such as Jan 2026: choose another row of headings.")
        )
    for number, row in enumerate(rows[layout.first_row - 1 :], start=layout.first_row):
        for period, columns in places:
            cells = {name: _cell(row, at) for name, at in columns.items()}
            filled = [name for name, cell in cells.items() if text_of(cell)]
            if filled:
                yield Line(
                    row=number,
                    column=columns[filled[0]],
                    unit=layout.fixed_unit or text_of(_cell(row, layout.unit)),
                    kpi=layout.fixed_kpi or text_of(_cell(row, layout.kpi)),
                    period=period or text_of(_cell(row, layout.period)),
                    cells=cells,
                    comment=text_of(_cell(row, layout.comment)),
                )


def _places(rows: Sequence[Sequence[Cell]], layout: Layout) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield the period, if it is known, and the columns of each figure of a row."""
    if not layout.is_wide:
        columns = {name: getattr(layout, name) for name in FIGURES if getattr(layout, name)}
        yield layout.fixed_period, columns
        return
    for column, cell in enumerate(_row(rows, layout.header), start=1):
        if is_period(text_of(cell)):
            yield text_of(cell), {"value": column}


def _row(rows: Sequence[Sequence[Cell]], number: int) -> Sequence[Cell]:
    return rows[number - 1] if 0 < number <= len(rows) else ()


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column - 1] if 0 < column <= len(row) else None


def _hashed(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
