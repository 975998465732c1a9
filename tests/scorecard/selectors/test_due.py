from datetime import date

import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.models import EntryEvent
from scorecard.selectors.due import cells_due, periods_due, periods_ending_with, reports_due
from tests.factories import make_entry, make_kpi, make_reporter, make_unit

CALENDAR = FiscalCalendar()
TODAY = date(2027, 1, 31)


def rows(month="2026-10", calendar=CALENDAR, today=TODAY):
    """Return who reports what with a month, how many figures of it, and how many are in."""
    found = reports_due(calendar.parse(month), calendar, today).select_related("kpi", "unit")
    return [(row.unit.code, row.kpi.code, row.n_due, row.n_in) for row in found.order_by("pk")]


def due(month="2026-10", calendar=CALENDAR):
    return [(unit, kpi, n_in == n_due) for unit, kpi, n_due, n_in in rows(month, calendar)]


def offered(unit, month="2026-10", calendar=CALENDAR, today=TODAY):
    """Return the periods of what the unit is offered to enter with a month."""
    found = cells_due(unit, calendar.parse(month), calendar, today)
    return [calendar.format(period) for _kpi, period in found]


@pytest.mark.parametrize(
    ("start", "month", "periods"),
    [
        (1, "2026-10", ["2026-10"]),
        (1, "2026-09", ["2026-09", "2026-Q3"]),
        (1, "2026-12", ["2026-12", "2026-Q4", "FY2026"]),
        (10, "2026-09", ["2026-09", "2026-Q4", "FY2026"]),
        (10, "2026-12", ["2026-12", "2027-Q1"]),
        (4, "2026-03", ["2026-03", "2026-Q4", "FY2026"]),
        (4, "2026-12", ["2026-12", "2027-Q3"]),
        (7, "2026-06", ["2026-06", "2026-Q4", "FY2026"]),
        (7, "2026-12", ["2026-12", "2027-Q2"]),
    ],
)
def test_a_month_ends_its_quarter_and_its_fiscal_year(start, month, periods):
    calendar = FiscalCalendar(start)
    found = periods_ending_with(calendar.parse(month), calendar)
    assert [calendar.format(period) for period in found] == periods


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


OCTOBER_WEEKS = ["2026-W40", "2026-W41", "2026-W42", "2026-W43", "2026-W44"]


@pytest.fixture
def weekly(units):
    kpi = make_kpi("W", frequency="weekly")
    make_reporter(units.mara, kpi)
    return kpi


@pytest.mark.parametrize("start", [1, 4, 7, 10])
def test_a_month_brings_the_weeks_of_its_thursdays(weekly, units, start):
    calendar = FiscalCalendar(start)
    # Week 40 begins on 28 September, week 44 ends on 1 November.
    assert offered(units.mara, "2026-10", calendar) == OCTOBER_WEEKS
    assert offered(units.mara, "2026-11", calendar)[0] == "2026-W45"
    # Its Thursday is the last day of 2026.
    assert offered(units.mara, "2026-12", calendar)[-1] == "2026-W53"
    assert offered(units.mara, "2027-01", calendar)[0] == "2027-W01"


@pytest.mark.parametrize(
    ("start", "month"), [(1, "2026-12"), (4, "2026-03"), (7, "2026-06"), (10, "2026-09")]
)
def test_all_four_lengths_are_offered_in_the_last_month_of_the_year(weekly, units, start, month):
    for frequency in ("monthly", "quarterly", "yearly"):
        make_reporter(units.mara, make_kpi(frequency=frequency))
    calendar = FiscalCalendar(start)
    last = calendar.parse(month)
    lengths = [
        period.frequency.value for _kpi, period in cells_due(units.mara, last, calendar, TODAY)
    ]
    assert (lengths.count("monthly"), lengths.count("quarterly"), lengths.count("yearly")) == (
        1,
        1,
        1,
    )
    assert lengths.count("weekly") in {4, 5}


def test_every_week_is_a_figure_of_its_own(weekly, units):
    make_entry(units.mara, weekly, "2026-W41", 3)
    # Of November: it is no figure of October.
    make_entry(units.mara, weekly, "2026-W45", 3)
    make_reporter(units.mara, make_kpi("M"))
    assert rows() == [("MARA", "W", 5, 1), ("MARA", "M", 1, 0)]


@pytest.mark.parametrize(
    ("window", "weeks"),
    [
        (("2026-W42", None), OCTOBER_WEEKS[2:]),
        ((None, "2026-W41"), OCTOBER_WEEKS[:2]),
        (("2026-W45", None), []),
    ],
)
def test_weeks_outside_the_window_are_not_due(units, window, weeks):
    kpi = make_kpi("W", frequency="weekly")
    make_reporter(units.mara, kpi, *window)
    assert offered(units.mara) == weeks
    assert rows() == ([("MARA", "W", len(weeks), 0)] if weeks else [])


def test_a_figure_from_before_the_window_was_narrowed_is_none_of_those_due(weekly, units):
    make_entry(units.mara, weekly, "2026-W40", 1)
    make_reporter(units.mara, weekly, "2026-W43")
    assert rows() == [("MARA", "W", 2, 0)]


def test_weeks_in_which_the_unit_is_closed_are_not_due(units):
    days = {"opened_on": date(2026, 10, 12), "closed_on": date(2026, 10, 19)}
    unit = make_unit("SHORT", units.command, **days)
    make_reporter(unit, make_kpi("W", frequency="weekly"))
    assert offered(unit) == ["2026-W42", "2026-W43"]
    assert rows() == [("SHORT", "W", 2, 0)]


def test_what_has_not_begun_is_not_due(weekly, units):
    make_reporter(units.mara, make_kpi("M"))
    assert offered(units.mara, today=date(2026, 10, 12)) == [*OCTOBER_WEEKS[:3], "2026-10"]
    assert rows(today=date(2026, 10, 12)) == [("MARA", "W", 3, 0), ("MARA", "M", 1, 0)]
    # Week 40 begins three days before its month.
    assert offered(units.mara, today=date(2026, 9, 28)) == ["2026-W40"]
    assert offered(units.mara, today=date(2026, 9, 27)) == []
    assert periods_due(CALENDAR.parse("2026-10"), CALENDAR, date(2026, 9, 27)) == []
    assert rows(today=date(2026, 9, 27)) == []
