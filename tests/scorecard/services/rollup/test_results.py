from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from jobs.models import OutboxRow
from scorecard.models import EntryEvent, Result
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.results import recompute, recompute_key
from tests.factories import (
    make_entry,
    make_kpi,
    make_reporter,
    make_target,
    make_unit,
    move_unit,
    ordinal,
)
from tests.scorecard.services.rollup.figures import (
    GREEN,
    INSUFFICIENT,
    NO_DATA,
    NOT_SCORED,
    result_of,
)

pytestmark = pytest.mark.django_db


def figures(result):
    return result.value, result.reported, result.expected, result.status


@pytest.fixture
def kpi(units):
    """A sum that both brigades report from January to March 2026."""
    kpi = make_kpi("FUEL")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01", "2026-03")
    return kpi


def test_every_unit_with_somebody_due_below_has_a_row_and_no_other_unit(units, kpi):
    make_unit("IDLE", units.hq)
    make_entry(units.mara, kpi, "2026-01", 5)
    rebuild()
    found = Result.objects.filter(period=ordinal("2026-01")).values_list("unit__code", flat=True)
    assert set(found) == {"HQ", "CMD", "MARA", "NILS"}
    assert figures(result_of(units.hq, kpi)) == (5, 1, 2, INSUFFICIENT)
    assert figures(result_of(units.nils, kpi)) == (None, 0, 1, NO_DATA)


def test_an_own_entry_of_a_unit_with_children_is_one_more_child(units, kpi):
    make_reporter(units.command, kpi, "2026-01", "2026-03")
    for unit, value in ((units.mara, 5), (units.nils, 7), (units.command, 1)):
        make_entry(unit, kpi, "2026-01", value)
    rebuild()
    assert figures(result_of(units.command, kpi)) == (13, 3, 3, NOT_SCORED)
    assert figures(result_of(units.hq, kpi)) == (13, 3, 3, NOT_SCORED)


def test_not_applicable_leaves_both_numbers_of_the_coverage(units, kpi):
    make_entry(units.mara, kpi, "2026-01", 5)
    make_entry(units.nils, kpi, "2026-01", not_applicable=True)
    make_entry(units.mara, kpi, "2026-02", not_applicable=True)
    make_entry(units.nils, kpi, "2026-02", not_applicable=True)
    rebuild()
    assert figures(result_of(units.hq, kpi)) == (5, 1, 1, NOT_SCORED)
    assert figures(result_of(units.hq, kpi, "2026-02")) == (None, 0, 0, NO_DATA)


def test_zero_is_a_value(units, kpi):
    for unit in (units.mara, units.nils):
        make_entry(unit, kpi, "2026-01", 0)
    rebuild()
    assert figures(result_of(units.hq, kpi)) == (0, 2, 2, NOT_SCORED)


@pytest.mark.parametrize(("kind", "value"), [("withdrawn", 5), ("rejected", 5), ("approved", 9)])
def test_the_newest_revision_that_stands_counts(units, kpi, kind, value):
    make_entry(units.mara, kpi, "2026-01", 5)
    newest = make_entry(units.mara, kpi, "2026-01", 9)
    EntryEvent.objects.create(entry=newest, kind=kind, reason="Not so", recorded_at=timezone.now())
    rebuild()
    assert result_of(units.mara, kpi).value == value


def test_a_value_outside_of_the_reporters_window_counts_nowhere(units, kpi):
    make_entry(units.mara, kpi, "2026-04", 5)
    rebuild()
    assert not Result.objects.filter(period=ordinal("2026-04")).exists()


def test_periods_that_have_not_begun_are_not_due(units, kpi):
    with time_machine.travel("2026-02-01 00:00Z", tick=False):
        rebuild()
    last = Result.objects.order_by("period").last()
    assert last.period == ordinal("2026-02")


def test_a_unit_counts_in_its_last_open_month_and_not_after_it(units, kpi):
    depot = make_unit("DEPOT", units.mara, closed_on=date(2026, 2, 1))
    make_reporter(depot, kpi, "2026-01", "2026-03")
    for period in ("2026-02", "2026-03"):
        make_entry(depot, kpi, period, 5)
    rebuild()
    assert result_of(units.mara, kpi, "2026-02").expected == 2
    assert result_of(units.mara, kpi, "2026-03").expected == 1
    assert not Result.objects.filter(unit=depot, period=ordinal("2026-03")).exists()


def test_moving_a_unit_keeps_its_past_figures(units, kpi):
    for period in ("2026-01", "2026-02"):
        make_entry(units.nils, kpi, period, 5)
    rebuild()
    past = list(Result.objects.filter(period=ordinal("2026-01")).order_by("pk").values_list())
    move_unit(units.nils, units.mara, date(2026, 2, 10))
    rebuild()
    assert (
        list(Result.objects.filter(period=ordinal("2026-01")).order_by("pk").values_list()) == past
    )
    assert result_of(units.mara, kpi, "2026-02").value == 5


def test_a_weighted_mean_weighs_with_the_units_own_entries_and_never_a_rolled_up_one(units):
    heads = make_kpi("HEADS")
    mood = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    for unit, value, weight in (
        (units.command, 10, 5),
        (units.mara, 20, 45),
        (units.nils, 30, None),
    ):
        make_reporter(unit, mood, "2026-01", "2026-01")
        make_entry(unit, mood, "2026-01", value)
        if weight:
            make_reporter(unit, heads, "2026-01", "2026-01")
            make_entry(unit, heads, "2026-01", weight)
    rebuild()
    # Nils' 30 has no weight: reported, without a share.
    assert figures(result_of(units.hq, mood))[:3] == ((10 * 5 + 20 * 45) / 50, 3, 3)
    assert result_of(units.nils, mood).value is None


def test_a_kpi_that_is_not_rolled_up_has_lines_only_where_it_is_entered(units):
    kpi = make_kpi("ALONE", unit_rule="none")
    make_reporter(units.mara, kpi, "2026-01", "2026-01")
    make_entry(units.mara, kpi, "2026-01", 3)
    rebuild()
    assert list(Result.objects.values_list("unit__code", "value")) == [("MARA", 3)]


def test_a_number_of_many_digits_becomes_the_nearest_float(units, kpi):
    make_entry(units.mara, kpi, "2026-01", Decimal("0.1000000000000000055511151231257827021181583"))
    rebuild()
    assert result_of(units.mara, kpi).value == 0.1


def test_a_yearly_goal_of_a_sum_is_shared_over_the_months(units, kpi):
    make_target(units.hq, kpi, "FY2026", goal=1200, red_flag=600)
    for unit in (units.mara, units.nils):
        make_entry(unit, kpi, "2026-01", 50)
    rebuild()
    found = result_of(units.hq, kpi)
    assert (found.goal, found.red_flag, found.status) == (100, 50, GREEN)


def test_goals_are_added_only_if_every_reporter_below_has_one(units, kpi):
    for unit in (units.mara, units.nils):
        make_entry(unit, kpi, "2026-01", 50)
    make_target(units.mara, kpi, "2026-01", goal=40, red_flag=20)
    rebuild()
    assert result_of(units.command, kpi).goal is None
    make_target(units.nils, kpi, "2026-01", goal=60, red_flag=30)
    rebuild()
    found = result_of(units.command, kpi)
    assert (found.goal, found.red_flag, found.status) == (100, 50, GREEN)


def posted():
    rows = OutboxRow.objects.order_by("id").values_list("topic", "key")
    return list(rows)


def test_changed_results_make_the_scores_of_their_year_due_and_unchanged_ones_nothing(units, kpi):
    make_entry(units.mara, kpi, "2026-01", 5)
    assert recompute(load_history(), kpi_id=kpi.pk, year=2026) == 12
    assert posted() == [("scores", "2026")]
    assert recompute(load_history(), kpi_id=kpi.pk, year=2026) == 0
    assert posted() == [("scores", "2026")]


def test_a_longer_period_counts_in_the_next_year_too(units):
    kpi = make_kpi("STRENGTH", time_rule="last", frequency="yearly")
    make_reporter(units.mara, kpi, "FY2025", "FY2025")
    make_entry(units.mara, kpi, "FY2025", 5)
    recompute(load_history(), kpi_id=kpi.pk, year=2025)
    assert posted() == [("scores", "2025"), ("scores", "2026")]


def test_only_rows_that_differ_are_written(units, kpi):
    for unit in (units.mara, units.nils):
        make_entry(unit, kpi, "2026-01", 5)
        make_entry(unit, kpi, "2026-02", 5)
    recompute(load_history(), kpi_id=kpi.pk, year=2026)
    make_entry(units.mara, kpi, "2026-02", 6)
    # February of Mara, the command and HQ: each taken out and put back.
    assert recompute(load_history(), kpi_id=kpi.pk, year=2026) == 6


def test_other_kpis_and_years_are_not_touched(units, kpi):
    other = make_kpi("OTHER")
    make_reporter(units.mara, kpi, "2025-01", "2026-03")
    for measure, period in ((kpi, "2025-05"), (kpi, "2026-01"), (other, "2026-01")):
        make_reporter(units.mara, other, "2026-01", "2026-01")
        make_entry(units.mara, measure, period, 5)
    rebuild()
    Result.objects.update(value=99)
    recompute_key(f"{kpi.pk}:2026")
    assert result_of(units.mara, kpi, "2026-01").value == 5
    assert result_of(units.mara, kpi, "2025-05").value == 99
    assert result_of(units.mara, other, "2026-01").value == 99


def test_a_fiscal_year_that_begins_in_april_is_recomputed_from_april_to_march(units, kpi):
    from tests.factories import make_organization

    make_organization(fiscal_year_start_month=4)
    make_reporter(units.mara, kpi, "2025-01", "2026-06")
    recompute(load_history(), kpi_id=kpi.pk, year=2026)
    periods = Result.objects.filter(unit=units.mara).values_list("period", flat=True)
    assert (min(periods), max(periods)) == (ordinal("2025-04"), ordinal("2026-03"))
