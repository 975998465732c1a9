import pytest

from core.errors import DomainError, NotAllowedError
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Draft
from scorecard.services.drafts import Typed, drop_drafts, save_drafts
from tests.factories import make_kpi, make_reporter

OCTOBER = FiscalCalendar().parse("2026-10")


@pytest.fixture
def kpi(units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi)
    return kpi


def save(actor, unit, kpi, *texts):
    save_drafts(actor=actor, unit=unit, typed={(kpi, OCTOBER): Typed(*texts)})


def test_what_was_typed_is_kept_letter_for_letter(mara, units, kpi):
    save(mara, units.mara, kpi, " 12,5 ?")
    assert Draft.objects.get().value == " 12,5 ?"


def test_a_cell_has_one_draft_and_its_last_author(mara, ada, units, kpi):
    save(mara, units.mara, kpi, "1")
    save(ada, units.mara, kpi, "2")
    draft = Draft.objects.get()
    assert (draft.value, draft.typed_by) == ("2", ada)


def test_a_cell_left_empty_keeps_the_draft_of_somebody_else(mara, ada, units, kpi):
    save(ada, units.mara, kpi, "1")
    save(mara, units.mara, kpi, " ")
    drop_drafts(actor=mara, unit=units.mara, cells=[(kpi, OCTOBER)], only_own=True)
    assert Draft.objects.get().value == "1"


def test_a_draft_is_removed_by_name_of_its_cell(mara, ada, units, kpi):
    save(ada, units.mara, kpi, "1")
    save(ada, units.nils, kpi, "2")
    drop_drafts(actor=mara, unit=units.mara, cells=[(kpi, OCTOBER)])
    assert Draft.objects.get().unit == units.nils


def test_no_cells_are_no_drafts_removed(mara, units, kpi):
    save(mara, units.mara, kpi, "1")
    drop_drafts(actor=mara, unit=units.mara, cells=[])
    assert Draft.objects.exists()


@pytest.mark.parametrize("text", ["1" * 61, "1\0"])
def test_what_no_database_keeps_is_refused_with_all_the_rest(mara, units, kpi, text):
    other = make_kpi()
    typed = {(other, OCTOBER): Typed("1"), (kpi, OCTOBER): Typed(text)}
    with pytest.raises(DomainError, match=r"at most 60|invisible"):
        save_drafts(actor=mara, unit=units.mara, typed=typed)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("who", ["nils", "otto", "vera"])
def test_only_who_may_enter_for_the_unit_has_drafts_there(request, mara, units, kpi, who):
    stranger = request.getfixturevalue(who)
    with pytest.raises(NotAllowedError):
        save(stranger, units.mara, kpi, "1")
    save(mara, units.mara, kpi, "1")
    with pytest.raises(NotAllowedError):
        drop_drafts(actor=stranger, unit=units.mara, cells=[(kpi, OCTOBER)])
    assert Draft.objects.count() == 1
