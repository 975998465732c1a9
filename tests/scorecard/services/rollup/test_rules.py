"""Overrides, values carried forward, approval, other scorings and weeks, from rows to rows."""

import pytest
from django.utils import timezone

from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import EntryEvent
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.full import rebuild
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
)
from tests.scorecard.services.rollup.figures import (
    AMBER,
    GREEN,
    NO_DATA,
    NOT_SCORED,
    RED,
    result_of,
    score_of,
)

pytestmark = pytest.mark.django_db


def reported_by_both(units, **fields):
    kpi = make_kpi("FUEL", **fields)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


def test_an_override_replaces_what_came_from_below_and_keeps_it_beside(units):
    kpi = reported_by_both(units, unit_rule="mean")
    make_entry(units.mara, kpi, "2026-01", 10)
    make_entry(units.command, kpi, "2026-01", 30, kind="override")
    rebuild()
    command, hq = (result_of(unit, kpi) for unit in (units.command, units.hq))
    assert (command.value, command.computed, command.overridden) == (30, 10, True)
    assert (command.reported, command.expected, command.status) == (1, 2, NOT_SCORED)
    assert (hq.value, hq.computed, hq.overridden) == (30, None, False)


def test_an_entry_after_an_override_takes_its_place(units):
    kpi = reported_by_both(units)
    make_entry(units.mara, kpi, "2026-01", 30, kind="override")
    make_entry(units.mara, kpi, "2026-01", 10)
    rebuild()
    found = result_of(units.mara, kpi)
    assert (found.value, found.overridden, found.reported) == (10, False, 1)


def test_an_override_after_an_entry_takes_its_place(units):
    kpi = reported_by_both(units)
    make_entry(units.mara, kpi, "2026-01", 10)
    make_entry(units.mara, kpi, "2026-01", 30, kind="override")
    rebuild()
    found = result_of(units.mara, kpi)
    assert (found.value, found.overridden, found.reported) == (30, True, 0)


def test_a_withdrawn_override_lets_the_computed_value_through(units):
    kpi = reported_by_both(units)
    make_entry(units.mara, kpi, "2026-01", 10)
    override = make_entry(units.command, kpi, "2026-01", 30, kind="override")
    EntryEvent.objects.create(entry=override, kind="withdrawn", recorded_at=timezone.now())
    rebuild()
    assert result_of(units.command, kpi).value == 10


def test_a_value_is_carried_over_the_end_of_the_fiscal_year(units):
    kpi = make_kpi("STAFF", unit_rule="sum", time_rule="last", carry_forward_periods=2)
    make_reporter(units.mara, kpi, "2025-11", "2026-04")
    make_entry(units.mara, kpi, "2025-12", 500)
    post("rollup", keys_of_entries(kpi.pk, [2025]))
    drain()
    carried = [result_of(units.hq, kpi, period) for period in ("2026-01", "2026-02", "2026-03")]
    assert [found.value for found in carried] == [500, 500, None]
    assert [(found.reported, found.carried) for found in carried] == [(0, 1), (0, 1), (0, 0)]
    assert rebuild() == 0


def test_a_carried_value_counts_toward_the_least_coverage(units):
    kpi = reported_by_both(units, time_rule="last", carry_forward_periods=1)
    for unit in (units.mara, units.nils):
        make_entry(unit, kpi, "2026-01", 5)
    make_entry(units.mara, kpi, "2026-02", 5)
    rebuild()
    found = result_of(units.hq, kpi, "2026-02")
    assert (found.value, found.reported, found.carried, found.status) == (10, 1, 1, NOT_SCORED)


def test_where_only_approved_values_count_the_one_before_stays_until_then(units):
    kpi = make_kpi("FUEL", approved_only=True)
    make_reporter(units.mara, kpi)
    first, second = (make_entry(units.mara, kpi, "2026-01", value) for value in (10, 20))
    rebuild()
    assert result_of(units.mara, kpi).status == NO_DATA
    for entry, value in ((first, 10), (second, 20)):
        EntryEvent.objects.create(entry=entry, kind="approved", recorded_at=timezone.now())
        rebuild()
        assert result_of(units.mara, kpi).value == value


def test_a_weight_that_waits_for_approval_is_no_weight_yet(units):
    weight = make_kpi("MEN", approved_only=True)
    kpi = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=weight)
    for unit, value, men in ((units.mara, 10, 1), (units.nils, 20, 3)):
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-01", value)
        make_reporter(unit, weight)
        entry = make_entry(unit, weight, "2026-01", men)
        if unit == units.mara:
            EntryEvent.objects.create(entry=entry, kind="approved", recorded_at=timezone.now())
    rebuild()
    assert result_of(units.hq, kpi).value == 10


@pytest.mark.parametrize(("value", "score", "status"), [(90, 100, GREEN), (70, 50, RED)])
def test_a_band_is_scored_with_its_zeros(units, value, score, status):
    kpi = make_kpi("STAFF", scoring="band")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-01", value)
    make_target(units.mara, kpi, "2026-01", lower=80, upper=100, lower_zero=60)
    rebuild()
    found = result_of(units.mara, kpi)
    assert (found.score, found.status) == (score, status)
    assert (found.lower_zero, found.upper_zero, found.goal) == (60, 120, None)


def test_progress_is_scored_from_its_baseline(units):
    kpi = make_kpi("ROADS", unit_rule="sum", time_rule="last", scoring="progress")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-01", 18)
    make_target(units.mara, kpi, "FY2026", goal=20, baseline=10)
    rebuild()
    found = result_of(units.hq, kpi)
    assert (found.score, found.status, found.baseline) == (80, AMBER, 10)


def test_yes_or_no_is_scored_without_a_target(units):
    kpi = reported_by_both(units, unit_rule="mean", scoring="yes_no")
    for unit, answer in ((units.mara, 1), (units.nils, 0)):
        make_entry(unit, kpi, "2026-01", answer)
    rebuild()
    assert (result_of(units.hq, kpi).score, result_of(units.hq, kpi).status) == (50, RED)


def test_a_weekly_kpi_counts_in_the_month_of_its_thursdays(units):
    kpi = make_kpi("TRUCKS", unit_rule="sum", time_rule="mean", frequency="weekly")
    make_reporter(units.mara, kpi, "2026-W01", "2026-W06")
    # The first Thursday of 2026 is 1 January, the last one of January its 29th.
    for week, value in enumerate((10, 20, 30, 40, 50, 999), start=1):
        make_entry(units.mara, kpi, f"2026-W{week:02}", value)
    make_target(units.mara, kpi, "2026-01", goal=20, red_flag=60)
    objective = make_objective("READY", unit=units.hq)
    make_line(objective, kpi)
    rebuild()
    assert result_of(units.mara, kpi, "2026-W06").value == 999
    # Mean of the five weeks of January: 30 of the way from 60 to 20, 70 to 85.
    assert score_of(units.hq, objective).score == pytest.approx(70 + 15 * 30 / 40)


def test_a_week_that_changes_moves_the_score_of_its_month_through_the_drain(units):
    kpi = make_kpi("TRUCKS", unit_rule="sum", time_rule="mean", frequency="weekly")
    make_reporter(units.mara, kpi, "2025-W52", "2026-W02")
    make_target(units.mara, kpi, "2026-W01", goal=20, red_flag=60)
    make_target(units.mara, kpi, "2026-W02", goal=20, red_flag=60)
    objective = make_objective("READY", unit=units.hq)
    make_line(objective, kpi)
    rebuild()
    make_entry(units.mara, kpi, "2026-W01", 60)
    make_entry(units.mara, kpi, "2026-W02", 60)
    post("rollup", keys_of_entries(kpi.pk, [2026]))
    drain()
    assert score_of(units.hq, objective).score == 70
    assert rebuild() == 0
