from decimal import Decimal

import pytest

from scorecard.models import Entry, Target
from tests.factories import make_entry, make_kpi, make_target


@pytest.mark.parametrize(
    "typed",
    ["0", "-0.5", "10.50", "0.1000000000000000000000000000000000001", "9" * 40, "123456789.125"],
)
def test_a_number_comes_back_digit_for_digit(units, typed):
    make_entry(units.mara, make_kpi(), "2026-01", Decimal(typed))
    assert str(Entry.objects.get().value) == typed


def test_no_number_comes_back_as_none_and_not_as_zero(units):
    make_entry(units.mara, make_kpi(), "2026-01", not_applicable=True)
    entry = Entry.objects.get()
    assert (entry.value, entry.numerator, entry.denominator) == (None, None, None)


def test_text_and_whole_numbers_become_decimals(units):
    make_target(units.mara, make_kpi(), "2026-01", goal="0.80", red_flag=1)
    target = Target.objects.get()
    assert (target.goal, target.red_flag) == (Decimal("0.80"), Decimal(1))


def test_rows_are_found_by_their_number(units):
    kpi = make_kpi()
    make_entry(units.mara, kpi, "2026-01", Decimal("0.3"))
    make_entry(units.mara, kpi, "2026-02", Decimal("0.4"))
    assert Entry.objects.filter(value=Decimal("0.3")).count() == 1
    assert Entry.objects.filter(value=None).count() == 0
