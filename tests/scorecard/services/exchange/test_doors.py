"""A package changes nothing of a locked month; what it repeats is no change."""

import pytest

from scorecard.models import Entry
from tests.factories import make_person
from tests.packages import bring_in, bring_in_small, refusal
from tests.scorecard.calendars import make_lock

pytestmark = pytest.mark.django_db

HEAD = "unit,kpi,period,value,numerator,denominator,not_applicable,comment\n"


@pytest.fixture
def locked(tmp_path):
    bring_in_small(tmp_path)
    make_lock(make_person(), "2026-01")
    return tmp_path


def test_a_figure_of_a_locked_month_that_differs_is_refused_with_its_row(locked):
    before = Entry.objects.count()
    (problem,) = refusal(locked, values=HEAD + "MARA,FUEL,2026-01,11,,,,\n")
    assert (problem.file, problem.row, problem.column) == ("values.csv", 2, "period")
    assert "January 2026 is locked since" in problem.message
    assert Entry.objects.count() == before


def test_the_same_package_again_and_other_months_are_taken(locked):
    bring_in_small(locked)
    bring_in(locked, values=HEAD + "MARA,FUEL,2026-01,10.50,,,,\nMARA,FUEL,2026-02,11,,,,\n")
    assert Entry.objects.filter(kpi__code="FUEL").count() >= 2
