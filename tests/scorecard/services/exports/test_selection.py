from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.errors import DomainError
from scorecard.engine.periods import FiscalCalendar
from scorecard.engine.types import View
from scorecard.services.exports.selection import select
from scorecard.services.rollup.history import load_history
from tests.factories import make_organization, make_unit, move_unit

CALENDAR = FiscalCalendar(4)

pytestmark = pytest.mark.django_db


def selected(**how):
    make_organization(fiscal_year_start_month=4)
    return select(load_history(), **how)


def has(selection, period):
    return selection.has_period(CALENDAR, CALENDAR.parse(period))


def test_nothing_asked_for_is_everything():
    found = selected()
    assert found.unit_codes is None
    assert found.has_unit("ANY")
    assert has(found, "0001-12")
    assert has(found, "FY9998")
    assert found.view is View.BASE


def test_a_period_is_kept_if_it_lies_wholly_between():
    found = selected(first="2025-05", last="2026-03")
    assert (found.first_day, found.last_day) == (date(2025, 5, 1), date(2026, 3, 31))
    assert [has(found, period) for period in ("2025-05", "2026-03", "2026-Q2")] == [True] * 3
    # The year and the first quarter begin in April.
    assert [has(found, period) for period in ("2025-04", "2026-04", "2026-Q1", "FY2026")] == [
        False
    ] * 4


def test_ends_may_be_longer_periods():
    found = selected(first="FY2026", last="2026-Q1")
    assert (found.first_day, found.last_day) == (date(2025, 4, 1), date(2025, 6, 30))


def test_what_is_no_period_is_refused():
    with pytest.raises(ValueError, match="2026-13"):
        selected(first="2026-13")


def test_a_unit_alone_or_with_all_below_it(units):
    assert selected(unit="CMD").unit_codes == {"CMD"}
    assert selected(unit="CMD", subtree=True).unit_codes == {"CMD", "MARA", "NILS"}


def test_what_is_below_a_unit_is_as_known_at_the_moment(units, time_machine):
    moment = timezone.now()
    time_machine.move_to(moment + timedelta(days=1), tick=False)
    other = make_unit("OTHER", units.hq)
    move_unit(units.mara, other, date(2020, 1, 1))
    below = {"unit": "CMD", "subtree": True}
    assert select(load_history(), **below).unit_codes == {"CMD", "NILS"}
    assert select(load_history(moment), **below).unit_codes == {"CMD", "MARA", "NILS"}
    assert select(load_history(moment), unit="OTHER", subtree=True).unit_codes == {"OTHER"}


def test_a_unit_that_is_not_there_is_refused_with_its_code(units):
    with pytest.raises(DomainError, match="“MARS”"):
        selected(unit="MARS")
