import pytest

from osm.downloads.figures import as_rows, figures_of, heads, next_kpi, rows_in
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def test_a_manager_has_the_own_unit_and_the_chief_all_below(world, units, mara, chief):
    own = {row.unit_id for row in figures_of(mara, units.mara)}
    assert own == {units.mara.pk}
    assert {row.unit_id for row in figures_of(chief, units.hq)} > own


def test_above_one_s_own_unit_there_is_only_what_is_one_s_own(world, units, mara):
    assert {row.unit_id for row in figures_of(mara, units.hq)} <= {units.mara.pk}
    assert not figures_of(mara, units.nils).exists()


def test_the_kpis_come_one_after_the_other_and_end(world, units, mara):
    first = next_kpi(mara, units.mara, 0)
    second = next_kpi(mara, units.mara, first)
    assert first < second
    assert next_kpi(mara, units.mara, second) is None


def test_rows_fit_their_heads_and_stay_unknown_where_nothing_is_known(world, units, mara):
    rows = list(as_rows(rows_in(figures_of(mara, units.mara))))
    assert {len(row) for row in rows} == {len(heads())}
    staff = next(row for row in rows if row[3] == "STAFF")
    assert staff[heads().index("Lower bound")] is None


def test_all_rows_come_in_one_query(world, units, mara, django_assert_num_queries):
    found = figures_of(mara, units.mara)
    with django_assert_num_queries(1):
        rows_in(found)
