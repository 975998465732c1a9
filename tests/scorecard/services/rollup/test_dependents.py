import pytest
import time_machine

from scorecard.models import KpiVersion, Result
from scorecard.services.dependents import (
    keys_of_changes,
    keys_of_entries,
    keys_of_everything,
    score_years,
    years_of,
)
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.known import NOW
from scorecard.services.rollup.meanings import load_meaning
from tests.factories import (
    make_entry,
    make_kpi,
    make_organization,
    make_reporter,
    recorded,
)

pytestmark = pytest.mark.django_db


def test_an_entry_makes_its_kpi_and_those_that_it_weighs_due(units):
    heads, other = make_kpi("HEADS"), make_kpi("OTHER")
    mood = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    assert keys_of_entries(heads.pk, [2025, 2026]) == [
        f"{heads.pk}:2025",
        f"{heads.pk}:2026",
        f"{mood.pk}:2025",
        f"{mood.pk}:2026",
    ]
    assert keys_of_entries(mood.pk, [2026]) == [f"{mood.pk}:2026"]
    assert keys_of_entries(other.pk, [2026]) == [f"{other.pk}:2026"]


def test_a_kpi_that_is_weighed_in_several_versions_is_due_once(units):
    heads = make_kpi("HEADS")
    mood = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    version = KpiVersion.objects.get(kpi=mood)
    version.pk = None
    version.save()
    assert keys_of_entries(heads.pk, [2026]) == [f"{heads.pk}:2026", f"{mood.pk}:2026"]


def test_many_changes_make_due_what_each_does_in_as_many_queries(units, django_assert_num_queries):
    heads, carried = (
        make_kpi("HEADS"),
        make_kpi("STOCK", unit_rule="mean", carry_forward_periods=13),
    )
    mood = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    make_kpi("SHARE", unit_rule="none", formula="STOCK / HEADS")
    changed = {heads.pk: [2024], carried.pk: [2026], mood.pk: [2022, 2026]}
    each = [key for kpi, its in changed.items() for key in keys_of_entries(kpi, its)]
    for number in range(5):
        changed[make_kpi(f"MORE{number}").pk] = []
    with django_assert_num_queries(5):
        found = keys_of_changes(changed)
    assert sorted(found) == sorted(set(each))
    assert f"{carried.pk}:2028" in found


def years(kpi):
    return list(years_of(load_history(), load_meaning(NOW, kpi.pk)))


def test_the_years_of_a_kpi_reach_from_the_first_to_the_last_that_has_anything(units):
    kpi = make_kpi()
    assert years(kpi) == []
    make_entry(units.mara, kpi, "2024-05", 1)
    assert years(kpi) == [2024]
    make_reporter(units.mara, kpi, "2023-01", "2025-12")
    assert years(kpi) == [2023, 2024, 2025]


def test_an_open_window_reaches_to_this_year_and_a_future_one_no_further(units):
    kpi = make_kpi()
    with time_machine.travel("2026-10-05", tick=False):
        make_reporter(units.mara, kpi, "2025-01", "2029-12")
        assert years(kpi) == [2025, 2026]
        make_reporter(units.mara, kpi, "2025-01")
        assert years(kpi) == [2025, 2026]
    with time_machine.travel("2027-01-01", tick=False):
        assert years(kpi) == [2025, 2026, 2027]


def test_years_are_fiscal_ones(units):
    make_organization(fiscal_year_start_month=10)
    kpi = make_kpi()
    make_entry(units.mara, kpi, "2024-10", 1)
    assert years(kpi) == [2025]


def test_a_window_that_was_narrowed_keeps_the_years_whose_results_must_go(units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi, "2023-01", "2025-12")
    rebuild()
    make_reporter(units.mara, kpi, "2025-01", "2025-12")
    assert years(kpi) == [2023, 2024, 2025]
    rebuild()
    assert set(Result.objects.values_list("period", flat=True)) == set(range(2025 * 12, 2026 * 12))


def test_everything_is_every_kpi_with_a_definition_in_the_order_of_codes(units):
    second, first = make_kpi("B"), make_kpi("A")
    for kpi in (first, second):
        make_entry(units.mara, kpi, "2025-12", 1)
    make_entry(units.mara, first, "2026-01", 1)
    assert keys_of_everything() == [f"{first.pk}:2025", f"{first.pk}:2026", f"{second.pk}:2025"]
    assert keys_of_everything([second.pk]) == [f"{second.pk}:2025"]


def test_scores_are_due_in_the_year_after_too_because_yearly_figures_count_there():
    assert score_years(["7:2025", "8:2025", "7:2023"]) == ["2023", "2024", "2025", "2026"]
    assert score_years([]) == []


def test_a_version_of_the_future_is_not_the_present_definition(units):
    kpi = make_kpi()
    KpiVersion.objects.create(
        kpi=kpi,
        name="Later",
        unit_rule="sum",
        time_rule="sum",
        frequency="yearly",
        recorded_at=recorded(),
    )
    assert kpi.definition.frequency == "monthly"
