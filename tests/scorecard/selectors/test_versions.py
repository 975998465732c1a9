from datetime import date, timedelta

import pytest
from django.utils import timezone

from scorecard.models import KpiVersion
from scorecard.selectors.versions import breaks, version_on, versions_of
from tests.factories import make_kpi, recorded

pytestmark = pytest.mark.django_db

DAYS = [date(2026, month, 28) for month in (1, 2, 3)]
FEBRUARY = date(2026, 2, 1)


def redefined(kpi, valid_from=FEBRUARY, **fields):
    version = KpiVersion.objects.filter(kpi=kpi).latest("pk")
    version.pk, version.valid_from, version.recorded_at = None, valid_from, recorded()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save()
    return version


def test_a_break_says_what_is_otherwise_and_what_was_before():
    kpi = make_kpi("FUEL")
    redefined(kpi, unit_rule="mean", time_rule="mean", min_coverage=0.8)
    first, words, last = breaks(versions_of(kpi.pk), DAYS)
    assert (first, last) == ("", "")
    assert words.replace("\N{NO-BREAK SPACE}", " ").split("; ") == [
        "Over units: mean of the reporting units, before that sum of the units",
        "Over time: mean of the periods, before that sum of the periods",
        "Scored from: 80 % of the figures due, before that 60 % of the figures due",
    ]


def test_weights_and_profiles_are_named():
    kpi = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=make_kpi("HEADS", name="Heads"))
    redefined(kpi, weight_kpi=make_kpi("AREA", name="Area"))
    (_first, words, _last) = breaks(versions_of(kpi.pk), DAYS)
    assert "weighted by Area, before that mean of the units, weighted by Heads" in words
    fuel = make_kpi("FUEL", frequency="quarterly")
    redefined(fuel, target_profile=[1, 1, 2, 4.5])
    words = breaks(versions_of(fuel.pk), DAYS)[1]
    assert words == "Shares of a year’s target: 1 1 2 4.5, before that even"


def test_a_new_name_breaks_nothing_and_of_no_days_there_are_none():
    kpi = make_kpi("FUEL")
    redefined(kpi, name="Fuel used")
    assert breaks(versions_of(kpi.pk), DAYS) == ["", "", ""]
    assert breaks(versions_of(kpi.pk), []) == []


def test_versions_are_those_known_at_a_moment_the_newest_of_each_day(time_machine):
    time_machine.move_to("2026-05-20 10:00Z", tick=False)
    kpi, moment = make_kpi("FUEL"), timezone.now()
    time_machine.move_to("2026-05-21 10:00Z", tick=False)
    redefined(kpi, name="Wrong")
    last = redefined(kpi, name="Right")
    assert [version.name for version in versions_of(kpi.pk)] == ["FUEL", "Right"]
    assert [version.name for version in versions_of(kpi.pk, moment)] == ["FUEL"]
    assert versions_of(kpi.pk, moment - timedelta(days=1)) == []
    assert version_on(versions_of(kpi.pk), FEBRUARY) == last
    assert version_on([last], DAYS[0]) == last
