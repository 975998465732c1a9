"""Published files are read through a layout, or refused with row, column and reason."""

import csv
import io

import pytest

from scorecard.models import Entry, Upload
from scorecard.services.uploads.layouts import Layout
from scorecard.services.uploads.packed import figure_in, mark_of, rows_of
from scorecard.services.uploads.uploads import confirm
from tests.factories import make_kpi, make_reporter, make_unit, ordinal
from tests.scorecard.services.uploads.conftest import laid_out, uploaded, worked

pytestmark = pytest.mark.slow

AREAS = ("ENGLAND AND WALES", "ENGLAND", "WALES", "NORTH EAST", "LONDON")
MONTHLY = Layout(header=4, is_wide=True, fixed_kpi="DEATHS")
# File -> its sheet and the column of the areas.
DEATHS = {
    "ons_monthly_deaths_2012.xls": ("Figures for 2012", 1),
    "ons_monthly_deaths_2018.xls": ("Figures for 2018", 2),
    "ons_2012_sheet_export_with_NA.csv": ("CSV", 1),
}


@pytest.fixture
def checked(data, ada, units):
    """Upload a published file, lay it out, and return it with what becomes of its figures."""

    def run(path, layout):
        file = data / path
        upload = uploaded(ada, units.hq, file.read_bytes(), file.name)
        upload = laid_out(ada, upload, layout)
        assert upload.state == Upload.CHECKED, upload.message
        rows = rows_of(upload)
        for row in rows:
            assert row.row
            assert row.column
            assert row.state != "refused" or row.reason
        return upload, rows

    return run


def values(rows):
    """Return the figures that would be stored by unit id and period."""
    return {
        (row.place[0], row.place[2]): float(figure_in(row).value)
        for row in rows
        if row.state == "new"
    }


@pytest.fixture
def areas(units):
    deaths = make_kpi("DEATHS", name="Deaths")
    made = {name: make_unit(f"A{at}", units.hq, name=name) for at, name in enumerate(AREAS)}
    for unit in made.values():
        make_reporter(unit, deaths)
    return made


@pytest.mark.parametrize("name", DEATHS)
def test_months_across_columns_below_titles_and_among_footnotes(checked, areas, name):
    sheet, column = DEATHS[name]
    layout = Layout(sheet, **{**vars_of(MONTHLY), "unit": column, "unknown": "missing"})
    _upload, rows = checked(f"importer_raw/{name}", layout)
    found = values(rows)
    year = "2018" if "2018" in name else "2012"
    assert len(found) == 12 * len(AREAS)
    both = [areas["ENGLAND"].pk, areas["WALES"].pk]
    for month in range(1, 13):
        period = ordinal(f"{year}-{month:02}")
        parts = sum(found[unit, period] for unit in both)
        # What was registered of those who lived elsewhere is counted in neither.
        assert parts <= found[areas["ENGLAND AND WALES"].pk, period]
    assert any("is not known" in row.reason for row in rows)


def vars_of(layout):
    kept = layout.as_json()
    del kept["sheet"]
    return kept


def test_weeks_named_by_the_day_on_which_they_ended(checked, units):
    deaths = make_kpi("DEATHS", name="Total deaths, all ages", frequency="weekly")
    make_reporter(units.hq, deaths)
    layout = Layout("Weekly figures 2016", 5, kpi=1, is_wide=True, fixed_unit="HQ")
    _upload, rows = checked("importer_raw/ons_weekly_deaths_2016.xls", layout)
    found = values(rows)
    assert len(found) == 52
    assert found[units.hq.pk, ordinal("2016-W01")] == 13045


def test_thousands_in_quotes_are_asked_about_until_their_language_is_said(checked, data, units):
    path = "importer_raw/nhs_provider_table_2025_26_thousands_separators.csv"
    text = (data / path).read_text(encoding="utf-8-sig")
    published = list(csv.DictReader(io.StringIO(text)))
    arrivals = make_kpi("AE", name="Attendances")
    for code in sorted({row["trust_code"] for row in published}):
        make_reporter(make_unit(code, units.hq, name=f"Trust {code}"), arrivals)
    layout = Layout("CSV", 1, unit=1, period=4, value=5, fixed_kpi="AE")
    _upload, rows = checked(path, layout)
    assert any("two ways" in row.reason for row in rows)
    _upload, rows = checked(path, Layout(**layout.as_json() | {"numbers": "en"}))
    given = [int(row["total_attendances"].replace(",", "")) for row in published]
    assert [row.reason for row in rows if row.state == "refused"] == []
    assert sum(values(rows).values()) == sum(given)


def test_a_small_workbook_is_stored_whole(checked, ada, units):
    names = ("All GPs", "Nurses")
    made = [make_kpi(f"G{at}", name=name) for at, name in enumerate(names)]
    for name in ("East Midlands", "London"):
        unit = make_unit(name[:4], units.hq, name=name)
        for kpi in made:
            make_reporter(unit, kpi)
    layout = Layout("Sheet1", 1, unit=1, kpi=2, is_wide=True)
    upload, rows = checked("importer_raw/gp_patients_per_staff.xlsx", layout)
    assert len(values(rows)) > 0
    confirm(actor=ada, upload=upload, seen=mark_of(upload), leaves_out=True)
    upload = worked(upload)
    assert upload.state == Upload.STORED
    stored = Entry.objects.filter(unit__name="East Midlands", kpi=made[0])
    assert stored.get().value == 1600
    assert Entry.objects.count() == 4


def test_days_are_no_figures(checked, units):
    make_reporter(units.hq, make_kpi("DAYS"))
    layout = Layout(
        "UK Bank Hols", 1, value=1, fixed_unit="HQ", fixed_kpi="DAYS", fixed_period="2026-10"
    )
    _upload, rows = checked("importer_raw/uk_bank_holidays.xls", layout)
    assert {row.state for row in rows} == {"refused"}
    assert {row.column for row in rows} == {"A"}
    assert "“1998-01-01” is not a number" in rows[0].reason


def test_measures_of_a_city_as_printed(checked, data, units):
    with (data / "boston_budget" / "measures.csv").open(encoding="utf-8") as stream:
        published = list(csv.DictReader(stream))
    for at, row in enumerate(published):
        measure = "%" if row["name"].startswith("%") else ""
        kpi = make_kpi(
            f"M{at}",
            name=row["measure"],
            unit_rule="mean",
            frequency="yearly",
            unit_of_measure=measure,
        )
        make_reporter(units.hq, kpi)
    layout = Layout("CSV", 1, kpi=2, value=5, fixed_unit="HQ", fixed_period="FY2017", numbers="en")
    _upload, rows = checked("boston_budget/measures.csv", layout)
    filled = [row for row in published if row["FY17_actual"].strip()]
    assert len(rows) == len(filled)
    by_row = {row.row: row for row in rows}
    for number, row in enumerate(published, start=2):
        text = row["FY17_actual"].strip()
        if number in by_row and by_row[number].state == "new":
            digits = float(text.replace(",", "").removesuffix("%"))
            wanted = digits / 100 if text.endswith("%") and row["name"][0] == "%" else digits
            assert float(figure_in(by_row[number]).value) == pytest.approx(wanted)
    refused = [row for row in rows if row.state == "refused"]
    assert len(refused) < len(rows) / 4
