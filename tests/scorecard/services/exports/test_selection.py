from datetime import date

import pytest

from core.errors import DomainError
from scorecard.engine.periods import FiscalCalendar
from scorecard.engine.types import View
from scorecard.services.exports.selection import select

CALENDAR = FiscalCalendar(4)


def has(selection, period):
    return selection.has_period(CALENDAR, CALENDAR.parse(period))


def test_nothing_asked_for_is_everything():
    found = select(CALENDAR)
    assert found.unit_codes is None
    assert found.has_unit("ANY")
    assert has(found, "0001-12")
    assert has(found, "FY9998")
    assert found.view is View.BASE


def test_a_period_is_kept_if_it_lies_wholly_between():
    found = select(CALENDAR, first="2025-05", last="2026-03")
    assert (found.first_day, found.last_day) == (date(2025, 5, 1), date(2026, 3, 31))
    assert [has(found, period) for period in ("2025-05", "2026-03", "2026-Q2")] == [True] * 3
    # The year and the first quarter begin in April.
    assert [has(found, period) for period in ("2025-04", "2026-04", "2026-Q1", "FY2026")] == [
        False
    ] * 4


def test_ends_may_be_longer_periods():
    found = select(CALENDAR, first="FY2026", last="2026-Q1")
    assert (found.first_day, found.last_day) == (date(2025, 4, 1), date(2025, 6, 30))


def test_what_is_no_period_is_refused():
    with pytest.raises(ValueError, match="2026-13"):
        select(CALENDAR, first="2026-13")


def test_a_unit_alone_or_with_all_below_it(units):
    assert select(CALENDAR, unit="CMD").unit_codes == {"CMD"}
    assert select(CALENDAR, unit="CMD", subtree=True).unit_codes == {"CMD", "MARA", "NILS"}


def test_a_unit_that_is_not_there_is_refused_with_its_code(units):
    with pytest.raises(DomainError, match="“MARS”"):
        select(CALENDAR, unit="MARS")
