"""Tables as files, read back by the libraries that people's programs are like."""

import csv
import io
import zipfile

import pytest
from django.http import Http404
from python_calamine import CalamineWorkbook

from core.sheets import Share, Sheet, amount, as_csv, as_xlsx, download

pytestmark = pytest.mark.once

PAYLOADS = [
    *(start + "cmd|' /C calc'!A0" for start in ("=", "+", "-", "@", "\t=", "\r=", "\n=")),
    '=HYPERLINK("http://evil.example","Click")',
    "=1+1",
    "-5",
    "+5",
    "@SUM(1)",
    "<r>1</r>",
    "Fuel, oil; “grease”\nsecond line",
    "żółć 力",
]


def sheet(*cells):
    return Sheet(
        "Units of HQ 2026-10", ["Text", "Number"], [(cell, -5.0) for cell in cells], ["=1"]
    )


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def xml_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def as_one_line_end(text):
    """XML knows one kind of line end, and spreadsheets write the other as a mark."""
    return text.replace("_x000D_", "\n").replace("\r", "\n").strip()


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_text_becomes_a_formula_and_numbers_stay_numbers(text):
    head, row, _gap, note = read_csv(as_csv(sheet(text)))
    assert head == ["Text", "Number"]
    assert row == [text if text[0] not in "=+-@\t\r\n" else f"'{text}", "-5.0"]
    assert note == ["'=1"]
    content = as_xlsx(sheet(text))
    cell, number = read_xlsx(content)[1]
    assert as_one_line_end(cell) == as_one_line_end(text)
    assert number == -5.0
    assert "<f>" not in xml_of(content)


def test_what_is_unknown_is_empty_and_never_0():
    rows = read_csv(as_csv(sheet(None, 0.0)))
    assert [row[0] for row in rows[1:3]] == ["", "0.0"]
    assert [row[0] for row in read_xlsx(as_xlsx(sheet(None, 0.0)))[1:3]] == ["", 0.0]


def test_a_percentage_is_shown_as_one_and_stays_a_fraction():
    assert isinstance(amount(0.62, "%"), Share)
    assert amount(None, "%") is None
    content = as_xlsx(sheet(amount(0.62, "%")))
    assert read_xlsx(content)[1][0] == 0.62
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "0.0##%" in archive.read("xl/styles.xml").decode()
    assert read_csv(as_csv(sheet(amount(0.62, "%"))))[1][0] == "0.62"


def test_a_table_without_rows_has_its_head_and_notes():
    assert read_csv(as_csv(sheet()))[0] == ["Text", "Number"]
    assert read_xlsx(as_xlsx(sheet()))[-1][0] == "=1"


def test_what_xml_cannot_hold_is_left_out():
    assert read_xlsx(as_xlsx(sheet("a\ufffeb")))[1][0] == "ab"


def test_an_unknown_kind_is_not_there():
    answer = download(sheet("x"), "csv")
    assert answer["Content-Disposition"] == 'attachment; filename="units-of-hq-2026-10.csv"'
    with pytest.raises(Http404):
        download(sheet("x"), "exe")
