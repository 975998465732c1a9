from datetime import UTC, date, datetime

import pytest

from core.errors import DomainError
from scorecard.services.exchange.periods import Calendar, period_text
from tests.factories import make_organization, make_unit

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


def calendar():
    return Calendar(NOON)


def test_a_year_has_one_name():
    assert period_text("2026") == period_text("FY2026") == "FY2026"
    assert period_text("2026-Q1") == "2026-Q1"


@pytest.mark.parametrize("typed", ["2026-13", "26-01", "2026-Q5", "Jan 2026", "2026-1"])
def test_what_is_no_period_is_refused_with_the_forms(typed):
    with pytest.raises(ValueError, match="2026-01, a quarter as 2026-Q1, a year as FY2026"):
        period_text(typed)


def test_a_year_that_ends_later_has_begun():
    make_organization(fiscal_year_start_month=4)
    assert calendar().has_begun("yearly", 2027)
    assert not calendar().has_begun("yearly", 2028)
    assert not calendar().has_begun("monthly", 2026 * 12 + 11)


def test_a_period_of_another_length_is_refused_with_an_example():
    with pytest.raises(DomainError, match="quarterly: write a period such as 2026-Q4") as refused:
        calendar().base("2026-10", "quarterly", "first_period")
    assert refused.value.field == "first_period"


def test_a_unit_is_open_in_a_period_if_it_is_on_any_day_of_it():
    unit = make_unit(opened_on=date(2026, 3, 31), closed_on=date(2026, 7, 1))
    other = make_unit()
    found = calendar()
    assert [found.is_open(unit.pk, "quarterly", 2026 * 4 + q) for q in range(4)] == [
        True,
        True,
        True,
        False,
    ]
    assert not found.is_open(unit.pk, "monthly", 2026 * 12 + 1)
    assert found.is_open(other.pk, "monthly", 1)
