import pytest
import time_machine

from scorecard.engine.periods import FiscalCalendar
from scorecard.forms.drafts import read_drafts
from scorecard.selectors.entry_rows import NOTHING_REFUSED
from scorecard.services.drafts import Typed
from tests.factories import make_entry, make_kpi, make_reporter, make_typed

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
    typed, refused = read_drafts(units.mara, [(kpi, OCTOBER)])
    assert typed == {(kpi, OCTOBER): Typed(text)}
    assert ((kpi.pk, OCTOBER.ordinal) in refused.problems) == is_wrong


def test_drafts_of_other_units_and_months_are_not_read(units, mara, nils, kpi):
    make_typed(units.nils, kpi, "2026-10", nils, "x")
    make_typed(units.mara, kpi, "2026-09", mara, "x")
    assert read_drafts(units.mara, [(kpi, OCTOBER)]) == ({}, NOTHING_REFUSED)


def test_nothing_due_is_nothing_read(units):
    assert read_drafts(units.mara, []) == ({}, NOTHING_REFUSED)


def test_a_doubtful_draft_waits_for_its_comment(units, mara, kpi):
    make_entry(units.mara, kpi, "2026-09", 5)
    draft = make_typed(units.mara, kpi, "2026-10", mara, "500")
    key = (kpi.pk, OCTOBER.ordinal)
    _typed, refused = read_drafts(units.mara, [(kpi, OCTOBER)])
    assert (list(refused.problems), list(refused.asked)) == ([key], [key])
    draft.comment = "A flood."
    draft.save()
    typed, refused = read_drafts(units.mara, [(kpi, OCTOBER)])
    assert typed == {(kpi, OCTOBER): Typed("500", comment="A flood.")}
    assert refused == NOTHING_REFUSED
