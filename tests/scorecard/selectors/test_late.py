from datetime import UTC, datetime

import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.selectors.late import LateUnit, late_units
from tests.factories import make_entry, make_kpi, make_reporter, make_typed, make_unit

CALENDAR = FiscalCalendar()
NOW = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture
def kpis(units):
    kpis = [make_kpi() for _ in range(3)]
    for kpi in kpis:
        for unit in (units.mara, units.nils):
            make_reporter(unit, kpi)
    return kpis


def late(user, unit, month="2026-10"):
    return late_units(user, unit, CALENDAR.parse(month), CALENDAR, NOW)


def test_who_misses_most_stands_first_and_who_is_complete_only_counts(chief, units, kpis):
    for kpi in kpis[:2]:
        make_entry(units.mara, kpi, "2026-10", 1)
    complete = make_unit("DONE", units.command)
    make_reporter(complete, kpis[0])
    make_entry(complete, kpis[0], "2026-10", 1)
    found = late(chief, units.hq)
    assert found.units == [
        LateUnit("NILS", units.nils.name, reported=0, expected=3),
        LateUnit("MARA", units.mara.name, reported=2, expected=3),
    ]
    assert found.n_reporting == 3


def test_a_figure_of_another_month_is_not_this_one(chief, units, kpis):
    for kpi in kpis:
        make_entry(units.mara, kpi, "2026-09", 1)
    assert [unit.code for unit in late(chief, units.hq, "2026-09").units] == ["NILS"]
    assert len(late(chief, units.hq).units) == 2


def test_two_revisions_are_one_figure(chief, units, kpis):
    for _ in range(2):
        make_entry(units.mara, kpis[0], "2026-10", 1)
    assert LateUnit("MARA", units.mara.name, reported=1, expected=3) in late(chief, units.hq).units


def test_only_the_units_below_are_counted(chief, units, kpis):
    assert [unit.code for unit in late(chief, units.mara).units] == ["MARA"]


def test_above_ones_own_unit_nothing_is_told(mara, otto, units, kpis):
    for person in (mara, otto):
        for above in (units.hq, units.command, units.nils):
            found = late(person, above)
            assert (found.units, found.n_reporting) == ([], 0)
        assert [unit.code for unit in late(person, units.mara).units] == ["MARA"]


def test_nobody_reports_nobody_is_late(chief, units):
    assert late(chief, units.hq).n_reporting == 0


@pytest.mark.parametrize("count", [5, 50])
def test_five_queries_however_many_units(chief, units, django_assert_max_num_queries, count):
    kpi = make_kpi()
    for _ in range(count):
        make_reporter(make_unit(None, units.command), kpi)
    late(chief, units.hq)
    with django_assert_max_num_queries(5):
        assert len(late(chief, units.hq).units) == count


def test_each_week_of_the_month_is_a_figure_that_may_be_late(chief, units):
    trucks = make_kpi(frequency="weekly")
    make_reporter(units.mara, trucks)
    make_entry(units.mara, trucks, "2026-W40", 1)
    assert late(chief, units.hq).units == [
        LateUnit("MARA", units.mara.name, reported=1, expected=5)
    ]
    for week in range(41, 45):
        make_entry(units.mara, trucks, f"2026-W{week}", 1)
    assert (late(chief, units.hq).units, late(chief, units.hq).n_reporting) == ([], 1)


def typed(user, unit):
    return {one.code: one.typed for one in late(user, unit).units}


def test_the_office_is_told_how_many_late_figures_are_typed_and_not_what(
    ada, mara, nils, units, kpis
):
    for kpi in kpis[:2]:
        make_typed(units.mara, kpi, "2026-10", mara)
    make_typed(units.nils, kpis[0], "2026-09", nils)
    assert typed(ada, units.hq) == {"MARA": 2, "NILS": 0}
    assert "17.17" not in repr(late(ada, units.hq))


def test_nobody_but_the_office_is_told_what_is_typed(chief, mara, vera, otto, units, kpis):
    make_typed(units.mara, kpis[0], "2026-10", mara)
    for person in (chief, vera):
        assert typed(person, units.hq) == {"MARA": 0, "NILS": 0}
    for person in (mara, otto):
        assert typed(person, units.mara) == {"MARA": 0}


def test_a_correction_that_is_typed_is_not_late(ada, mara, units, kpis):
    make_entry(units.mara, kpis[0], "2026-10", 1)
    make_typed(units.mara, kpis[0], "2026-10", mara)
    assert typed(ada, units.mara) == {"MARA": 0}


def test_what_is_typed_for_a_kpi_that_is_not_reported_is_not_late(ada, mara, units, kpis):
    make_typed(units.mara, make_kpi(), "2026-10", mara)
    assert typed(ada, units.mara) == {"MARA": 0}
