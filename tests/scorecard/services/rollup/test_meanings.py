"""A figure is made by the definition that is valid on the last day of its period."""

from datetime import date, timedelta

import pytest
import time_machine

from scorecard.engine.types import View
from scorecard.models import KpiVersion, Result
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.known import NOW, Known
from scorecard.services.rollup.meanings import load_meaning, load_meanings
from scorecard.services.rollup.views import view_figures
from tests.factories import (
    make_entry,
    make_kpi,
    make_reporter,
    make_target,
    ordinal,
    recorded,
)

pytestmark = pytest.mark.django_db

JULY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-10-20 10:00Z", tick=False):
        yield


def redefine(kpi, valid_from=JULY, **fields):
    """Let something else hold from a day on."""
    version = KpiVersion.objects.filter(kpi=kpi).latest("pk")
    version.pk, version.valid_from, version.recorded_at = None, valid_from, recorded()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save()
    return version


@pytest.fixture
def fuel(units):
    """Two brigades report 10 and 30, each month from May to August."""
    kpi = make_kpi("FUEL")
    for unit, value in ((units.mara, 10), (units.nils, 30)):
        make_reporter(unit, kpi, "2026-05", "2026-08")
        for month in ("2026-05", "2026-06", "2026-07", "2026-08"):
            make_entry(unit, kpi, month, value)
    return kpi


def stored(kpi, unit, name="value"):
    rebuild()
    return list(
        Result.objects.filter(kpi=kpi, unit=unit).order_by("period").values_list(name, flat=True)
    )


def shown(kpi, view, unit, name="value"):
    rebuild()
    history = load_history()
    found = view_figures(history, load_meaning(NOW, kpi.pk), view)
    column = getattr(found.figures, name)[history.unit_ids.tolist().index(unit.pk)]
    periods = map(history.calendar.format, found.periods)
    return dict(zip(periods, column.tolist(), strict=True))


def test_each_period_is_rolled_up_by_the_definition_of_its_last_day(units, fuel):
    redefine(fuel, unit_rule="mean", time_rule="mean")
    assert stored(fuel, units.hq) == [40, 40, 20, 20]


def test_a_definition_that_begins_within_a_month_holds_for_the_month(units, fuel):
    redefine(fuel, date(2026, 6, 30), unit_rule="max", time_rule="max")
    assert stored(fuel, units.hq) == [40, 30, 30, 30]


def test_before_the_first_definition_the_first_one_holds(units, fuel):
    KpiVersion.objects.filter(kpi=fuel).update(valid_from=JULY)
    assert stored(fuel, units.hq) == [40, 40, 40, 40]


def test_of_a_day_the_newest_revision_counts_and_only_those_known(units, fuel):
    moment = recorded()
    with time_machine.travel("2026-10-21 10:00Z", tick=False):
        redefine(fuel, unit_rule="max")
        last = redefine(fuel, unit_rule="min")
        assert [each.pk for each in load_meaning(NOW, fuel.pk).versions][1:] == [last.pk]
        assert stored(fuel, units.hq) == [40, 40, 10, 10]
        assert len(load_meaning(Known(moment), fuel.pk).versions) == 1
        assert load_meanings(Known(moment - timedelta(seconds=1))) == {}


def test_coverage_is_held_against_the_least_one_of_the_period(units):
    kpi = make_kpi("FUEL", min_coverage=0.5)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-06", "2026-07")
    for month in ("2026-06", "2026-07"):
        make_entry(units.mara, kpi, month, 1)
    redefine(kpi, min_coverage=0.9)
    assert stored(kpi, units.hq, "status") == [5, 4]


def test_a_weighted_mean_takes_the_weight_of_the_definition_of_the_period(units):
    heads, area = make_kpi("HEADS"), make_kpi("AREA")
    kpi = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    for unit, value, head, size in ((units.mara, 1, 1, 3), (units.nils, 5, 3, 1)):
        make_reporter(unit, kpi, "2026-06", "2026-07")
        for month in ("2026-06", "2026-07"):
            make_entry(unit, kpi, month, value)
            make_entry(unit, heads, month, head)
            make_entry(unit, area, month, size)
    redefine(kpi, weight_kpi=area)
    assert stored(kpi, units.hq) == [4, 2]


def test_a_yearly_target_is_shared_out_by_the_profile_of_each_period(units):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-06", "2026-07")
    make_target(units.mara, kpi, "FY2026", goal=1200, red_flag=600)
    redefine(kpi, target_profile=[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0])
    assert stored(kpi, units.mara, "goal") == [100, 300]


def test_a_longer_view_has_the_rules_of_its_last_base_period_over_results_as_they_are(units, fuel):
    redefine(fuel, unit_rule="max", time_rule="max", min_coverage=1)
    # Results: 40, 40 as sums, 30, 30 as the highest unit.
    assert shown(fuel, View.QUARTER, units.hq)["2026-Q2"] == 80
    assert shown(fuel, View.QUARTER, units.hq)["2026-Q3"] == 30
    assert shown(fuel, View.YEAR, units.hq) == {"FY2026": 40}
    ytd = shown(fuel, View.YTD, units.hq)
    assert (ytd["2026-06"], ytd["2026-07"]) == (80, 40)


def test_a_definition_from_a_later_day_changes_nothing_before(units, fuel):
    before = stored(fuel, units.hq)
    redefine(fuel, date(2026, 9, 1), unit_rule="min", time_rule="min")
    assert stored(fuel, units.hq) == before
    assert ordinal("2026-08") == max(Result.objects.values_list("period", flat=True))
