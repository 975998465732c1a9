import pytest
import time_machine

from scorecard.engine.periods import FiscalCalendar
from scorecard.forms.drafts import read_drafts
from scorecard.services.drafts import Typed
from tests.factories import make_kpi, make_reporter, make_typed

OCTOBER = FiscalCalendar().parse("2026-10")


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def kpi(units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi)
    return kpi


@pytest.mark.parametrize(("text", "is_wrong"), [("12.5", False), ("12,500", True), ("n/a", False)])
def test_a_draft_is_read_as_it_would_be_submitted(units, mara, kpi, text, is_wrong):
    make_typed(units.mara, kpi, "2026-10", mara, text)
    typed, problems = read_drafts(units.mara, [(kpi, OCTOBER)])
    assert typed == {(kpi, OCTOBER): Typed(text)}
    assert ((kpi.pk, OCTOBER.ordinal) in problems) == is_wrong


def test_drafts_of_other_units_and_months_are_not_read(units, mara, nils, kpi):
    make_typed(units.nils, kpi, "2026-10", nils, "x")
    make_typed(units.mara, kpi, "2026-09", mara, "x")
    assert read_drafts(units.mara, [(kpi, OCTOBER)]) == ({}, {})


def test_nothing_due_is_nothing_read(units):
    assert read_drafts(units.mara, []) == ({}, {})
