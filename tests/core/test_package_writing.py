import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.cells import number, text
from core.decimals import shortest
from core.errors import DomainError
from core.package_tables import read_package
from core.package_writing import Written, as_text, csv_text, writer_for
from core.packages import Column, Schema

NOTES = Schema(
    "notes",
    (Column("code", text(), required=True), Column("note"), Column("amount", number, default=None)),
    key=("code",),
)
ENDINGS = ("", ".zip", ".xlsx")
AWKWARD = [
    '"',
    '""quoted""',
    "a,b;c\td",
    "one\ntwo",
    "one\rtwo",
    "one\r\ntwo\r\n\r\nthree",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'apostrophe",
    "<r>rich</r>",
    "<r><t>rich</t></r>",
    "&amp; <b>",
    "_x000D_",
    "x_x0041_y",
    "\x01\x1f\x7f",
    "00123",
    "1e5",
    "TRUE",
    "#N/A",
    "2026-01",
    "Žluťoučký 日本 🛰️ \u202eright",
    "\u2028line\u2029paragraph\x85next\x0bdown",
    "x" * 32_767,
]
# Nothing between the two of them is a number that a float can hold.
NUMBERS = [0.1 + 0.2, 1e-7, 1e21, -5.0, 5e-324, 1.7976931348623157e308, 100 / 3, 2.0**53 + 1, 12.0]
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff"), max_size=40
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def package(notes):
    rows = [{"code": f"C{n:03}", "note": note, "amount": amount} for n, (note, amount) in notes]
    return Written({"notes": (NOTES, as_text(NOTES, rows))})


def write(path, notes):
    written = package(enumerate(notes))
    writer_for(path, [NOTES.file])(written)
    return written


def read(path):
    found = read_package(path, {"notes": NOTES})
    assert not found.problems
    return found.tables["notes"].rows


def assert_comes_back(path, notes):
    write(path, notes)
    found = [(row["note"], row["amount"]) for row in read(path)]
    assert [note for note, _amount in found] == [note.strip() for note, _amount in notes]
    assert [float(amount) for _note, amount in found] == [amount for _note, amount in notes]


@pytest.mark.parametrize("ending", ENDINGS)
def test_awkward_texts_and_numbers_come_back_as_they_were(ending, tmp_path):
    path = tmp_path / f"out{ending}"
    assert_comes_back(path, [(note, 1.0) for note in AWKWARD])
    assert_comes_back(path, [("", amount) for amount in NUMBERS])


@pytest.mark.parametrize("ending", ["", ".zip"])
@given(notes=st.lists(st.tuples(TEXTS, FLOATS), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_and_number_come_back_as_they_were(ending, notes, tmp_path):
    assert_comes_back(tmp_path / f"out{ending}", notes)


@given(notes=st.lists(st.tuples(TEXTS, FLOATS), min_size=40, max_size=80))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_and_number_come_back_out_of_a_workbook(notes, tmp_path):
    assert_comes_back(tmp_path / "out.xlsx", notes)


def test_numbers_of_a_workbook_are_numbers_and_texts_are_texts(tmp_path):
    write(tmp_path / "a.xlsx", [("=1+1", -5.0), ("001", 0.1 + 0.2)])
    sheet = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_name("notes")
    assert sheet.to_python()[1:] == [["C000", "=1+1", -5.0], ["C001", "001", 0.1 + 0.2]]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_cells_are_quoted_only_where_they_must_be():
    rows = [("A", "plain", ""), ("B", 'a "b", c', "1"), ("C", "a\rb", "")]
    lines = b'code,note,amount\nA,plain,\nB,"a ""b"", c",1\nC,"a\rb",\n'
    assert csv_text(NOTES, rows) == lines


def test_rows_stand_in_the_order_of_their_keys():
    found = as_text(NOTES, [{"code": "b"}, {"code": "a", "amount": 1}, {"code": "B"}])
    assert found == [("B", "", ""), ("a", "", "1"), ("b", "", "")]


@pytest.mark.parametrize("ending", [".zip", ".xlsx"])
def test_what_is_packed_bears_no_time(ending, tmp_path):
    write(tmp_path / f"a{ending}", [("x", 1.0)])
    with zipfile.ZipFile(tmp_path / f"a{ending}") as archive:
        assert {member.date_time[0] for member in archive.infolist()} == {1980}
        this_year = f"{time.gmtime().tm_year}-".encode()
        assert not any(this_year in archive.read(member) for member in archive.infolist())


@pytest.mark.parametrize("note", ["x" * 32_768, "\ufffe"])
def test_a_text_that_a_sheet_cannot_hold_goes_into_an_archive_only(note, tmp_path):
    with pytest.raises(DomainError, match=r"notes\.csv, row 2, column note"):
        write(tmp_path / "a.xlsx", [(note, 1.0)])
    assert_comes_back(tmp_path / "a.zip", [(note, 1.0)])


def test_a_number_is_written_as_python_would_read_it():
    assert [float(shortest(number)) for number in NUMBERS] == NUMBERS
