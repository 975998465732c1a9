"""Who says what they expect of a year, and what is refused."""

from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import OwnForecast
from scorecard.selectors.own_forecasts import own_forecast
from scorecard.services.own_forecasts import give_own_forecast
from tests.factories import make_kpi, make_reporter


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def kpi(units):
    kpi = make_kpi("DAYS", unit_rule="mean", maximum=Decimal(31))
    make_reporter(units.mara, kpi)
    return kpi


def expect(actor, unit, kpi, value="12", year=2026, comment=""):
    return give_own_forecast(
        actor=actor, unit=unit, kpi=kpi, year=year, value=Decimal(value), comment=comment
    )


def test_the_newest_counts_and_earlier_ones_stay(units, mara, ada, kpi):
    first = expect(mara, units.mara, kpi, comment=" Snow ")
    with time_machine.travel("2026-11-13T08:00:00Z", tick=False):
        second = expect(ada, units.mara, kpi, "13.5")
    assert own_forecast(units.mara, kpi, 2026) == second
    assert own_forecast(units.mara, kpi, 2026, first.recorded_at) == first
    assert own_forecast(units.mara, kpi, 2027) is None
    assert (first.comment, OwnForecast.objects.count()) == ("Snow", 2)


def test_it_leaves_a_record_with_its_number(units, mara, kpi):
    expect(mara, units.mara, kpi, "12.50", comment="Snow")
    record = Record.objects.get()
    assert (record.verb, record.subject) == ("gave forecast", "MARA DAYS FY2026")
    assert record.detail == {"value": "12.50", "comment": "Snow"}


@pytest.mark.parametrize("who", ["nils", "chief", "otto", "vera"])
def test_who_may_not_enter_for_the_unit_expects_nothing_of_it(request, units, kpi, who):
    with pytest.raises(NotAllowedError):
        expect(request.getfixturevalue(who), units.mara, kpi)
    assert not OwnForecast.objects.exists()


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        ({"year": 2025}, "year"),
        ({"year": 2028}, "year"),
        ({"value": "31.5"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "Infinity"}, "value"),
        ({"comment": "x" * 501}, "comment"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(units, mara, kpi, refused, field):
    with pytest.raises(DomainError) as refusal:
        expect(mara, units.mara, kpi, **refused)
    assert refusal.value.field == field
    assert not OwnForecast.objects.exists()


def test_a_sum_over_the_year_may_be_beyond_what_a_period_can_be(units, mara):
    kpi = make_kpi("LOST", maximum=Decimal(31))
    make_reporter(units.mara, kpi)
    assert expect(mara, units.mara, kpi, "300").value == 300


def test_a_kpi_that_the_unit_does_not_have_is_refused(units, mara):
    with pytest.raises(DomainError, match="neither reports"):
        expect(mara, units.mara, make_kpi("OTHER"))


def test_the_database_lets_nobody_change_what_was_expected(units, mara, kpi):
    expect(mara, units.mara, kpi)
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnForecast.objects.update(value=99)
