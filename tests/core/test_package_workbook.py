import random
import time
import zipfile
from datetime import UTC, datetime

import pytest
from xlsxwriter import Workbook

from core import package_workbook
from core.cells import number, text
from core.package_tables import read_package
from core.packages import Column, Schema

UNITS = Schema(
    "units",
    (Column("code", text(40), required=True), Column("weight", number, default=None)),
    key=("code",),
)


def book(path, *rows, sheet="units"):
    with Workbook(str(path)) as workbook:
        page = workbook.add_worksheet(sheet)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return path


def read(path):
    return read_package(path, {"units": UNITS})


def refusal(path):
    """Return the one reason why nothing of a workbook is read; it must come soon."""
    begun = time.monotonic()
    package = read(path)
    assert time.monotonic() - begun < 30
    (problem,) = package.problems
    return problem.message


def test_a_sheet_is_read_like_a_file(tmp_path):
    package = read(book(tmp_path / "a.xlsx", ("code", "weight"), ("HQ", 0.5), (101, 1e21)))
    first, second = package.tables["units"].rows
    assert (first["code"], first.texts["weight"], first.number) == ("HQ", "0.5", 2)
    assert (second["code"], second.texts["weight"]) == ("101", "1" + "0" * 21)


def test_which_of_the_two_a_file_is_is_told_by_its_content(tmp_path):
    path = book(tmp_path / "a.zip", ("code",), ("HQ",))
    assert len(read(path).tables["units"].rows) == 1


def test_an_unknown_sheet_is_named(tmp_path):
    (problem,) = read(book(tmp_path / "a.xlsx", ("code",), sheet="Sheet1")).problems
    assert problem.file == "Sheet1"
    assert "A package has units" in problem.message


def test_rows_are_counted_from_the_first_of_the_sheet(tmp_path):
    (problem,) = read(book(tmp_path / "a.xlsx", ("code",), (), ("HQ",), ("HQ",))).problems
    assert problem.row == 4


def test_empty_cells_to_the_right_are_nothing_and_filled_ones_too_many(tmp_path):
    assert read(book(tmp_path / "b.xlsx", ("code", ""), ("HQ", ""))).problems == ()
    (problem,) = read(book(tmp_path / "c.xlsx", ("code",), ("HQ", "", "note"))).problems
    assert "3 cells and the first row 1" in problem.message


def test_days_and_flags_of_a_spreadsheet_are_read_as_files_write_them(tmp_path):
    with Workbook(str(tmp_path / "a.xlsx"), {"remove_timezone": True}) as workbook:
        page = workbook.add_worksheet("units")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        page.write_string(0, 0, "code")
        page.write_datetime(1, 0, datetime(2026, 11, 12, tzinfo=UTC), day)
        page.write_datetime(2, 0, datetime(2026, 11, 12, 8, 30, tzinfo=UTC), day)
        page.write_boolean(3, 0, True)
    rows = read(tmp_path / "a.xlsx").tables["units"].rows
    assert [row["code"] for row in rows] == ["2026-11-12", "2026-11-12T08:30:00", "1"]


def test_what_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    assert "The workbook cannot be read" in refusal(tmp_path / "a.xlsx")


def test_a_cell_in_the_last_corner_ends_another_process_and_not_this_one(tmp_path):
    with Workbook(str(tmp_path / "a.xlsx")) as workbook:
        page = workbook.add_worksheet("units")
        page.write(0, 0, "code")
        page.write(1_048_575, 16_383, "x")
    assert (tmp_path / "a.xlsx").stat().st_size < 10_000
    assert "claims more cells than can be read" in refusal(tmp_path / "a.xlsx")


def test_twenty_thousand_columns_are_refused(tmp_path):
    message = refusal(book(tmp_path / "a.xlsx", tuple(f"c{n}" for n in range(16_000))))
    assert "has more than 100 columns" in message


def test_a_text_that_is_repeated_without_end_is_refused(tmp_path):
    with Workbook(str(tmp_path / "a.xlsx")) as workbook:
        page = workbook.add_worksheet("units")
        for row in range(60_000):
            page.write_string(row, 0, "A" * 32_000)
    assert (tmp_path / "a.xlsx").stat().st_size < 500_000
    assert refusal(tmp_path / "a.xlsx")


def test_a_workbook_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(package_workbook, "SECONDS", 0.001)
    assert "claims more cells" in refusal(book(tmp_path / "a.xlsx", ("code",)))


def test_the_character_nul_is_refused(tmp_path):
    assert "NUL" in refusal(book(tmp_path / "a.xlsx", ("code",), ("H\0Q",)))


def test_entities_are_not_followed(tmp_path):
    book(tmp_path / "sound.xlsx", ("code",), ("HQ",))
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    strings = parts["xl/sharedStrings.xml"].replace(b"HQ", b"&b;")
    head, tail = strings.split(b"\n", 1)
    parts["xl/sharedStrings.xml"] = head + entity + tail
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    package = read(tmp_path / "a.xlsx")
    assert "root:" not in str(package)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_workbook_is_refused_with_a_sentence_or_read(seed, tmp_path):
    chance = random.Random(seed)
    book(tmp_path / "sound.xlsx", ("code", "weight"), *((f"U{n}", n) for n in range(20)))
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound:
        parts = {name: bytearray(sound.read(name)) for name in sound.namelist()}
    for content in parts.values():
        for _ in range(chance.randint(0, 3)):
            content[chance.randrange(len(content))] = chance.randrange(256)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bytes(content))
    for problem in read(tmp_path / "a.xlsx").problems:
        assert problem.message
