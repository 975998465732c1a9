from datetime import date

import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.models import EntryEvent
from scorecard.selectors.due import period_of, periods_ending_with, reports_due
from tests.factories import make_entry, make_kpi, make_reporter, make_unit

CALENDAR = FiscalCalendar()


def due(month="2026-10", calendar=CALENDAR):
    rows = reports_due(calendar.parse(month), calendar).select_related("kpi", "unit")
    return [(row.unit.code, row.kpi.code, row.is_in) for row in rows.order_by("pk")]


@pytest.mark.parametrize(
    ("start", "month", "periods"),
    [
        (1, "2026-10", ["2026-10"]),
        (1, "2026-09", ["2026-09", "2026-Q3"]),
        (1, "2026-12", ["2026-12", "2026-Q4", "FY2026"]),
        (10, "2026-09", ["2026-09", "2026-Q4", "FY2026"]),
        (10, "2026-12", ["2026-12", "2027-Q1"]),
    ],
)
def test_a_month_ends_its_quarter_and_its_fiscal_year(start, month, periods):
    calendar = FiscalCalendar(start)
    found = periods_ending_with(calendar.parse(month), calendar)
    assert [calendar.format(period) for period in found] == periods
    assert calendar.format(period_of("monthly", found)) == month


def test_a_quarterly_kpi_is_due_only_with_the_last_month_of_the_quarter(units):
    kpi = make_kpi("Q", frequency="quarterly")
    make_reporter(units.mara, kpi)
    assert due("2026-08") == due("2026-10") == []
    assert due("2026-09") == [("MARA", "Q", False)]
    make_entry(units.mara, kpi, "2026-Q3", 1)
    assert due("2026-09") == [("MARA", "Q", True)]
    assert due("2026-12") == [("MARA", "Q", False)]


def test_a_yearly_kpi_is_due_with_the_last_month_of_the_year(units):
    make_reporter(units.mara, make_kpi("Y", frequency="yearly"))
    assert due("2026-09") == []
    assert due("2026-12") == [("MARA", "Y", False)]


def test_the_newest_window_decides_with_both_its_ends(units):
    kpi = make_kpi("K")
    make_reporter(units.mara, kpi)
    make_reporter(units.mara, kpi, "2026-09", "2026-10")
    assert [bool(due(month)) for month in ("2026-08", "2026-09", "2026-10", "2026-11")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_withdrawn_figure_is_not_in(units):
    kpi = make_kpi("K")
    make_reporter(units.mara, kpi)
    entry = make_entry(units.mara, kpi, "2026-10", 1)
    assert due() == [("MARA", "K", True)]
    EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=entry.recorded_at)
    assert due() == [("MARA", "K", False)]


def test_not_applicable_is_in(units):
    kpi = make_kpi("K")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-10", not_applicable=True)
    assert due() == [("MARA", "K", True)]


@pytest.mark.parametrize(
    ("days", "is_due"),
    [
        ({"closed_on": date(2026, 9, 30)}, False),
        ({"closed_on": date(2026, 10, 1)}, True),
        ({"opened_on": date(2026, 10, 31)}, True),
        ({"opened_on": date(2026, 11, 1)}, False),
    ],
)
def test_a_closed_unit_owes_nothing(units, days, is_due):
    make_reporter(make_unit("GONE", units.command, **days), make_kpi("K"))
    assert bool(due()) is is_due
