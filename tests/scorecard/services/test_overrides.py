"""Overrides by the strategy office: a figure in the place of what came from below, and back."""

from decimal import Decimal

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import Entry, EntryEvent, Result
from scorecard.selectors.places import Place
from scorecard.services.entries import Figure
from scorecard.services.overrides import override_figure, undo_override
from tests.factories import calendar, make_entry, make_kpi, ordinal
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def place(unit, kpi, period="2026-10"):
    return Place(unit, kpi, calendar().parse(period))


def number(value):
    return Figure(value=Decimal(value))


def result(unit, kpi):
    return Result.objects.get(unit=unit, kpi=kpi, period=ordinal("2026-10"))


def test_an_override_takes_the_place_of_what_came_from_below_and_goes_again(world, ada):
    at = place(world.units.command, world.staff)
    override_figure(actor=ada, place=at, figure=number(40), reason="Counted by hand.")
    roll_up()
    found = result(world.units.command, world.staff)
    assert (found.value, found.computed, found.overridden) == (40, 25, True)
    assert result(world.units.hq, world.staff).value == 40
    undo_override(actor=ada, place=at, reason="The unit corrected it.")
    roll_up()
    found = result(world.units.command, world.staff)
    assert (found.value, found.overridden) == (25, False)
    assert Entry.objects.filter(kind="override").count() == 1


def test_both_are_in_the_record_with_their_reasons(world, ada):
    at = place(world.units.command, world.staff)
    override_figure(actor=ada, place=at, figure=number(40), reason="Counted by hand.")
    undo_override(actor=ada, place=at, reason="The unit corrected it.")
    rows = Record.objects.filter(subject="CMD STAFF 2026-10").order_by("id")
    assert [(row.verb, row.reason) for row in rows] == [
        ("overrode", "Counted by hand."),
        ("took back override", "The unit corrected it."),
    ]


def test_taking_back_brings_no_earlier_override_up_again(world, ada):
    at = place(world.units.mara, world.staff)
    for value in (40, 41):
        override_figure(actor=ada, place=at, figure=number(value), reason="Counted.")
    undo_override(actor=ada, place=at)
    roll_up()
    assert result(world.units.mara, world.staff).value == 25
    assert EntryEvent.objects.filter(kind="withdrawn").count() == 2
    with pytest.raises(DomainError, match="No override stands here"):
        undo_override(actor=ada, place=at)


def test_what_the_unit_submits_later_stands(world, ada):
    at = place(world.units.mara, world.staff)
    override_figure(actor=ada, place=at, figure=number(40), reason="Counted.")
    make_entry(world.units.mara, world.staff, "2026-10", 26)
    with pytest.raises(DomainError, match="No override stands here"):
        undo_override(actor=ada, place=at)


@pytest.mark.parametrize("who", ["mara", "chief", "vera"])
def test_only_the_office_overrides(request, world, who):
    at, actor = place(world.units.mara, world.staff), request.getfixturevalue(who)
    with pytest.raises(NotAllowedError):
        override_figure(actor=actor, place=at, figure=number(1), reason="x")
    with pytest.raises(NotAllowedError):
        undo_override(actor=actor, place=at)


def refusal(ada, at, figure, reason="Counted."):
    with pytest.raises(DomainError) as refused:
        override_figure(actor=ada, place=at, figure=figure, reason=reason)
    return refused.value.field, refused.value.message


def test_what_cannot_be_stored_is_refused_in_words(world, ada):
    staff, mara = world.staff, world.units.mara
    assert refusal(ada, place(mara, staff), number(1), " ")[0] == "reason"
    assert "has not begun" in refusal(ada, place(mara, staff, "2026-12"), number(1))[1]
    assert "is a number" in refusal(ada, place(mara, staff), Figure(not_applicable=True))[1]
    assert "both numbers" in refusal(ada, place(mara, world.vehicles), number(1))[1]
    formula = make_kpi("F", formula="STAFF * 2", unit_rule="none")
    assert "computed from other KPIs" in refusal(ada, place(mara, formula), number(1))[1]
    assert not Entry.objects.filter(kind="override").exists()
