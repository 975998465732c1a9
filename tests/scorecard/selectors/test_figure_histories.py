"""All that was ever submitted for one figure."""

from decimal import Decimal

from scorecard.engine.periods import FiscalCalendar
from scorecard.models import EntryEvent, EntryQuestion
from scorecard.selectors.figure_histories import figure_history, history_sheet
from scorecard.selectors.places import Place
from tests.factories import make_entry, make_kpi, recorded

OCTOBER = FiscalCalendar(1).parse("2026-10")


def rejected_and_corrected(units, mara, ada):
    kpi = make_kpi("FUEL", name="Fuel", approved_only=True, unit_of_measure="t")
    first = make_entry(units.mara, kpi, "2026-10", Decimal(7), author=mara, comment="New depot")
    EntryQuestion.objects.create(entry=first, kind="jump")
    EntryEvent.objects.create(
        entry=first,
        kind="rejected",
        actor=ada,
        author=mara,
        reason="In litres?",
        recorded_at=recorded(),
    )
    make_entry(units.mara, kpi, "2026-10", Decimal(8), author=mara)
    return Place(units.mara, kpi, OCTOBER)


def test_each_revision_says_who_why_and_what_was_decided_the_newest_first(units, mara, ada):
    place = rejected_and_corrected(units, mara, ada)
    new, old = figure_history(place, can_enter=True).revisions
    assert (new.number, new.by, new.origin, new.decisions) == (2, "Mara Hartley", "typed", ())
    assert (old.comment, old.checked) == (
        "New depot",
        "asked because it is outside what was usual before",
    )
    (decision,) = old.decisions
    assert (decision.sentence, decision.reason) == ("Ada Whitlock rejected it", "In litres?")


def test_only_who_may_enter_is_led_to_the_field(units, mara, ada):
    place = rejected_and_corrected(units, mara, ada)
    field = f"/enter/?unit=MARA&period=2026-10#cell-{place.kpi.pk}"
    assert figure_history(place, can_enter=True).enter_url == field
    assert figure_history(place, can_enter=False).enter_url == ""


def test_the_table_says_the_same(units, mara, ada):
    place = rejected_and_corrected(units, mara, ada)
    sheet = history_sheet(figure_history(place, can_enter=False))
    assert [len(row) for row in sheet.rows] == [len(sheet.heads)] * 2
    assert sheet.rows[1][-1] == "Ada Whitlock rejected it: In litres?"
    assert sheet.notes == ["Fuel, 1st Armoured Brigade, October 2026"]


def test_a_figure_that_was_never_submitted_has_no_history(units, mara):
    place = Place(units.mara, make_kpi("FUEL"), OCTOBER)
    assert figure_history(place, can_enter=True).revisions == ()


def test_it_costs_four_queries(units, mara, ada, django_assert_num_queries):
    place = rejected_and_corrected(units, mara, ada)
    with django_assert_num_queries(4):
        figure_history(place, can_enter=False)
