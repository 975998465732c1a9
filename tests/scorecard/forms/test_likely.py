from decimal import Decimal

import pytest

from scorecard.forms.likely import in_words, likely_cells
from scorecard.services.drafts import Typed
from tests.factories import make_kpi


@pytest.fixture
def days(db):
    return make_kpi("DAYS", minimum=Decimal(0), maximum=Decimal(31))


@pytest.fixture
def share(db):
    return make_kpi("SHARE", unit_rule="mean", unit_of_measure="%", maximum=Decimal(1))


@pytest.fixture
def ready(db):
    return make_kpi("READY", unit_rule="ratio", unit_of_measure="%", maximum=Decimal(1))


def likely(cell, kpi):
    return [in_words(each) for each in likely_cells(cell, kpi)]


@pytest.mark.parametrize(("text", "words"), [("640", "64.0"), ("6400", "64.00"), ("640 %", "64.0")])
def test_a_point_that_may_be_missing_is_offered(share, text, words):
    assert likely(Typed(text), share) == [words]


def test_a_minus_too_much_is_offered_away(days):
    assert likely(Typed("-5"), days) == ["5"]


def test_a_number_with_two_readings_is_offered_in_both_that_are_possible(days):
    assert likely(Typed("1,234"), make_kpi(maximum=None)) == ["1234", "1.2340"]
    assert likely(Typed("1,234"), days) == ["1.2340"]


def test_a_share_over_its_limit_is_offered_with_its_numbers_exchanged(ready):
    assert likely(Typed(numerator="20", denominator="17"), ready) == ["17 / 20"]


def test_a_part_of_a_ratio_with_two_readings_is_offered_in_those_that_fit(ready):
    assert likely(Typed(numerator="1,234", denominator="2000"), ready) == [
        "1234 / 2000",
        "1.2340 / 2000",
    ]


@pytest.mark.parametrize("text", ["ten", "9" * 40, "n/a", ""])
def test_where_nothing_is_likely_nothing_is_offered(days, text):
    assert likely(Typed(text), days) == []


def test_what_is_typed_in_another_unit_is_offered_in_that_of_the_kpi(share, ready):
    hours = make_kpi("HOURS", unit_of_measure="hours")
    assert likely(Typed("2 days"), hours) == ["48"]
    assert likely(Typed("1,234 hours"), hours) == ["1234", "1.2340"]
    assert likely(Typed("12 bp"), share) == ["0.12 %"]
    assert likely(Typed(numerator="1.2 k", denominator="2000"), ready) == ["1200 / 2000"]
    assert likely(Typed("3 kg"), hours) == []
