import pytest

from core.errors import DomainError
from scorecard.services.uploads.layouts import (
    OWN,
    Layout,
    fingerprint,
    layout_of,
    lines,
    own_layout,
    remembered_for,
    suggested,
)
from tests.scorecard.services.uploads.conftest import sheet

WIDE = [["Deaths"], ["Region", "Jan 2026", "Feb 2026"], ["North", 7.0, None], ["South", "", "8"]]


def said(rows, layout):
    return [
        (line.row, line.unit, line.kpi, line.period, line.shown) for line in lines(rows, layout)
    ]


def test_a_column_for_each_period_gives_a_figure_for_each_that_is_filled():
    layout = Layout("CSV", 2, unit=1, fixed_kpi="DEATHS", is_wide=True)
    assert said(WIDE, layout) == [
        (3, "North", "DEATHS", "Jan 2026", "7"),
        (4, "South", "DEATHS", "Feb 2026", "8"),
    ]


def test_a_row_for_each_figure_takes_what_is_fixed_where_no_column_says_it():
    rows = [["KPI", "Part", "Whole"], ["READY", 17.0, 20.0], ["", "", ""], ["OFF", "", None]]
    layout = Layout("CSV", 1, kpi=1, numerator=2, denominator=3, fixed_unit="HQ", fixed_period="x")
    assert said(rows, layout) == [(2, "HQ", "READY", "x", "17 / 20")]


def test_a_wide_sheet_without_a_period_is_refused():
    with pytest.raises(DomainError, match="headed by a period"):
        list(lines(WIDE, Layout("CSV", 1, unit=1, fixed_kpi="K", is_wide=True)))


def test_a_row_beyond_the_sheet_holds_nothing():
    assert said(WIDE, Layout("CSV", 40, unit=1, value=2, fixed_kpi="K", fixed_period="x")) == []


def test_what_is_likely_is_offered():
    found = suggested([sheet(["Notes"], name="Notes"), sheet(*WIDE, name="Data")])
    assert (found.sheet, found.header, found.unit, found.is_wide) == ("Data", 2, 1, True)
    assert suggested([sheet(*WIDE)], 1).header == 1


def test_the_same_headings_are_known_again_whatever_their_months():
    layout = Layout("Data", 2, unit=1, is_wide=True)
    mark = fingerprint(WIDE, layout)
    later = [["Deaths"], ["REGION", "Mar 2026", "Apr 2026"], ["North", 7.0, 8.0]]
    other = [["Deaths"], ["Town", "Mar 2026", "Apr 2026"], ["North", 7.0, 8.0]]
    found = remembered_for([sheet(*later, name="New")], {mark: layout})
    assert found == (Layout("New", 2, unit=1, is_wide=True), mark)
    assert remembered_for([sheet(*other)], {mark: layout}) is None


def test_a_workbook_of_osm_is_known_by_its_marks():
    marks = ["", "osm:value", "osm:unit", "osm:kpi", "osm:period"]
    found = own_layout([sheet(["x"]), sheet(marks, [], name="Figures")])
    assert (found.sheet, found.value, found.unit, found.shares) == ("Figures", 2, 3, OWN)
    assert found.first_row == 3
    assert own_layout([sheet(marks[:3])]) is None


def test_a_layout_comes_back_from_the_database_as_it_was():
    layout = Layout("Data", 2, unit=1, numbers="pl")
    assert layout_of(layout.as_json() | {"of a later version": 1}) == layout
    assert layout.mark != Layout("Data", 2, unit=1).mark
