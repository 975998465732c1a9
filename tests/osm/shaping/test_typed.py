"""Rows as somebody typed, pasted or uploaded them."""

import io

import pytest
from xlsxwriter import Workbook

from core.errors import DomainError
from osm.shaping.lists import LISTS
from osm.shaping.typed import MOST_LINES, lines_of_file, lines_of_text, text_of_lines

UNITS = LISTS["units"].schema
HEADER = ["code", "name", "parent"]


@pytest.mark.parametrize(
    "text",
    [
        "code\tname\tparent\nLOG\tLogistics, all of it\tHQ",
        'code,name,parent\nLOG,"Logistics, all of it",HQ',
        "Code;Name;Parent\nLOG;Logistics, all of it;HQ\n;;\n",
        # Without a header the usual order of columns holds.
        "LOG\tLogistics, all of it\tHQ",
    ],
)
def test_rows_are_read_however_they_were_copied(text):
    assert lines_of_text(text, UNITS) == [HEADER, ["LOG", "Logistics, all of it", "HQ"]]


def test_names_of_columns_may_be_written_as_people_write_them():
    text = "Unit\tKPI\tFirst period\nLOG\tDAYS\t2026-01"
    header = lines_of_text(text, LISTS["reporters"].schema)[0]
    assert header == ["unit", "kpi", "first_period"]


def test_what_a_spreadsheet_leaves_out_at_the_end_of_a_row_is_empty():
    assert lines_of_text("code\tname\tparent\nHQ\tHeadquarters", UNITS)[1] == [
        "HQ",
        "Headquarters",
        "",
    ]


def workbook(**sheets):
    file = io.BytesIO()
    with Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def test_of_a_workbook_the_sheet_of_that_name_is_read_and_numbers_as_they_are():
    content = workbook(notes=[["anything"]], targets=[["unit", "kpi", "period", "goal"]])
    schema = LISTS["targets"].schema
    assert lines_of_file("all.xlsx", content, schema) == [["unit", "kpi", "period", "goal"]]
    content = workbook(Sheet1=[["unit", "kpi", "period", "goal"], ["HQ", "DAYS", "FY2026", 0.95]])
    assert lines_of_file("all.xlsx", content, schema)[1] == ["HQ", "DAYS", "FY2026", "0.95"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\n".join(["A\tB\tC"] * (MOST_LINES + 1))])
def test_nothing_and_too_much_are_refused(text):
    with pytest.raises(DomainError):
        lines_of_text(text, UNITS)


def test_more_text_than_is_posted_again_is_refused():
    text = "\n".join(["LOG\t" + "x" * 1000 + "\tHQ"] * 2_100)
    with pytest.raises(DomainError, match="too much text"):
        lines_of_text(text, UNITS)


def test_lines_written_as_text_are_the_same_when_read_again():
    lines = [HEADER, ["LOG", 'A "name"\twith, marks', "HQ"]]
    assert lines_of_text(text_of_lines(lines), UNITS) == lines
