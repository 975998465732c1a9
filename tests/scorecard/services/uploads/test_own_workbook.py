import io
import zipfile

from python_calamine import CalamineWorkbook

from scorecard.engine.periods import FiscalCalendar
from scorecard.selectors.entry_workbook import workbook_rows
from scorecard.services.uploads.own_workbook import own_workbook
from tests.factories import make_entry, make_kpi, make_reporter

OCTOBER = FiscalCalendar().parse("2026-10")


def opened(units):
    content = own_workbook(workbook_rows([units.mara], OCTOBER))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return rows, parts


def test_each_figure_has_a_row_with_what_helps_to_fill_it_in(fuel, vehicles, spares, units):
    make_entry(units.mara, fuel, "2026-09", 7)
    make_entry(units.mara, vehicles, "2026-10", "0.825", comment="Counted")
    make_entry(units.mara, spares, "2026-10", not_applicable=True)
    rows, _parts = opened(units)
    found = {row[12]: row for row in rows[2:]}
    assert found["FUEL"][:5] == ["1st Armoured Brigade", "Fuel used", "October 2026", "t", 7]
    assert (found["VEH"][6], found["VEH"][10]) == (0.825, "Counted")
    assert found["SPARE"][9] == "does not apply"
    assert {(row[11], row[13]) for row in rows[2:]} == {("MARA", "2026-10")}


def test_headings_are_locked_fields_are_open_and_what_a_kpi_means_stands_beside_it(units, mara):
    make_reporter(units.mara, make_kpi("FUEL", definition="Tons of diesel, at the pump."))
    _rows, parts = opened(units)
    page = parts["xl/worksheets/sheet1.xml"]
    assert "<sheetProtection " in page
    assert 'hidden="1"' in page
    assert "does not apply" in page
    assert 'locked="0"' in parts["xl/styles.xml"]
    assert "Tons of diesel, at the pump." in parts["xl/comments1.xml"]


def test_no_text_is_a_formula(units, mara):
    name = '=HYPERLINK("http://x.example")'
    make_reporter(units.mara, make_kpi("FUEL", name=name, unit_of_measure="@SUM(1)"))
    rows, parts = opened(units)
    assert rows[2][1] == name
    assert "<f>" not in parts["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in parts["xl/worksheets/sheet1.xml"].lower()


def test_a_month_without_figures_gives_headings_alone(organization, units):
    rows, _parts = opened(units)
    assert len(rows) == 2
